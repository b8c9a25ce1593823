/** RFC 6901 pointer to an attribute of a port of the request, in Neutron's spelling. */
export function portPointer(index: number, attribute: string): string {
  return `/ports/${index}/${attribute}`;
}

/** Pointer to a key of a port's `binding:profile`. */
export function profilePointer(index: number, key: string): string {
  return portPointer(index, `binding:profile/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}
