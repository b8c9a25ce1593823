import type { Fleet } from '../../fleet/fleet';
import type { HostClaim } from '../../fleet/host-claims';
import type { HostState } from '../../fleet/host-state';
import { buildPlacement } from '../../planning/build-placement';
import { claimOf } from '../../planning/claim-of';
import type { Placement, RejectionCount } from '../../planning/decision';
import { explainFleet } from '../../planning/explanation/explain-fleet';
import { requestContext, type RequestContext } from '../../planning/request-context';
import { withProfile } from '../../planning/request-profile';
import { searchFleet } from '../../planning/search/search-fleet';
import { moveOf, type Move } from '../mechanism/move-of';
import type { TargetAssignment, TargetMove } from './ordered-moves';

/** A place that the search found for a VM, and how it gets there. */
export interface FoundPlace {
  readonly placement: Placement;
  readonly claim: HostClaim;
  readonly how: Move;
}

/**
 * The search that advice is given by, on hosts taken out of the fleet: of the others only prices of VFs, and where a server
 * group is, have a say in how a place on one host is judged. What a request makes the same on every host is worked out once a
 * move.
 */
export class PlaceSearch {
  private readonly contexts = new Map<TargetMove, RequestContext>();

  constructor(private readonly target: TargetAssignment) {}

  /** The best place on any of these hosts; null when there is none, or the VM must not move there by the way there is. */
  best(move: TargetMove, hosts: readonly HostState[]): FoundPlace | null {
    const found = this.search(move, hosts);
    return found === null || found.how.refusal !== null ? null : found;
  }

  /** Why these hosts refuse the VM. */
  refusals(move: TargetMove, hosts: readonly HostState[]): readonly RejectionCount[] {
    return explainFleet(this.fleetOf(hosts), this.context(move, hosts)).rejections;
  }

  /** Why the VM must not move to the place that there is; null when there is none, or it may. */
  forbidden(move: TargetMove, hosts: readonly HostState[]): Move['refusal'] {
    return this.search(move, hosts)?.how.refusal ?? null;
  }

  private search(move: TargetMove, hosts: readonly HostState[]): FoundPlace | null {
    const { lostHosts, limits } = this.target;
    const context = this.context(move, hosts);
    const { taken } = searchFleet(this.fleetOf(hosts), context);
    if (taken === null) return null;
    const { vm } = move;
    const placement = buildPlacement(taken, context, 1);
    const how = moveOf(vm, placement, { sourceIsLost: lostHosts.has(vm.hostName), limits });
    return { placement, claim: claimOf(placement, vm.request, vm.reservationId), how };
  }

  private context(move: TargetMove, hosts: readonly HostState[]): RequestContext {
    const { policy } = this.target;
    const { group } = move.request.constraints;
    let context = this.contexts.get(move);
    if (context === undefined) {
      context = requestContext(move.request, this.fleetOf([]), withProfile(policy, move.vm.profile));
      this.contexts.set(move, context);
    }
    if (group === null) return context;
    const here = hosts.filter(({ groups }) => groups.has(group.id)).map(({ hostName }) => hostName);
    const groupHosts = new Set([...here, ...this.hostsOfOthers(group.id, move)]);
    for (const { hostName, groups } of hosts) if (!groups.has(group.id)) groupHosts.delete(hostName);
    // What is remembered of hosts for a shape does not know where a group is.
    return { ...context, groupHosts, shape: {} };
  }

  /** Where the VM's server group had others to begin with: what soft policies weigh a host by that has none. */
  private hostsOfOthers(groupId: string, { vm }: TargetMove): readonly string[] {
    const hosts = this.target.fleet.hosts.filter(({ hostName, groups }) => {
      const members = groups.get(groupId) ?? 0;
      return members > (hostName === vm.hostName ? 1 : 0);
    });
    return hosts.map(({ hostName }) => hostName);
  }

  private fleetOf(hosts: readonly HostState[]): Fleet {
    return { ...this.target.fleet, hosts };
  }
}
