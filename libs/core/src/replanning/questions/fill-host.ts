import { freeAmounts } from '../../fleet/compile-amounts';
import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { HostClaim } from '../../fleet/host-claims';
import type { HostState } from '../../fleet/host-state';
import { buildPlacement } from '../../planning/build-placement';
import { claimOf } from '../../planning/claim-of';
import type { RequestContext } from '../../planning/request-context';
import { searchFleet } from '../../planning/search/search-fleet';

/** A host with as many VMs of one request as came to it one after the other. */
export interface FilledHost {
  /** What the VMs take, one a VM. */
  readonly claims: readonly HostClaim[];
  /** False where it may take more: time ended, or there were enough. */
  readonly isFull: boolean;
}

/** When to stop, whether the host is full or not. */
export interface FillLimits {
  readonly mostVms: number;
  readonly timeLeftMs: () => number;
}

/**
 * Places VMs of a request on one host until none fits, each by the planner's own search on what the ones before it left.
 *
 * @param fleet the whole fleet: it tells prices.
 * @param context of one VM of the request, on that fleet: its server group is not looked at anew as VMs come.
 */
export function fillHost(
  host: HostState,
  fleet: Fleet,
  context: RequestContext,
  { mostVms, timeLeftMs }: FillLimits,
): FilledHost {
  // What is remembered for a shape of request would be of states that no host will ever have.
  const onThisHost: RequestContext = { ...context, shape: {} };
  const claims: HostClaim[] = [];
  let now = host;
  while (claims.length < mostVms) {
    if (timeLeftMs() <= 0) return { claims, isFull: false };
    const { winner } = searchFleet({ ...fleet, hosts: [now] }, onThisHost);
    if (winner === null) return { claims, isFull: true };
    const placement = buildPlacement(winner, onThisHost, 1);
    const claim = claimOf(placement, context.request, `planned-${claims.length}`);
    claims.push(claim);
    now = withClaim(now, claim);
  }
  return { claims, isFull: false };
}

/**
 * The host with one more VM. One that takes no device and floats over the NUMA nodes leaves those as they are, and needs no
 * compiling anew; what is then stale, the digest and the server groups, no search reads.
 */
function withClaim(host: HostState, claim: HostClaim): HostState {
  const claims = [...host.claims, claim];
  if (claim.devices.length > 0 || claim.cells.length > 0) return compileHost({ ...host, claims });
  return {
    ...host,
    claims,
    free: freeAmounts(host.capacity, claims),
    facets: { ...host.facets, vms: claims.length },
  };
}
