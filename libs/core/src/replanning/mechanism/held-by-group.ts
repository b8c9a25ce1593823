import type { Fleet } from '../../fleet/fleet';
import type { HeldVm } from '../held-vm';

/**
 * How many VMs each server group has in the fleet.
 *
 * @param vms of whom those count too whose host is none of the fleet: a `what_if` took it away, and they are still there.
 */
export function groupSizes({ hosts }: Pick<Fleet, 'hosts'>, vms: readonly HeldVm[] = []): ReadonlyMap<string, number> {
  const names = new Set(hosts.map(({ hostName }) => hostName));
  const sizes = new Map<string, number>();
  for (const { hostName, request } of vms) {
    const { group } = request.constraints;
    if (group !== null && !names.has(hostName)) sizes.set(group.id, (sizes.get(group.id) ?? 0) + 1);
  }
  for (const { groups } of hosts) {
    for (const [groupId, members] of groups) sizes.set(groupId, (sizes.get(groupId) ?? 0) + members);
  }
  return sizes;
}

/**
 * Whether the others of its server group keep a VM where it is: Nova's `ServerGroupAffinityFilter` lets a VM go only to a
 * host of its group, whichever way it moves, so one of several can never leave.
 *
 * @param sizes of {@link groupSizes}, the VM itself counted.
 */
export function isHeldByGroup({ request }: HeldVm, sizes: ReadonlyMap<string, number>): boolean {
  const { group } = request.constraints;
  return group?.policy === 'affinity' && (sizes.get(group.id) ?? 0) > 1;
}
