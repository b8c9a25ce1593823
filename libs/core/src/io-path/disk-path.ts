import type { PciDeviceType } from '../inventory/inventory';
import type { ByRelease } from '../nova/by-release';
import type { DiskPathName, MigrationMechanism } from './io-path';

/** One way to carry a disk: what it needs, what it takes, how it moves, how OpenStack says it. One file each. */
export interface DiskPath {
  readonly name: DiskPathName;
  /** How requests travel, in a sentence. */
  readonly summary: string;
  /** Who decides that a disk gets this path, and by what. */
  readonly chosenBy: string;
  readonly takes: 'nothing' | 'pci_device';
  /** Which PCI devices serve it, as Nova types them; empty for paths that take none. */
  readonly deviceTypes: readonly PciDeviceType[];
  readonly needs: {
    /** Driver in the guest; `device` means the device's own (nvme, mpt3sas, qla2xxx …). */
    readonly guestDriver: 'ide' | 'virtio_blk' | 'virtio_scsi' | 'device';
    readonly iommu: boolean;
    /** What only people can see to, in words. */
    readonly alsoOnHost: readonly string[];
  };
  /** `hw_disk_bus` (or `disk_bus` of a block device mapping); null where Nova manages no disk. */
  readonly diskBus: 'sata' | 'virtio' | 'scsi' | null;
  /** `hw_scsi_model`, which goes with bus `scsi`. */
  readonly scsiModel: 'virtio-scsi' | null;
  /** How it is asked for, by release, in words. */
  readonly expression: ByRelease<string>;
  /** Whether Nova can boot from it: a passed-through device is not a disk of Nova's. */
  readonly bootable: boolean;
  /** What keeps tenants apart. */
  readonly isolatedBy: string;
  /** What it uses up, in words. */
  readonly consumes: readonly string[];
  readonly migration: {
    readonly mechanism: MigrationMechanism;
    readonly conditions: readonly string[];
    /** What holds of it from a release on, beside the conditions. */
    readonly byRelease: ByRelease<string | null>;
  };
  /** What Nova and Cinder leave to chance or do not do. */
  readonly notes: readonly string[];
}

/** What all disks that QEMU serves have in common. */
export const SERVED_BY_QEMU = {
  takes: 'nothing',
  deviceTypes: [],
  bootable: true,
  isolatedBy: 'the QEMU process, and the permissions of the image file or volume',
} as const satisfies Partial<DiskPath>;

/** What all disks that are a PCI device have in common (handbook 1.3). */
export const GIVEN_DEVICE = {
  takes: 'pci_device',
  diskBus: null,
  scsiModel: null,
  bootable: false,
} as const satisfies Partial<DiskPath>;

/** From 2026.1 on every VM has one IOThread, which nobody can set or keep off (handbook 1.3). */
export const IO_THREAD_NOTE =
  'no release has queues or IOThreads to set per disk: QEMU gives virtio-blk a queue for each vCPU, and from 2026.1 on every VM has one IOThread';

/** What a disk by alias is not (handbook 1.3). */
export const NO_NOVA_DISK =
  'neither a Cinder volume nor an ephemeral disk: no snapshot, no resize of it, no attaching later but by a resize to another flavor';

/** Live migration of devices by alias (handbook 4.2); no inventory tells enough of it to promise it. */
export const ALIAS_MIGRATION: ByRelease<string | null> = [
  { since: 'zed', is: null },
  {
    since: '2025.1',
    is: 'moves while it runs only with live_migratable "yes" in device_spec and alias when the VM was booted, libvirt 10.0.0, QEMU 8.2.2, a VF set migratable under a variant driver, and live_migration_permit_post_copy off: none of it is known here',
  },
];
