import type { DiskPath } from '../disk-path';

/** virtio-scsi (`hw_disk_bus=scsi`, `hw_scsi_model=virtio-scsi`): many disks, unmap, but slower on a fast device (M671). */
export const virtioScsiDisk: DiskPath = {
  name: 'virtio_scsi',
  takes: 'nothing',
  needs: { guestDriver: 'virtio_scsi', iommu: false },
  diskBus: 'scsi',
  scsiModel: 'virtio-scsi',
  bootable: true,
  migration: { mechanism: 'transparent', conditions: [] },
};
