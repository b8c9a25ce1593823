import { always } from '../../nova/by-release';
import { IO_THREAD_NOTE, SERVED_BY_QEMU, type DiskPath } from '../disk-path';

/** virtio-scsi (`hw_disk_bus=scsi`, `hw_scsi_model=virtio-scsi`): many disks, unmap, but slower on a fast device (M671). */
export const virtioScsiDisk: DiskPath = {
  ...SERVED_BY_QEMU,
  name: 'virtio_scsi',
  summary: 'a SCSI disk on one virtio controller: many disks on one PCI slot, at more work a request',
  chosenBy: 'the image, by hw_disk_bus and hw_scsi_model',
  needs: { guestDriver: 'virtio_scsi', iommu: false, alsoOnHost: [] },
  diskBus: 'scsi',
  scsiModel: 'virtio-scsi',
  expression: always('hw_disk_bus=scsi and hw_scsi_model=virtio-scsi'),
  consumes: ['host CPU for every request'],
  migration: { mechanism: 'transparent', conditions: [], byRelease: always(null) },
  notes: [IO_THREAD_NOTE],
};
