import type { NicHostRule } from '../nic-rule';

/**
 * vhost-net is a fact of the host, not a choice of the caller (handbook 0.2, fact 1): where it is usable libvirt
 * takes it, where it is not libvirt falls back to QEMU without a word.
 */
export const vhostAvailable: NicHostRule = {
  name: 'vhost-available',
  reject(path, _nic, { inventory }) {
    const vhostNet = inventory.vhost.net;
    if (path.needs.vhostNet === 'present' && vhostNet !== true) {
      return {
        code: 'vhost.not_available',
        required: '/dev/vhost-net',
        available: vhostNet === false ? 'absent' : 'unknown',
      };
    }
    if (path.needs.vhostNet === 'absent' && vhostNet === true) {
      return {
        code: 'vhost.takes_over',
        required: 'a host without vhost-net',
        available: 'vhost-net is taken by libvirt',
      };
    }
    return null;
  },
};
