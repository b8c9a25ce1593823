import type { Fleet } from '../fleet/fleet';
import type { VmRequest } from '../request/vm-request';
import type { Decision, Explanation } from './decision';
import type { PlanningPolicy } from './planning-policy';

export interface PlannedRequest {
  readonly decision: Decision;
  readonly explanation: Explanation;
}

/** Decides where the request's VMs go and by which paths, or why nowhere. Pure: the same input gives the same answer. */
export function planRequest(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): PlannedRequest {
  throw new Error(`not written yet: ${request.name} on ${fleet.hosts.length} hosts of ${policy.release}`);
}
