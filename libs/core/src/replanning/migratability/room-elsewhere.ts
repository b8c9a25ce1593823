import type { Fleet } from '../../fleet/fleet';
import { canonicalJson } from '../../inventory/canonical-inventory';
import { buildPlacement } from '../../planning/build-placement';
import type { Placement, RejectionCount } from '../../planning/decision';
import { explainFleet } from '../../planning/explanation/explain-fleet';
import type { PlanningPolicy } from '../../planning/planning-policy';
import { RequestRefusedByNovaError, requestContext, type RequestContext } from '../../planning/request-context';
import { withProfile } from '../../planning/request-profile';
import { hostClasses } from '../../planning/search/host-classes';
import { searchFleet } from '../../planning/search/search-fleet';
import type { HeldVm } from '../held-vm';
import { narrowedRequest, type PathsOfMove } from '../mechanism/narrowed-request';

/** A place of a VM, as it would be on each of these hosts. */
export interface PlaceOnHosts {
  /** On the first of them. */
  readonly placement: Placement;
  /** By name. */
  readonly hostNames: readonly string[];
}

/** Where a VM would find room on other hosts, and why not on the rest. */
export interface FoundRoom {
  readonly places: readonly PlaceOnHosts[];
  readonly rejections: readonly RejectionCount[];
}

/** The hosts beside one, searched for room once for all VMs that ask for the same. */
export class RoomElsewhere {
  private readonly others: Fleet;
  private readonly known = new Map<string, FoundRoom | { readonly refusedByNova: string }>();

  constructor(
    hostName: string,
    fleet: Fleet,
    private readonly policy: PlanningPolicy,
  ) {
    this.others = { ...fleet, hosts: fleet.hosts.filter((host) => host.hostName !== hostName) };
  }

  for(vm: HeldVm): FoundRoom | { readonly refusedByNova: string } {
    const { name: _name, ...asked } = vm.request;
    const key = canonicalJson([asked, vm.paths, vm.profile]);
    const found = this.known.get(key) ?? this.lookFor(vm);
    this.known.set(key, found);
    return found;
  }

  private lookFor(vm: HeldVm): FoundRoom | { readonly refusedByNova: string } {
    try {
      return this.roomFor(vm);
    } catch (error) {
      // Flavor and image were accepted by the Nova of their day.
      if (error instanceof RequestRefusedByNovaError) return { refusedByNova: error.message };
      throw error;
    }
  }

  /** By the paths that the VM has where that can be; else by others that its ports can have. */
  private roomFor(vm: HeldVm): FoundRoom {
    const policy = withProfile(this.policy, vm.profile);
    const contextFor = (paths: PathsOfMove): RequestContext =>
      requestContext(narrowedRequest(vm, { paths, keepGroups: true, toHosts: null }), this.others, policy);
    const byKin = contextFor('kin');
    const asItRuns = placesOn(this.others, contextFor('same'));
    const taken = new Set(asItRuns.flatMap(({ hostNames }) => hostNames));
    const left = { ...this.others, hosts: this.others.hosts.filter((host) => !taken.has(host.hostName)) };
    return {
      places: [...asItRuns, ...placesOn(left, byKin)],
      rejections: explainFleet(this.others, byKin).rejections,
    };
  }
}

/** One host of a kind is asked for all. */
function placesOn(fleet: Fleet, context: RequestContext): readonly PlaceOnHosts[] {
  return hostClasses(fleet.hosts, context).flatMap(({ first, members }) => {
    const { winner } = searchFleet({ ...fleet, hosts: [first] }, context);
    if (winner === null) return [];
    const hostNames = members.map(({ host }) => host.hostName);
    return [{ placement: buildPlacement(winner, context, hostNames.length), hostNames }];
  });
}
