import type { Fleet } from '../../fleet/fleet';
import type { VmRequest } from '../../request/vm-request';
import type { RejectionCount } from '../decision';
import type { PlanningPolicy } from '../planning-policy';
import { requestContext } from '../request-context';
import { explainFleet } from './explain-fleet';

/**
 * What keeps a request off the hosts of a fleet: first refusals by code, the most common first, as a rejected decision
 * tells them. Without the relaxations, which take longer to find.
 *
 * @throws RequestRefusedByNovaError when flavor and image contradict each other; UnknownProfileError.
 */
export function whyRejected(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): readonly RejectionCount[] {
  return explainFleet(fleet, requestContext(request, fleet, policy)).rejections;
}
