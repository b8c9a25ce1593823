/** libvirt's units of memory, in bytes: with `i` or one letter by 1024, else by 1000 (`virScaleInteger`, formatdomain "memory"). */
const BYTES: ReadonlyMap<string, number> = new Map([
  ['b', 1],
  ['byte', 1],
  ['bytes', 1],
  ['kb', 1e3],
  ['k', 2 ** 10],
  ['kib', 2 ** 10],
  ['mb', 1e6],
  ['m', 2 ** 20],
  ['mib', 2 ** 20],
  ['gb', 1e9],
  ['g', 2 ** 30],
  ['gib', 2 ** 30],
  ['tb', 1e12],
  ['t', 2 ** 40],
  ['tib', 2 ** 40],
]);

/** Bytes of an amount in one of libvirt's units, KiB where none is given. Null for a unit that it does not have. */
export function bytesOf(amount: number, unit: string | null): number | null {
  const bytes = BYTES.get((unit ?? 'KiB').toLowerCase());
  return bytes === undefined ? null : amount * bytes;
}
