import type { DiskDeviceRule } from '../disk-rule';

/** What the ledger keeps in quarantine, or reaches through PF or VF, is given to nobody. */
export const diskQuarantine: DiskDeviceRule = {
  name: 'disk-quarantine',
  reject(_path, { address }, host) {
    if (!host.quarantinedPciDevices.some((device) => device.address === address)) return null;
    return { code: 'pci_device.in_quarantine', required: 'a device out of quarantine', available: 'in quarantine' };
  },
};
