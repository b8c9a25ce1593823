import type { DiskPathRule } from '../disk-rule';

/** The disk named `root` is the one Nova boots from, which a passed-through device cannot be. */
export const ROOT_DISK_NAME = 'root';

export const rootDisk: DiskPathRule = {
  name: 'root-disk',
  reject: (path, disk) =>
    path.bootable || disk.name !== ROOT_DISK_NAME
      ? null
      : {
          code: 'disk.root_needs_nova_disk',
          required: 'a disk that Nova manages',
          available: 'a passed-through device',
        },
};
