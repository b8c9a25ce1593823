/** Device classes that can serve as a guest's disk. */
const STORAGE_CLASSES: ReadonlySet<string> = new Set(['nvme', 'hba', 'storage', 'sas', 'raid', 'fc']);

/** Whether a PCI device of this class, as its inventory names it, carries a guest's data. */
export function isStorage(deviceClass: string): boolean {
  return STORAGE_CLASSES.has(deviceClass);
}
