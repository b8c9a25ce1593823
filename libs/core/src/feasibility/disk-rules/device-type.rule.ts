import type { DiskDeviceRule } from '../disk-rule';

/**
 * A path takes whole devices or virtual functions. What has SR-IOV capability is type-PF for Nova even without VFs, and
 * whole all the same (handbook 3.2).
 */
export const deviceType: DiskDeviceRule = {
  name: 'device-type',
  reject: ({ deviceTypes }, device) =>
    deviceTypes.includes(device.deviceType)
      ? null
      : { code: 'pci_device.other_type', required: deviceTypes.join(' or '), available: device.deviceType },
};
