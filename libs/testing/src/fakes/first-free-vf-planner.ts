import type { Fleet, PlannedRequest, VmRequest } from '@iopath/core';
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
