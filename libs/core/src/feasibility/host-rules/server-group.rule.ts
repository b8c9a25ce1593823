import type { GroupPolicy } from '../../request/vm-request';
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

/**
 * Whether VMs on `hosts` keep a server group's hard policy beside those that it has on `groupHosts`. The rule asks this
 * of one host before a decision; a commit asks it once more of all, for rivals may have placed VMs of the group meanwhile.
 */
export function keepsGroupPolicy(
  policy: GroupPolicy,
  hosts: readonly string[],
  groupHosts: readonly string[],
): boolean {
  if (policy === 'anti-affinity') return !hosts.some((host) => groupHosts.includes(host));
  if (policy === 'affinity') return groupHosts.length === 0 || hosts.every((host) => groupHosts.includes(host));
  return true;
}
