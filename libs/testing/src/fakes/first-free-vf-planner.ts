import type { AgainOn, Fleet, NicPathName, PlannedRequest, ReadyDecision, VmRequest } from '@iopath/core';
import { aPlacement, aReadyDecision, aVfTake, noExplanation, noValidHost } from '../builders/a-decision';

/**
 * A planner for tests that are not about planning: the first free VF of the first host that may be used, else
 * `vhost_net` there if the request's paths allow it, else no valid host.
 */
export function firstFreeVfPlanner(request: VmRequest, fleet: Fleet): PlannedRequest {
  const { includeHosts } = request.constraints;
  const hosts = fleet.hosts.filter(({ hostName }) => includeHosts?.includes(hostName) ?? true);
  const mayUse = (path: 'sriov_vf' | 'vhost_net') => request.nics.every(({ paths }) => paths?.includes(path) ?? true);
  for (const { hostName, version, pfs } of mayUse('sriov_vf') ? hosts : []) {
    const address = pfs.flatMap(({ freeVfs }) => freeVfs)[0]?.address;
    if (address !== undefined) return ready(aPlacement(hostName, version, [aVfTake(address)]));
  }
  const first = hosts[0];
  if (first === undefined || !mayUse('vhost_net')) return { decision: noValidHost(), explanation: noExplanation };
  return ready(aPlacement(first.hostName, first.version));
}

function ready(placement: ReturnType<typeof aPlacement>): PlannedRequest {
  return { decision: aReadyDecision([placement]), explanation: noExplanation };
}

/** The same planner on the hosts of its first decision: the first VF that is free by now, if it had one; else no decision. */
export function firstFreeVfAgain(
  request: VmRequest,
  fleet: Fleet,
  first: ReadyDecision,
  { hosts, paths }: Pick<AgainOn, 'hosts' | 'paths'>,
): ReadyDecision | null {
  const [before] = first.members;
  const had = before?.nics[0]?.path;
  const asked = paths === 'best' || had === undefined ? request : byPath(request, had);
  const { decision } = firstFreeVfPlanner(asked, { ...fleet, hosts });
  const isSame = decision.status === 'ready' && decision.members[0]?.nics[0]?.path === had;
  return isSame ? { ...first, members: decision.members } : null;
}

function byPath(request: VmRequest, path: NicPathName): VmRequest {
  return { ...request, nics: request.nics.map((nic) => ({ ...nic, paths: [path] })) };
}
