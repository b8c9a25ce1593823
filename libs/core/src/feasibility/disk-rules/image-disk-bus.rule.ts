import type { DiskPathRule } from '../disk-rule';
import { ROOT_DISK_NAME } from './root-disk.rule';

/**
 * An image that names its `hw_disk_bus` decides for the root disk, other disks carry a bus of their own; an image that
 * names its `hw_scsi_model` decides for every disk on that bus (handbook 1.3).
 */
export const imageDiskBus: DiskPathRule = {
  name: 'image-disk-bus',
  reject(path, disk, { request }) {
    const { hw_disk_bus: bus, hw_scsi_model: scsiModel } = request.image.properties;
    if (path.scsiModel !== null && scsiModel !== undefined && scsiModel !== path.scsiModel) {
      return { code: 'image.other_disk_bus', required: `hw_scsi_model=${path.scsiModel}`, available: scsiModel };
    }
    if (bus === undefined || path.diskBus === null || disk.name !== ROOT_DISK_NAME) return null;
    const isIde = path.name === 'emulated' && bus === 'ide';
    if (isIde || path.diskBus === bus) return null;
    return { code: 'image.other_disk_bus', required: `hw_disk_bus=${path.diskBus}`, available: bus };
  },
};
