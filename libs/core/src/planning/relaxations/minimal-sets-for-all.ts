import { buildFleet } from '../../fleet/build-fleet';
import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import { placeMembers } from '../place-members';
import type { Aspects } from './aspects';
import {
  changedHost,
  changedRequest,
  concedesNoMore,
  extended,
  membersOf,
  touches,
  type ConcessionSet,
} from './concession-set';
import type { Concession } from './relaxation-rule';
import { Trials } from './trials';

/** So many hosts are planned on at most, over all sets that are tried: about half a second of work. */
const MOST_PLANNED_HOSTS = 50_000;

/** On larger fleets only sets are tried that change what kept the first VM without a place from every host. */
const MOST_HOSTS_UNSEEN = 64;

/**
 * All minimal sets of concessions that let all VMs of a request be placed, smallest first. Every set is tried by placing
 * all of them on the changed fleet, for one VM's place depends on the others'; sets by which no host could take even one
 * are passed over, and on large fleets those that change nothing of what stopped the first VM that found no place: by
 * another order of placement they might help, but that is not what anybody would do.
 *
 * @param mostConcessions size of the largest sets.
 */
export function minimalSetsForAll(trials: Trials, mostConcessions: number): readonly ConcessionSet[] {
  const { concessions, fleet, request } = trials;
  const found: ConcessionSet[] = [];
  const stuck = fleet.hosts.length > MOST_HOSTS_UNSEEN ? blockersWhenStuck(trials) : null;
  let left = Math.max(concessions.length, Math.floor(MOST_PLANNED_HOSTS / (fleet.hosts.length * request.count)));
  let level: readonly ConcessionSet[] = [[]];
  for (let size = 1; size <= mostConcessions; size++) {
    level = level.flatMap((set) => longerSets(set, concessions));
    for (const set of level) {
      if (found.some((other) => concedesNoMore(other, set, concessions))) continue;
      const members = membersOf(set, concessions);
      if (stuck !== null && !stuck.some((blockers) => blockers.every((blocker) => touches(members, blocker)))) continue;
      if (!canTakeOne(set, trials)) continue;
      if (left-- <= 0) return found;
      if (canTakeAll(set, trials)) found.push(set);
    }
  }
  return found;
}

/** Sets with one concession more, of later ladders only, so that each set comes once. */
function longerSets(set: ConcessionSet, concessions: readonly Concession[]): readonly ConcessionSet[] {
  const last = set.at(-1) ?? -1;
  return [...concessions.keys()]
    .filter((position) => position > last)
    .flatMap((position) => {
      const longer = extended(set, position, concessions);
      return longer === null ? [] : [longer];
    });
}

/** What keeps the first VM that finds no place from the hosts, each combination once. */
function blockersWhenStuck({ request, fleet, policy, concessions }: Trials): readonly (readonly Aspects[])[] {
  const { stuck } = placeMembers(request, fleet, policy);
  if (stuck === null) return [];
  const then = new Trials(request, stuck.fleet, policy, concessions);
  const all = then.twins.map((twins) => then.blockers(twins));
  return [...new Map(all.map((blockers) => [blockers.join(','), blockers])).values()];
}

function canTakeOne(set: ConcessionSet, trials: Trials): boolean {
  return trials.twins.some((twins) => trials.blockers(twins).length === 0 || trials.unlocks(set, twins));
}

/** Whether all VMs of the request can be placed after these concessions. */
export function canTakeAll(set: ConcessionSet, trials: Trials): boolean {
  if (trials.contextAfter(set) === null) return false;
  const members = membersOf(set, trials.concessions);
  const request = changedRequest(trials.request, members);
  return placeMembers(request, changedFleet(trials.fleet, members), trials.policy).stuck === null;
}

/** The fleet with what concessions change of its hosts. */
function changedFleet(fleet: Fleet, concessions: readonly Concession[]): Fleet {
  const hosts = fleet.hosts.map((host) => {
    const facts = changedHost(host, concessions);
    return facts === host ? host : compileHost(facts);
  });
  return hosts.every((host, index) => host === fleet.hosts[index])
    ? fleet
    : buildFleet(hosts, fleet.vfDemand, fleet.cloud);
}
