import type { DiskDeviceRule } from '../disk-rule';

/** The host's only disk controller, or its root disk, cannot be given away. */
export const hostNeedsIt: DiskDeviceRule = {
  name: 'host-needs-it',
  reject: (_path, device) =>
    device.hostInUse
      ? { code: 'pci_device.host_needs_it', required: 'a device the host can spare', available: 'in use by the host' }
      : null,
};
