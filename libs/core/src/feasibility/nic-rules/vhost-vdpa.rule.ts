import type { NicHostRule } from '../nic-rule';

/** QEMU reaches a vDPA device through `/dev/vhost-vdpa-*`; unknown is not yes. */
export const vhostVdpa: NicHostRule = {
  name: 'vhost-vdpa',
  reject(path, _nic, { inventory: { vhost } }) {
    if (!path.needs.vhostVdpa || vhost.vdpa === true) return null;
    return {
      code: 'vhost.no_vdpa',
      required: '/dev/vhost-vdpa',
      available: vhost.vdpa === false ? 'absent' : 'unknown',
    };
  },
};
