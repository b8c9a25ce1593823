import type { DiskPathName, MigrationMechanism } from './io-path';

/** One way to carry a disk. One file each. */
export interface DiskPath {
  readonly name: DiskPathName;
  readonly takes: 'nothing' | 'pci_device';
  readonly needs: {
    readonly guestDriver: 'ide' | 'virtio_blk' | 'virtio_scsi' | 'nvme';
    readonly iommu: boolean;
  };
  /** `hw_disk_bus` (or `disk_bus` of a block device mapping); null where Nova manages no disk. */
  readonly diskBus: 'sata' | 'virtio' | 'scsi' | null;
  /** `hw_scsi_model`, which goes with bus `scsi`. */
  readonly scsiModel: 'virtio-scsi' | null;
  /** Whether Nova can boot from it: a passed-through device is not a disk of Nova's. */
  readonly bootable: boolean;
  readonly migration: { readonly mechanism: MigrationMechanism; readonly conditions: readonly string[] };
}
