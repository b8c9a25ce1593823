import type { DiskPath } from '../disk-path';

/** virtio-blk, Nova's default (`hw_disk_bus=virtio`). */
export const virtioBlkDisk: DiskPath = {
  name: 'virtio_blk',
  takes: 'nothing',
  needs: { guestDriver: 'virtio_blk', iommu: false },
  diskBus: 'virtio',
  scsiModel: null,
  bootable: true,
  migration: { mechanism: 'transparent', conditions: [] },
};
