import type { LinearSolver } from './exact/linear-model';
import { exactTargets } from './exact-targets';
import { NO_HOSTS, NO_TARGETS, type ReplanTask } from './goal/replan-task';
import { tasksOf } from './goal/tasks-of-goal';
import { Arrangement } from './heuristic/arrangement';
import type { Ends } from './heuristic/propose-targets';
import { valueOfSteps } from './heuristic/value-of-steps';
import { narrowedRequest } from './mechanism/narrowed-request';
import { weightsFor } from './objective';
import { Choices } from './options/choices';
import type { NoGood } from './options/move-option';
import { PlaceBook } from './options/place-book';
import type { ReplanProblem } from './replan-problem';
import { orderMoves } from './sequencing/order-moves';
import type { OrderedMoves, TargetMove } from './sequencing/ordered-moves';

/** What the best plan comes to. */
export interface ExactOptimum {
  readonly value: number;
  /** False where time ran out: then no plan comes to less than the value, but perhaps none comes to it. */
  readonly isReached: boolean;
}

const MOST_ROUNDS = 60;
const NOTHING = 1e-6;

/**
 * The best plan there is, without any heuristic: the best target of the whole option table by the solver, each time without
 * the targets that could not be reached or were, until no other target is as good as the best plan.
 *
 * @param timeLeftMs at 0 or less, what is proven so far has to do.
 */
export function exactOptimum(problem: ReplanProblem, solver: LinearSolver, timeLeftMs: () => number): ExactOptimum {
  const { goal, fleet, vms } = problem;
  const tasks = tasksOf(goal, fleet, vms);
  const nothing = { fleet, mustLeave: [], mayMove: [], lostHosts: NO_HOSTS, onlyTo: NO_TARGETS, notOurs: [] };
  return (tasks.length === 0 ? [nothing] : tasks)
    .map((task) => optimumOf(task, problem, solver, timeLeftMs))
    .reduce((best, other) => (other.value < best.value ? other : best));
}

function optimumOf(
  task: ReplanTask,
  problem: ReplanProblem,
  solver: LinearSolver,
  timeLeftMs: () => number,
): ExactOptimum {
  const { limits, policy, goal } = problem;
  const weights = weightsFor(goal);
  const choices = new Choices({ task, book: new PlaceBook(task, policy, limits.keepGroups), weights, limits });
  const noGoods: NoGood[] = [];
  let best = valueOfSteps([], choices, weights).value;
  let bound = -Infinity;
  for (let rounds = 1; rounds <= MOST_ROUNDS && (rounds === 1 || timeLeftMs() > 0); rounds++) {
    const asked = { noGoods, maxMoves: limits.maxMoves };
    const begin = new Arrangement(choices, weights, asked);
    const exact = exactTargets(choices, weights, asked, begin, solver, Math.max(1, timeLeftMs() / 1000));
    if (exact === null) throw new Error('the instance is too large to be solved exactly');
    bound = Math.max(bound, exact.bound);
    if (bound >= best - NOTHING || (exact.ends === null && exact.boundBy === 'optimum')) {
      return { value: best, isReached: true };
    }
    if (exact.ends === null) break;
    const ordered = orderOf(exact.ends, choices, problem);
    best = Math.min(best, valueOfSteps(ordered.steps, choices, weights).value);
    noGoods.push(...ordered.noGoods, wholeTarget(exact.ends));
  }
  return { value: Math.min(best, bound), isReached: bound >= best - NOTHING };
}

function orderOf(ends: Ends, choices: Choices, { policy, limits, goal }: ReplanProblem): OrderedMoves {
  const { task } = choices.sources;
  return orderMoves({
    fleet: task.fleet,
    policy,
    limits,
    weights: weightsFor(goal),
    vms: [...ends.keys()],
    moves: [...ends].flatMap(([vm, end]): readonly TargetMove[] => {
      if (end === null || end.mechanism === null) return [];
      const paths = choices.keepsPaths(vm, end.hostName) ? 'same' : 'kin';
      const request = narrowedRequest(vm, { paths, keepGroups: limits.keepGroups, toHosts: null });
      return [{ vm, toHost: end.hostName, request }];
    }),
    lostHosts: task.lostHosts,
    timeLeftMs: () => Infinity,
  });
}

function wholeTarget(ends: Ends): NoGood {
  return {
    ends: [...ends].flatMap(([vm, end]) => (end === null ? [] : [{ vm: vm.reservationId, hostName: end.hostName }])),
  };
}
