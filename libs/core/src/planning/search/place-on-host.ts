import { buildFleet } from '../../fleet/build-fleet';
import type { HostState } from '../../fleet/host-state';
import type { VmRequest } from '../../request/vm-request';
import { NIC_PATHS } from '../../io-path/catalogue';
import { buildPlacement } from '../build-placement';
import type { Placement } from '../decision';
import { guestNeeds } from '../devices/guest-variants';
import type { PlanningPolicy } from '../planning-policy';
import { requestContext } from '../request-context';
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

/**
 * The extra specs that the answer would add to the caller's flavor on this host, for a request whose NICs name one path
 * each: a PCI policy needs a guest node, and some paths need pages or locked memory.
 *
 * @throws RequestRefusedByNovaError when flavor and image contradict each other, which callers check before.
 */
export function addedSpecs(
  request: VmRequest,
  host: HostState,
  policy: PlanningPolicy,
): Readonly<Record<string, string>> {
  const context = requestContext(request, buildFleet([host]), policy);
  const nics = request.nics.flatMap(({ paths }) => NIC_PATHS.filter((path) => path.name === paths?.[0]).slice(0, 1));
  const needs = guestNeeds(
    nics.map((path) => ({ path })),
    false,
    context,
  );
  return context.topologies.for(needs, host.inventory.fileBackedMemory).addedSpecs;
}
