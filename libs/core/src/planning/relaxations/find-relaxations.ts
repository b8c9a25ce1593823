import type { Fleet } from '../../fleet/fleet';
import type { VmRequest } from '../../request/vm-request';
import type { Relaxation } from '../decision';
import type { PlanningPolicy } from '../planning-policy';
import { membersOf, type ConcessionSet } from './concession-set';
import { concessionsFor } from './concessions';
import { minimalSets } from './minimal-sets';
import { canTakeAll, minimalSetsForAll } from './minimal-sets-for-all';
import { changeOf, changeText } from './relaxation-rule';
import { relaxedPrediction } from './relaxed-prediction';
import { Trials } from './trials';

/** More concessions at once are another request, not a relaxed one. */
export const MOST_CONCESSIONS = 3;

/** More sets are not told; the smallest are. */
const MOST_TOLD = 24;

/** Of the unlocked hosts, so many are named. */
const MOST_NAMED = 5;

/**
 * The minimal sets of changes, to the request or to the fleet, by which the request would fit: each was tried by planning
 * the changed request on the changed fleet, and without one of its changes, or with a smaller step of one, it fits nowhere.
 * Smallest sets first, among them those that unlock the most hosts.
 *
 * @param request one that does not fit as it stands.
 */
export function findRelaxations(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): readonly Relaxation[] {
  const trials = new Trials(request, fleet, policy, concessionsFor(request, fleet));
  const relaxations = workingSets(trials)
    .slice(0, MOST_TOLD)
    .map((set) => relaxationOf(set, trials))
    .sort((a, b) => a.size - b.size || b.hostsUnlocked - a.hostsUnlocked || (a.change < b.change ? -1 : 1));
  const asAsked = relaxations.find((each) => !changesRequest(each))?.predicted ?? null;
  return relaxations.map((each) => (changesRequest(each) ? { ...each, predictedAsAsked: asAsked } : each));
}

function changesRequest({ changes }: Relaxation): boolean {
  return changes.some(({ target }) => target === 'request');
}

/** Every minimal set of at most {@link MOST_CONCESSIONS}. */
export function workingSets(trials: Trials): readonly ConcessionSet[] {
  return trials.request.count === 1
    ? minimalSets(trials, MOST_CONCESSIONS)
    : minimalSetsForAll(trials, MOST_CONCESSIONS);
}

/** Whether all VMs of a request that does not fit as it stands fit after these concessions. */
export function letsAllFit(set: ConcessionSet, trials: Trials): boolean {
  return trials.request.count === 1
    ? trials.twins.some((twins) => trials.unlocks(set, twins))
    : canTakeAll(set, trials);
}

function relaxationOf(set: ConcessionSet, trials: Trials): Relaxation {
  const members = membersOf(set, trials.concessions);
  const unlocked = trials.twins.filter((twins) => trials.unlocks(set, twins));
  const hostNames = unlocked.flatMap((twins) => twins.hostNames);
  return {
    change: members.map(changeText).join('; '),
    hostsUnlocked: hostNames.length,
    costs: [...new Set(members.map(({ costs }) => costs))].join('; '),
    size: members.length,
    changes: members.map(changeOf),
    exampleHosts: hostNames.sort().slice(0, MOST_NAMED),
    predicted: relaxedPrediction(set, unlocked, trials),
    predictedAsAsked: null,
  };
}
