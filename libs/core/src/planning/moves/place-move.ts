import { buildFleet } from '../../fleet/build-fleet';
import type { Fleet } from '../../fleet/fleet';
import type { VmRequest } from '../../request/vm-request';
import type { Placement, RejectionCount } from '../decision';
import { explainFleet } from '../explanation/explain-fleet';
import { placeMembers, withPlacement } from '../place-members';
import type { PlanningPolicy } from '../planning-policy';
import { withProfile } from '../request-profile';
import { requestOfMove, type VmMove } from './vm-move';

/** One VM on trial on a fleet that others may have moved on before. */
export interface MoveTrial {
  /** Null when it finds no place. */
  readonly placement: Placement | null;
  /** The fleet with the VM in its new place. */
  readonly after: () => Fleet;
  /** What keeps it out; empty when it finds a place. */
  readonly why: () => readonly RejectionCount[];
}

/**
 * Places a VM by the search that advice is given by.
 *
 * @throws RequestRefusedByNovaError as planRequest does.
 */
export function placeMove(move: VmMove, fleet: Fleet, policy: PlanningPolicy): MoveTrial {
  const request = requestOfMove(move);
  const { placements, stuck } = placeMembers(request, fleet, withProfile(policy, move.profile));
  const [placement] = placements;
  if (stuck !== null || placement === undefined) {
    return { placement: null, after: () => fleet, why: () => (stuck === null ? [] : whyNot(move, stuck)) };
  }
  return { placement, after: () => fleetAfter(fleet, placement, request), why: () => [] };
}

/** Claims of VMs that are placed in one go are told apart by how many there are on the host already. */
function fleetAfter(fleet: Fleet, placement: Placement, request: VmRequest): Fleet {
  const host = fleet.hosts.find(({ hostName }) => hostName === placement.hostName);
  if (host === undefined) throw new Error(`${placement.hostName} was planned on and is not in the fleet`);
  return withPlacement(fleet, host, placement, request, host.claims.length + 1);
}

type Stuck = NonNullable<ReturnType<typeof placeMembers>['stuck']>;

/** Of a VM that may go to one host only that host's reasons count, not that all the others are out of the question. */
function whyNot({ toHost }: VmMove, { fleet, context }: Stuck): readonly RejectionCount[] {
  if (toHost === null) return explainFleet(fleet, context).rejections;
  const host = fleet.hosts.find(({ hostName }) => hostName === toHost);
  if (host === undefined) return [unknownHost(toHost)];
  return explainFleet(buildFleet([host], fleet.vfDemand, fleet.cloud), context).rejections;
}

function unknownHost(hostName: string): RejectionCount {
  const example = { hostName, required: 'a host of the fleet', available: 'no host of this name' };
  return { code: 'host.unknown', hosts: 1, paths: 0, example };
}
