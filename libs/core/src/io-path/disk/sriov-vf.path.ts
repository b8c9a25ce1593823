import { always } from '../../nova/by-release';
import { ALIAS_MIGRATION, GIVEN_DEVICE, NO_NOVA_DISK, type DiskPath } from '../disk-path';

/**
 * A virtual function of an SR-IOV HBA or NVMe controller, given to the guest through an alias of type-VF (handbook 1.3).
 * The controller stays with the host, which decides what its functions reach: LUNs or namespaces.
 */
export const sriovVfDisk: DiskPath = {
  ...GIVEN_DEVICE,
  name: 'sriov_vf',
  summary: 'a virtual function of an SR-IOV HBA or NVMe controller, given to the guest, whose own driver runs it',
  chosenBy: 'the flavor, by an alias of type-VF',
  deviceTypes: ['type-VF'],
  needs: {
    guestDriver: 'device',
    iommu: true,
    alsoOnHost: ['VFs made (sriov_numvfs), and LUNs or namespaces attached to them'],
  },
  expression: always('pci_passthrough:alias=NAME:1 in the flavor'),
  isolatedBy: 'the IOMMU, and the controller, which keeps its functions’ queues and namespaces apart',
  consumes: ['1 VF of an HBA or NVMe controller', 'all guest memory locked by VFIO: plan no overcommit'],
  migration: {
    mechanism: 'none',
    conditions: ['a VF of a controller stays behind when the VM moves, and so does what is stored in it'],
    byRelease: ALIAS_MIGRATION,
  },
  notes: [
    NO_NOVA_DISK,
    'nobody can ask Nova for a particular VF: the address is a prediction, kept in our ledger only',
    'its performance was never measured in public: what is predicted leans on whole drives',
  ],
};
