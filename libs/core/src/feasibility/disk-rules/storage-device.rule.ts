import type { DiskDeviceRule } from '../disk-rule';
import { isStorage } from '../storage-classes';

/** The device must be storage. */
export const storageDevice: DiskDeviceRule = {
  name: 'storage-device',
  reject: (_path, { deviceClass }) =>
    isStorage(deviceClass) ? null : { code: 'pci_device.not_storage', required: 'nvme or hba', available: deviceClass },
};
