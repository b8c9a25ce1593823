import type { DiskDeviceRule } from '../disk-rule';

/** Device classes that can serve as a guest's disk. */
const STORAGE_CLASSES: ReadonlySet<string> = new Set(['nvme', 'hba', 'storage', 'sas', 'raid', 'fc']);

/** The device must be storage, and reachable by a `[pci]alias` that a flavor can name. */
export const storageDevice: DiskDeviceRule = {
  name: 'storage-device',
  reject(_path, device) {
    if (!STORAGE_CLASSES.has(device.deviceClass)) {
      return { code: 'pci_device.not_storage', required: 'nvme or hba', available: device.deviceClass };
    }
    return device.alias === null
      ? { code: 'pci_device.no_alias', required: 'a [pci]alias for it', available: 'none' }
      : null;
  },
};
