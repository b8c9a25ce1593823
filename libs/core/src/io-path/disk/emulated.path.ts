import { always } from '../../nova/by-release';
import { SERVED_BY_QEMU, type DiskPath } from '../disk-path';

/** A SATA disk imitated by QEMU: for guests without virtio drivers. IDE would be absent on q35 and stops at four disks. */
export const emulatedDisk: DiskPath = {
  ...SERVED_BY_QEMU,
  name: 'emulated',
  summary: 'a SATA disk imitated by QEMU: every register access of the guest leaves for QEMU',
  chosenBy: 'the image, by hw_disk_bus',
  needs: { guestDriver: 'ide', iommu: false, alsoOnHost: [] },
  diskBus: 'sata',
  scsiModel: null,
  expression: always('hw_disk_bus=sata'),
  consumes: ['QEMU’s main loop'],
  migration: { mechanism: 'transparent', conditions: [], byRelease: always(null) },
  notes: ['not for hot plug; IDE, which older images name, is absent on q35 and stops at four disks'],
};
