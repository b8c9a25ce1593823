import { buildFleet } from '../fleet/build-fleet';
import { compileHost } from '../fleet/compile-host';
import type { Fleet } from '../fleet/fleet';
import type { HostState } from '../fleet/host-state';
import type { VmRequest } from '../request/vm-request';
import { buildPlacement } from './build-placement';
import { claimOf } from './claim-of';
import type { Placement } from './decision';
import type { PlanningPolicy } from './planning-policy';
import { requestContext, type RequestContext } from './request-context';
import { searchFleet, type FleetSearch } from './search/search-fleet';

/** One VM of a request on trial: the fleet as the VMs before it left it, and what was found there. */
export interface MemberSearch {
  readonly fleet: Fleet;
  readonly context: RequestContext;
  readonly search: FleetSearch;
}

export interface PlacedMembers {
  /** Those that found a place, in order: all of `count`, or those before the first that found none. */
  readonly placements: readonly Placement[];
  readonly first: MemberSearch;
  /** The VM that found no place; null when all did. */
  readonly stuck: MemberSearch | null;
}

/**
 * Places the VMs of a request one after the other, each at a place as good as the best on what the ones before it left.
 *
 * @throws RequestRefusedByNovaError when flavor and image contradict each other; UnknownProfileError.
 */
export function placeMembers(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): PlacedMembers {
  const placements: Placement[] = [];
  const first = searchFor(request, fleet, policy);
  let member = first;
  for (;;) {
    const { taken } = member.search;
    if (taken === null) return { placements, first, stuck: member };
    const placement = buildPlacement(taken, member.context, member.search.hostsLike(taken));
    placements.push(placement);
    if (placements.length >= request.count) return { placements, first, stuck: null };
    const left = withPlacement(member.fleet, taken.host, placement, request, placements.length);
    member = searchFor(request, left, policy);
  }
}

function searchFor(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): MemberSearch {
  const context = requestContext(request, fleet, policy);
  return { fleet, context, search: searchFleet(fleet, context) };
}

/** The fleet with one placement's claim taken off its host; `nth` counts the VMs placed, from 1. */
export function withPlacement(
  fleet: Fleet,
  host: HostState,
  placement: Placement,
  request: VmRequest,
  nth: number,
): Fleet {
  const claim = claimOf(placement, request, `planned-${nth - 1}`);
  const claimed = compileHost({ ...host, claims: [...host.claims, claim] });
  const hosts = fleet.hosts.map((other) => (other.hostName === host.hostName ? claimed : other));
  return buildFleet(hosts, fleet.vfDemand, fleet.cloud);
}
