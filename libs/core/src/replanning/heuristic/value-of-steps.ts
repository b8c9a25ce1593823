import { claimOf } from '../../planning/claim-of';
import type { HeldVm } from '../held-vm';
import type { ObjectiveWeights } from '../objective';
import type { Choice } from '../options/choice';
import type { Choices } from '../options/choices';
import { placeOfClaim } from '../options/place-of-claim';
import type { ObjectiveTerm, ReplanStep } from '../replan-plan';
import { Arrangement } from './arrangement';

/** What a plan is worth, as the search and its bound count it. */
export interface PlanValue {
  /** In the points of `objective.ts`. */
  readonly value: number;
  readonly terms: Readonly<Record<ObjectiveTerm, number>>;
}

/**
 * What steps come to: each VM's last step says where it ends, in the place that the planner's search found for it. Scores
 * are those of the places were nobody else to come, so that one plan's value does not hang on the order in which VMs are
 * looked at, and what is stranded is what changes by the plan.
 */
export function valueOfSteps(steps: readonly ReplanStep[], choices: Choices, weights: ObjectiveWeights): PlanValue {
  const arrangement = new Arrangement(choices, weights, { noGoods: [], maxMoves: null });
  const vms = new Map(arrangement.vms.map((vm) => [vm.reservationId, vm]));
  let disruption = 0;
  for (const step of steps) {
    disruption += weights.move[step.mechanism];
    const vm = vms.get(step.vm.reservationId);
    if (vm === undefined) continue;
    arrangement.takeOut(vm);
    arrangement.put(vm, endOf(step, vm, choices, weights));
  }
  const ends = arrangement.vms.map((vm) => arrangement.endOf(vm));
  const terms = {
    stuck: weights.stuck * ends.filter((end) => end === null).length,
    goal: weights.hostInUse * arrangement.hostsInUse(),
    disruption,
    score_lost: ends.reduce((sum, end) => sum + (end?.cost ?? 0), 0),
    stranded: weights.strandedVf * arrangement.strandedMore,
  };
  return { value: Object.values(terms).reduce((sum, term) => sum + term, 0), terms };
}

/** The end of a step; its cost is the score alone, for disruption is counted by the step. */
function endOf(step: ReplanStep, vm: HeldVm, choices: Choices, weights: ObjectiveWeights): Choice {
  const { book } = choices.sources;
  const { toHost, placement, mechanism } = step;
  const host = book.host(toHost);
  const paths = {
    nics: Object.fromEntries(placement.nics.map(({ name, path }) => [name, path])),
    disks: Object.fromEntries(placement.disks.map(({ name, path }) => [name, path])),
  };
  const claim = claimOf(placement, vm.request, vm.reservationId);
  const place = host === undefined ? null : placeOfClaim(claim, paths, host, book.kindOf(vm).context);
  const score = place?.score ?? placement.score;
  const before = book.presentOf(vm)?.score ?? score;
  return {
    hostName: toHost,
    spot: place?.spot ?? 'unknown',
    mechanism,
    score,
    cost: weights.scoreLost * (before - score),
    takes: place?.takes ?? [],
  };
}
