import { latencyAt, predictPlaced, type HostState, type PlanningPolicy } from '@iopath/core';
import type { NeedyVm } from '../needs/need-mix';
import type { Place } from '../policies/placing-policy';

/** Whether a VM asks for a latency at all. */
export function asksForLatency({ request }: NeedyVm): boolean {
  return request.nics.some(({ latency }) => latency !== null);
}

/**
 * Whether every NIC meets its target by the model's prediction, by the path that it really got and beside the VMs that are
 * there: the same question for every policy.
 *
 * @param host with every claim but the VM's own taken off.
 */
export function meetsLatency({ request }: NeedyVm, place: Place, host: HostState, policy: PlanningPolicy): boolean {
  const predictions = predictPlaced(request, place.nics, place.guestNodes, host, policy);
  return request.nics.every(({ latency }, nic) => {
    if (latency === null) return true;
    const predictedUs = latencyAt(predictions[nic]?.latencyUs ?? null, latency);
    return predictedUs !== null && predictedUs <= latency.targetUs;
  });
}
