import type { DiskPath } from '../disk-path';

/** A SATA disk imitated by QEMU: for guests without virtio drivers. IDE would be absent on q35 and stops at four disks. */
export const emulatedDisk: DiskPath = {
  name: 'emulated',
  takes: 'nothing',
  needs: { guestDriver: 'ide', iommu: false },
  diskBus: 'sata',
  scsiModel: null,
  bootable: true,
  migration: { mechanism: 'transparent', conditions: [] },
};
