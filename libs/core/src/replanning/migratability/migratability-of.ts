import type { Fleet } from '../../fleet/fleet';
import { modelVersionOf } from '../../planning/model-version';
import type { RejectionCount } from '../../planning/decision';
import type { PlanningPolicy } from '../../planning/planning-policy';
import type { HeldVm } from '../held-vm';
import { groupSizes, isHeldByGroup } from '../mechanism/held-by-group';
import { moveOf, type Move, type MoveRefusal } from '../mechanism/move-of';
import { MOVE_MECHANISMS } from '../move-mechanism';
import { vmRef } from '../vm-ref';
import type { HostMigratability, MoveWay, VmMigratability } from './host-migratability';
import { RoomElsewhere, type PlaceOnHosts } from './room-elsewhere';
import { stayingDevices } from './staying-devices';

/** Of the hosts of one way so many are named: enough to choose from, few enough to read. */
const MOST_NAMED = 16;

/**
 * For each VM of a host where it could go, how, and what is in its way. Every VM is judged by itself, with all others where
 * they are: that two VMs could go says not that both can at once, which is what a re-plan finds out.
 *
 * @param vms those that the advisor placed on the host.
 * @param fleet with the host in it.
 */
export function migratabilityOf(
  hostName: string,
  vms: readonly HeldVm[],
  fleet: Fleet,
  policy: PlanningPolicy,
): HostMigratability {
  const sizes = groupSizes(fleet);
  const room = new RoomElsewhere(hostName, fleet, policy);
  return {
    hostName,
    vms: [...vms].sort(byReservation).map((vm) => judged(vm, room, isHeldByGroup(vm, sizes))),
    fleetDigest: fleet.digest,
    modelVersion: modelVersionOf(policy),
  };
}

function byReservation(a: HeldVm, b: HeldVm): number {
  return a.reservationId < b.reservationId ? -1 : 1;
}

function judged(vm: HeldVm, room: RoomElsewhere, isHeld: boolean): VmMigratability {
  const known = { vm: vmRef(vm), state: vm.state, paths: vm.paths, notLive: stayingDevices(vm) };
  const stays = (refusal: MoveRefusal, rejections: readonly RejectionCount[]): VmMigratability => {
    return { ...known, targets: 0, ways: [], refusals: [refusal], rejections };
  };
  const found = room.for(vm);
  if ('refusedByNova' in found) return stays({ code: 'vm.refused_by_nova', detail: found.refusedByNova }, []);
  if (isHeld) return stays(HELD_BY_GROUP, found.rejections);
  const moves = found.places.map((place) => ({ place, move: moveTo(vm, place) }));
  const ways = waysOf(moves.filter(({ move }) => move.refusal === null));
  return {
    ...known,
    targets: ways.reduce((sum, { hosts }) => sum + hosts, 0),
    ways,
    refusals: withoutRepeats(moves.flatMap(({ move }) => move.refusal ?? [])),
    rejections: found.rejections,
  };
}

const HELD_BY_GROUP: MoveRefusal = {
  code: 'vm.group_holds_it',
  detail:
    'others of its server group are on this host, and Nova moves a VM of an affinity group only to where they are',
};

interface MoveToPlace {
  readonly place: PlaceOnHosts;
  readonly move: Move;
}

function moveTo(vm: HeldVm, { placement }: PlaceOnHosts): Move {
  return moveOf(vm, placement, { sourceIsLost: false, limits: { liveOnly: false } });
}

/** Moves that are the same to the VM put together, least disturbing first, then those with the most hosts. */
function waysOf(moves: readonly MoveToPlace[]): readonly MoveWay[] {
  const alike = new Map<string, { move: Move; paths: HeldVm['paths']; hostNames: string[] }>();
  for (const { place, move } of moves) {
    const paths = pathsAt(place);
    const key = JSON.stringify([move.mechanism, paths]);
    const way = alike.get(key) ?? { move, paths, hostNames: [] };
    way.hostNames.push(...place.hostNames);
    alike.set(key, way);
  }
  return [...alike.values()]
    .map(({ move: { mechanism, action, interruption }, paths, hostNames }) => ({
      mechanism,
      action,
      interruption,
      paths,
      hosts: hostNames.length,
      hostNames: hostNames.sort().slice(0, MOST_NAMED),
    }))
    .sort((a, b) => disturbance(a) - disturbance(b) || b.hosts - a.hosts);
}

function disturbance({ mechanism }: MoveWay): number {
  return MOVE_MECHANISMS.indexOf(mechanism);
}

function pathsAt({ placement: { nics, disks } }: PlaceOnHosts): HeldVm['paths'] {
  return {
    nics: Object.fromEntries(nics.map(({ name, path }) => [name, path])),
    disks: Object.fromEntries(disks.map(({ name, path }) => [name, path])),
  };
}

function withoutRepeats(refusals: readonly MoveRefusal[]): readonly MoveRefusal[] {
  return [...new Map(refusals.map((refusal) => [`${refusal.code} ${refusal.detail}`, refusal])).values()];
}
