import { always } from '../../nova/by-release';
import { ALIAS_MIGRATION, GIVEN_DEVICE, NO_NOVA_DISK, type DiskPath } from '../disk-path';

/**
 * An NVMe drive or HBA given to the guest through a flavor's `pci_passthrough:alias`. It is neither a Cinder nor an
 * ephemeral disk: no snapshot, no live migration, and wiping it between tenants is the operator's job (handbook 1.3).
 */
export const pciPassthroughDisk: DiskPath = {
  ...GIVEN_DEVICE,
  name: 'pci_passthrough',
  summary: 'a whole NVMe drive or HBA given to the guest, whose own driver runs it',
  chosenBy: 'the flavor, by an alias of type-PCI, or of type-PF for a controller with SR-IOV',
  deviceTypes: ['type-PCI', 'type-PF'],
  needs: { guestDriver: 'device', iommu: true, alsoOnHost: ['a device that the host itself can spare'] },
  expression: always('pci_passthrough:alias=NAME:1 in the flavor'),
  isolatedBy: 'the IOMMU; the guest owns the device, its firmware included',
  consumes: ['1 NVMe drive or HBA', 'all guest memory locked by VFIO: plan no overcommit'],
  migration: {
    mechanism: 'none',
    conditions: ['data on a passed-through device stays behind when the VM moves'],
    byRelease: ALIAS_MIGRATION,
  },
  notes: [NO_NOVA_DISK, 'a PF that comes back has no VFs until the operator makes them again (sriov_numvfs)'],
};
