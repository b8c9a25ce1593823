import { always } from '../../nova/by-release';
import { IO_THREAD_NOTE, SERVED_BY_QEMU, type DiskPath } from '../disk-path';

/** virtio-blk, Nova's default (`hw_disk_bus=virtio`). */
export const virtioBlkDisk: DiskPath = {
  ...SERVED_BY_QEMU,
  name: 'virtio_blk',
  summary: 'a virtio disk whose requests QEMU hands to the host, one kick and one interrupt a batch',
  chosenBy: 'Nova’s default, or the image by hw_disk_bus',
  needs: { guestDriver: 'virtio_blk', iommu: false, alsoOnHost: [] },
  diskBus: 'virtio',
  scsiModel: null,
  expression: always('hw_disk_bus=virtio'),
  consumes: ['host CPU for every request', 'one PCI slot of the guest a disk'],
  migration: { mechanism: 'transparent', conditions: [], byRelease: always(null) },
  notes: [IO_THREAD_NOTE],
};
