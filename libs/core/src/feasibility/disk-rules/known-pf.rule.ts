import type { DiskDeviceRule } from '../disk-rule';

/**
 * A VF whose PF is not known cannot be kept apart from it: Nova never gives both away (handbook 3.3), and neither does
 * the ledger, which needs the PF's address for it.
 */
export const knownPf: DiskDeviceRule = {
  name: 'known-pf',
  reject: (_path, { deviceType, pfAddress }) =>
    deviceType === 'type-VF' && pfAddress === null
      ? { code: 'pci_device.pf_unknown', required: 'a VF whose pf_address is known', available: 'not known' }
      : null,
};
