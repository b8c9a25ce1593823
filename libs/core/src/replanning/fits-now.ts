import type { Fleet } from '../fleet/fleet';
import { placeMembers } from '../planning/place-members';
import type { PlanningPolicy } from '../planning/planning-policy';
import { RequestRefusedByNovaError } from '../planning/request-context';
import { UnknownProfileError } from '../planning/request-profile';
import type { VmRequest } from '../request/vm-request';

/**
 * Whether all VMs of a request that was stored find a place. It may name a profile that is no more, or an alias that is not
 * defined any more, and then it does not.
 */
export function fitsNow(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): boolean {
  try {
    return placeMembers(request, fleet, policy).stuck === null;
  } catch (error) {
    if (error instanceof RequestRefusedByNovaError || error instanceof UnknownProfileError) return false;
    throw error;
  }
}
