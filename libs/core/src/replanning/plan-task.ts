import { bestPlacesBound } from './bounds/best-places';
import { hostsNeeded, type HostsNeeded } from './bounds/hosts-needed';
import { exactTargets, type ExactTargets } from './exact-targets';
import type { ReplanTask } from './goal/replan-task';
import type { Arrangement } from './heuristic/arrangement';

import { proposeTargets, type Ends } from './heuristic/propose-targets';
import { valueOfSteps, type PlanValue } from './heuristic/value-of-steps';
import { narrowedRequest } from './mechanism/narrowed-request';
import type { ObjectiveWeights } from './objective';
import { Choices } from './options/choices';
import type { NoGood } from './options/move-option';
import { PlaceBook } from './options/place-book';
import type { PlanObjective, ReplanProgress } from './replan-plan';
import type { ReplanProblem, ReplanTools } from './replan-problem';
import { orderMoves } from './sequencing/order-moves';
import type { OrderedMoves, TargetMove } from './sequencing/ordered-moves';
import { partOf } from './time-share';

/** A way to a task's end, and what it is worth. */
export interface PlannedTask {
  readonly task: ReplanTask;
  readonly choices: Choices;
  readonly ordered: OrderedMoves;
  readonly worth: PlanValue;
  readonly bound: number;
  readonly boundBy: PlanObjective['boundBy'];
}

/** Parts of the time that is left: for a bound, for a first target, and for the solver to make it better. */
const FOR_BOUND = 0.2;
const FOR_SEARCH = 0.35;
const FOR_SOLVER = 0.4;
/** Sums of the same numbers in another order differ by less. */
const NOTHING = 1e-6;
/** Times that another target is looked for when one cannot be reached; in a small problem a round takes little. */
const MOST_ROUNDS = 8;
const MOST_SMALL_ROUNDS = 24;
/** Of more VMs than that a whole target says too little to rule it out. */
const SMALL = 60;

/**
 * Finds a target, then a safe way to it; what of the target cannot come true is told to the search, which finds another.
 * Gives the best of all ways found.
 */
export function planTask(
  task: ReplanTask,
  problem: ReplanProblem,
  weights: ObjectiveWeights,
  tools: ReplanTools,
): PlannedTask {
  const { limits, policy } = problem;
  const choices = new Choices({ task, book: new PlaceBook(task, policy, limits.keepGroups), weights, limits });
  const search = new TaskSearch(choices, problem, weights, tools);
  return search.run();
}

class TaskSearch {
  private readonly noGoods = new Map<string, NoGood>();
  private best: { readonly ordered: OrderedMoves; readonly worth: PlanValue } | null = null;
  private needed: HostsNeeded = NOT_KNOWN;
  private bound = -Infinity;
  private boundBy: PlanObjective['boundBy'] = 'best_places';

  constructor(
    private readonly choices: Choices,
    private readonly problem: ReplanProblem,
    private readonly weights: ObjectiveWeights,
    private readonly tools: ReplanTools,
  ) {}

  run(): PlannedTask {
    const { timeLeftMs } = this.tools;
    this.tell('options');
    this.needed = this.hostsNeeded();
    this.raise(bestPlacesBound(this.choices, this.weights, this.needed.least), 'best_places');
    let ends: Ends | undefined;
    const { mustLeave, mayMove } = this.choices.sources.task;
    const rounds = mustLeave.length + mayMove.length <= SMALL ? MOST_SMALL_ROUNDS : MOST_ROUNDS;
    for (let round = 0; round < rounds && (this.best === null || timeLeftMs() > 0); round++) {
      const target = this.target(ends, round);
      ends = target.snapshot();
      this.tell('ordering');
      const ordered = this.order(target);
      this.keep(ordered);
      const known = this.noGoods.size;
      for (const noGood of ordered.noGoods) this.noGoods.set(JSON.stringify(noGood), noGood);
      if (this.isAsGoodAsCanBe()) break;
      if (this.noGoods.size === known && !this.rulesOut(ends)) break;
    }
    const { ordered, worth } = this.best ?? { ordered: NO_STEPS, worth: valueOfSteps([], this.choices, this.weights) };
    return {
      task: this.choices.sources.task,
      choices: this.choices,
      ordered,
      worth,
      bound: Math.min(this.bound, worth.value),
      boundBy: this.boundBy,
    };
  }

  private hostsNeeded(): HostsNeeded {
    const { timeLeftMs, solver } = this.tools;
    if (this.weights.hostInUse === 0 || timeLeftMs() <= 0) return NOT_KNOWN;
    return hostsNeeded(this.choices, solver, (timeLeftMs() * FOR_BOUND) / 1000);
  }

  private target(from: Ends | undefined, round: number): Arrangement {
    const { timeLeftMs, solver } = this.tools;
    const limits = { noGoods: [...this.noGoods.values()], maxMoves: this.problem.limits.maxMoves };
    this.tell('search');
    const found = proposeTargets(this.choices, this.weights, limits, partOf(timeLeftMs, FOR_SEARCH), {
      from,
      shares: this.needed.shares,
    });
    if (timeLeftMs() <= 0 || found.value() <= this.bound + NOTHING) return found;
    this.tell('exact');
    const limitS = (timeLeftMs() * FOR_SOLVER) / 1000;
    const exact = exactTargets(this.choices, this.weights, limits, found, solver, limitS);
    if (exact === null) return found;
    if (round === 0) this.raise(exact.bound, exact.boundBy);
    return this.better(found, exact);
  }

  private better(found: Arrangement, { ends }: ExactTargets): Arrangement {
    if (ends === null) return found;
    const before = found.snapshot();
    const value = found.value();
    found.restore(ends);
    if (found.value() >= value) found.restore(before);
    return found;
  }

  private order(target: Arrangement): OrderedMoves {
    const { task } = this.choices.sources;
    const { policy, limits } = this.problem;
    return orderMoves({
      fleet: task.fleet,
      policy,
      limits,
      weights: this.weights,
      vms: [...task.mustLeave, ...task.mayMove],
      moves: target.vms.flatMap((vm): readonly TargetMove[] => {
        const end = target.endOf(vm);
        if (end === null || end.mechanism === null) return [];
        const keepsPaths = this.choices.keepsPaths(vm, end.hostName);
        const narrowing = { paths: keepsPaths ? 'same' : 'kin', keepGroups: limits.keepGroups, toHosts: null } as const;
        return [{ vm, toHost: end.hostName, request: narrowedRequest(vm, narrowing) }];
      }),
      lostHosts: task.lostHosts,
      timeLeftMs: this.tools.timeLeftMs,
    });
  }

  private keep(ordered: OrderedMoves): void {
    const worth = valueOfSteps(ordered.steps, this.choices, this.weights);
    if (this.best === null || worth.value < this.best.worth.value) this.best = { ordered, worth };
  }

  /** In a small problem another target is looked for where this one cost more than the rows say; false for one known. */
  private rulesOut(ends: Ends): boolean {
    if (ends.size > SMALL) return false;
    const known = this.noGoods.size;
    const noGood: NoGood = {
      ends: [...ends].flatMap(([vm, end]) => (end === null ? [] : [{ vm: vm.reservationId, hostName: end.hostName }])),
    };
    this.noGoods.set(JSON.stringify(noGood), noGood);
    return this.noGoods.size > known;
  }

  private isAsGoodAsCanBe(): boolean {
    return this.best !== null && this.best.worth.value <= this.bound + NOTHING;
  }

  private raise(bound: number, by: PlanObjective['boundBy']): void {
    if (bound <= this.bound) return;
    this.bound = bound;
    this.boundBy = by;
  }

  private tell(stage: ReplanProgress['stage']): void {
    const bound = Number.isFinite(this.bound) ? this.bound : null;
    const moves = this.best?.ordered.steps.length ?? null;
    const gap = this.best === null || bound === null ? null : gapOf(this.best.worth.value, bound);
    this.tools.onProgress({ stage, moves, bound, gap });
  }
}

const NOT_KNOWN: HostsNeeded = { least: 0, shares: new Map() };
const NO_STEPS: OrderedMoves = { steps: [], impossible: [], noGoods: [] };

/** `(value - bound) / max(1, |bound|)`; 0 for what only the order of a sum makes. */
export function gapOf(value: number, bound: number): number {
  const over = value - bound;
  return over <= NOTHING ? 0 : over / Math.max(1, Math.abs(bound));
}
