import type { Fleet } from '../../fleet/fleet';
import type { HeldVm } from '../held-vm';
import { foreignServersOn, withClosedHosts } from './closed-hosts';
import { NO_HOSTS, NO_TARGETS, type ReplanTask } from './replan-task';

/** Every VM leaves the hosts, and none comes to them; others make room where they have to. */
export function drainTask(hosts: readonly string[], fleet: Fleet, vms: readonly HeldVm[]): ReplanTask {
  const drained = new Set(hosts);
  return {
    fleet: withClosedHosts(fleet, drained, 'draining'),
    mustLeave: vms.filter(({ hostName }) => drained.has(hostName)),
    mayMove: vms.filter(({ hostName }) => !drained.has(hostName)),
    lostHosts: NO_HOSTS,
    onlyTo: NO_TARGETS,
    notOurs: foreignServersOn(fleet, drained, 'the advisor did not place it, and moves only what it placed'),
  };
}
