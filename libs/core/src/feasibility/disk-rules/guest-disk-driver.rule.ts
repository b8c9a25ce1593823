import type { DiskPathRule } from '../disk-rule';

/** virtio disks need drivers that old guests lack. NVMe and SATA drivers are taken for granted where their paths are asked for. */
export const guestDiskDriver: DiskPathRule = {
  name: 'guest-disk-driver',
  reject(path, _disk, { drivers, request }) {
    const driver = path.needs.guestDriver;
    const answer = driver === 'virtio_blk' ? drivers.virtioBlk : driver === 'virtio_scsi' ? drivers.virtioScsi : 'yes';
    if (answer !== 'no') return null;
    return { code: 'guest.no_driver', required: driver, available: `none in ${request.image.osId ?? 'the image'}` };
  },
};
