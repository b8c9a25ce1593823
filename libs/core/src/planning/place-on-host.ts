import { buildFleet } from '../fleet/build-fleet';
import type { HostState } from '../fleet/host-state';
import type { VmRequest } from '../request/vm-request';
import { buildPlacement } from './build-placement';
import type { Placement } from './decision';
import type { PlanningPolicy } from './planning-policy';
import { requestContext } from './request-context';
import { searchFleet } from './search-fleet';

/**
 * Where one VM of the request would lie on this one host, and what Nova and Neutron would be told; null when it cannot.
 * The same search as `planRequest`, without explanation and relaxations.
 *
 * @throws RequestRefusedByNovaError when flavor and image contradict each other, which callers check before.
 */
export function placeOnHost(request: VmRequest, host: HostState, policy: PlanningPolicy): Placement | null {
  const fleet = buildFleet([host]);
  const context = requestContext(request, fleet, policy);
  const { winner } = searchFleet(fleet, context);
  return winner === null ? null : buildPlacement(winner, context, 1);
}
