import type { HostRule } from '../host-rule';

/** Nova's hard server group policies, over the VMs that the ledger knows; soft policies only score. */
export const serverGroup: HostRule = {
  name: 'server-group',
  reject(host, { request, groupHosts }) {
    const group = request.constraints.group;
    if (group === null) return null;
    if (group.policy === 'anti-affinity' && groupHosts.has(host.hostName)) {
      return { code: 'group.anti_affinity', required: `no VM of group ${group.id}`, available: 'one runs here' };
    }
    if (group.policy === 'affinity' && groupHosts.size > 0 && !groupHosts.has(host.hostName)) {
      return { code: 'group.affinity', required: `the host of group ${group.id}`, available: 'another host' };
    }
    return null;
  },
};
