import type { NicPath } from '../nic-path';

/**
 * The whole PF given to the guest (`vnic_type=direct-physical`). Nova's code would detach and re-attach it on a
 * live migration, but many operators treat that as unsupported; the advice is "does not move while it runs"
 * (handbook 4.1).
 */
export const pciPassthroughNic: NicPath = {
  name: 'pci_passthrough',
  takes: 'pf',
  needs: { guestDriver: 'pf', iommu: true, vhostNet: 'any', bridge: false },
  vifModel: null,
  vnicType: 'direct-physical',
  isolation: 'whole_device',
  migration: {
    mechanism: 'none',
    conditions: ['the VM must be shut down to move (cold migration claims a free PF on the target)'],
  },
};
