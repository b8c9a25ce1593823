import type { Fleet } from '../../fleet/fleet';
import type { HeldVm } from '../held-vm';
import type { ReplanGoal } from '../replan-request';
import { NO_HOSTS, type ReplanTask } from './replan-task';

/** VMs may go where they are better off. Where the operator names moves, those are made and nobody else's. */
export function rebalanceTask(
  { hosts, targets }: Extract<ReplanGoal, { kind: 'rebalance' }>,
  fleet: Fleet,
  vms: readonly HeldVm[],
): ReplanTask {
  const among = hosts === null ? null : new Set(hosts);
  const onlyTo = new Map<string, string>();
  for (const { recommendationId, member, toHost } of targets) {
    const vm = vms.find((each) => each.recommendationId === recommendationId && each.member === member);
    if (vm !== undefined && vm.hostName !== toHost) onlyTo.set(vm.reservationId, toHost);
  }
  return {
    fleet,
    mustLeave: vms.filter(({ reservationId }) => onlyTo.has(reservationId)),
    mayMove: targets.length > 0 ? [] : vms.filter(({ hostName }) => among === null || among.has(hostName)),
    lostHosts: NO_HOSTS,
    onlyTo,
    notOurs: [],
  };
}
