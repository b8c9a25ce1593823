import type { NicHostRule } from '../nic-rule';

/** vhost-user needs OVS-DPDK at work on the host; unknown is not yes. */
export const vhostUser: NicHostRule = {
  name: 'vhost-user',
  reject(path, _nic, { inventory: { vhost } }) {
    if (!path.needs.vhostUser || vhost.user === true) return null;
    return {
      code: 'vhost.no_dpdk',
      required: 'OVS-DPDK with vhost-user ports',
      available: vhost.user === false ? 'absent' : 'unknown',
    };
  },
};
