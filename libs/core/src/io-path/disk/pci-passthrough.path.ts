import type { DiskPath } from '../disk-path';

/**
 * An NVMe drive or HBA given to the guest through a flavor's `pci_passthrough:alias`. It is neither a Cinder nor an
 * ephemeral disk: no snapshot, no live migration, and wiping it between tenants is the operator's job (handbook 1.3).
 */
export const pciPassthroughDisk: DiskPath = {
  name: 'pci_passthrough',
  takes: 'pci_device',
  needs: { guestDriver: 'nvme', iommu: true },
  diskBus: null,
  scsiModel: null,
  bootable: false,
  migration: { mechanism: 'none', conditions: ['data on a passed-through device stays behind when the VM moves'] },
};
