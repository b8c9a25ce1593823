import type { DiskPathRule } from '../disk-rule';
import { ROOT_DISK_NAME } from './root-disk.rule';

/** An image that names its `hw_disk_bus` decides for the root disk; other disks carry a bus of their own. */
export const imageDiskBus: DiskPathRule = {
  name: 'image-disk-bus',
  reject(path, disk, { request }) {
    const bus = request.image.properties['hw_disk_bus'];
    if (bus === undefined || path.diskBus === null || disk.name !== ROOT_DISK_NAME) return null;
    const emulated = path.name === 'emulated' && (bus === 'ide' || bus === 'sata');
    if (emulated || path.diskBus === bus) return null;
    return { code: 'image.other_disk_bus', required: `hw_disk_bus=${path.diskBus}`, available: bus };
  },
};
