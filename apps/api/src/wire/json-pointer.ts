/** Appends one reference token to an RFC 6901 JSON pointer, escaping what has to be. */
export function pointerTo(parent: string, token: string | number): string {
  return `${parent}/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
