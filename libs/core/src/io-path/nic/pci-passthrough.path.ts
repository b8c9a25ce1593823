import { always } from '../../nova/by-release';
import { BY_VNIC_TYPE, NO_NEEDS, NO_SECURITY_GROUPS, SRIOV_DRIVER, type NicPath } from '../nic-path';

/**
 * The whole PF given to the guest (`vnic_type=direct-physical`). Nova's code would detach and re-attach it on a
 * live migration, but many operators treat that as unsupported; the advice is "does not move while it runs"
 * (handbook 4.1).
 */
export const pciPassthroughNic: NicPath = {
  name: 'pci_passthrough',
  summary: 'the whole NIC port (PF) given to the guest, which controls it',
  chosenBy: 'the port, by vnic_type direct-physical',
  takes: 'pf',
  vfKind: null,
  needs: {
    ...NO_NEEDS,
    guestDriver: 'pf',
    iommu: true,
    network: 'flat_or_vlan',
    mechanismDrivers: SRIOV_DRIVER,
  },
  vifModel: null,
  vnicType: 'direct-physical',
  expression: always(BY_VNIC_TYPE),
  queues: 'device',
  interruptsFrom: 'device',
  trust: 'inherent',
  isolation: 'whole_device',
  isolatedBy: 'the IOMMU; nothing on the wire: what the guest sends, goes out. Security groups do not hold',
  consumes: ['the PF with all of its VFs', 'all guest memory locked by VFIO: plan no overcommit'],
  migration: {
    mechanism: 'none',
    conditions: ['the VM must be shut down to move (cold migration claims a free PF on the target)'],
    byRelease: always(null),
  },
  notes: [
    NO_SECURITY_GROUPS,
    'the PF comes back without VFs: somebody must create them again when the guest is gone (sriov_numvfs)',
  ],
};
