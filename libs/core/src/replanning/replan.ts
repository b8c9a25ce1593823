import { NIC_PATHS } from '../io-path/catalogue';
import { modelVersionOf } from '../planning/model-version';
import { efficacyOf } from './efficacy/efficacy-of';
import { fleetAfter } from './efficacy/fleet-after';
import type { ReplanTask } from './goal/replan-task';
import { NO_HOSTS, NO_TARGETS } from './goal/replan-task';
import { tasksOf } from './goal/tasks-of-goal';
import { withUprooted } from './goal/uprooted';
import type { HeldVm } from './held-vm';
import { weightsFor, type ObjectiveWeights } from './objective';
import { gapOf, planTask, type PlannedTask } from './plan-task';
import type { ReplanPlan } from './replan-plan';
import type { ReplanProblem, ReplanTools } from './replan-problem';
import type { FreedThing } from './replan-request';
import { withinReach, withNeighbours } from './scope';
import { stuckVms } from './stuck/stuck-vms';
import { partOf } from './time-share';

/**
 * Plans how a fleet comes from where it is to what a goal asks for: which VMs move where, by which steps, in an order that is
 * safe at every moment; what that is worth, and how much better any plan could be. Time that runs out ends the search, and
 * the best plan so far is given.
 *
 * Pure: the same problem gives the same plan, unless time runs out.
 *
 * @throws RequestRefusedByNovaError when flavor and image of a VM contradict each other: it would not run then.
 */
export function replan(problem: ReplanProblem, tools: ReplanTools): ReplanPlan {
  const { fleet, vms, goal } = problem;
  const weights = weightsFor(goal);
  const tasks = tasksOf(goal, fleet, vms);
  const tried = tasks.length === 0 ? [nothingToDo(problem)] : tasks;
  let best: PlannedTask | null = null;
  let bound = Infinity;
  for (const [nth, task] of tried.entries()) {
    const share = { ...tools, timeLeftMs: partOf(tools.timeLeftMs, 1 / (tried.length - nth)) };
    const planned = planWithin(task, problem, share);
    bound = Math.min(bound, planned.bound);
    if (best === null || planned.worth.value < best.worth.value) best = planned;
  }
  const found = best as PlannedTask;
  if (goal.kind === 'consolidate' && goal.free.kind !== 'hosts') {
    const provable = pieceBound(tasks, found, goal.free, problem, weights);
    return planOf({ ...found, boundBy: 'best_places' }, Math.min(bound, provable), problem, tools);
  }
  return planOf(found, bound, problem, tools);

  function planWithin(task: ReplanTask, of: ReplanProblem, by: ReplanTools): PlannedTask {
    const reach = withinReach(task);
    const narrow = withUprooted(reach, of);
    const first = planTask(narrow, of, weights, by);
    if (reach === task || first.worth.terms.stuck === 0 || by.timeLeftMs() <= 0) return first;
    const wide = withNeighbours(withUprooted(task, of), first, of);
    if (wide === null) return first;
    const second = planTask(wide, of, weights, by);
    return second.worth.value < first.worth.value ? { ...second, bound: Math.min(second.bound, first.bound) } : first;
  }
}

/**
 * Not every way to free something in one piece is tried. All take as many moves as the one with the fewest, of VMs that
 * hold some of it; and no move gains more than a whole point of score.
 */
function pieceBound(
  tasks: readonly ReplanTask[],
  { choices }: PlannedTask,
  free: Exclude<FreedThing, { kind: 'hosts' }>,
  { vms }: ReplanProblem,
  weights: ObjectiveWeights,
): number {
  const holders = free.kind === 'vfs' ? vms.filter((vm) => holdsVf(vm)) : vms;
  const leastOfMove = Math.min(...holders.map((vm) => choices.leastDisruption(vm)), Infinity);
  const moves = Math.min(...tasks.map(({ mustLeave }) => mustLeave.length), Infinity);
  return Number.isFinite(moves) ? moves * Math.max(0, Math.min(leastOfMove, weights.stuck) - weights.scoreLost) : 0;
}

function holdsVf({ paths }: HeldVm): boolean {
  return NIC_PATHS.some(({ name, takes }) => takes === 'vf' && Object.values(paths.nics).includes(name));
}

function nothingToDo({ fleet }: ReplanProblem): ReplanTask {
  return { fleet, mustLeave: [], mayMove: [], lostHosts: NO_HOSTS, onlyTo: NO_TARGETS, notOurs: [] };
}

function planOf(planned: PlannedTask, bound: number, problem: ReplanProblem, tools: ReplanTools): ReplanPlan {
  const { task, ordered, worth, boundBy } = planned;
  tools.onProgress({
    stage: 'efficacy',
    moves: ordered.steps.length,
    bound,
    gap: gapOf(worth.value, bound),
  });
  const after = fleetAfter(task.fleet, problem.vms, ordered.steps);
  const stuck = stuckVms(planned, after, problem, tools.timeLeftMs);
  return {
    kind: 'plan',
    status: stuck.length === 0 ? 'complete' : 'partial',
    steps: ordered.steps,
    stuck,
    objective: { value: worth.value, bound, gap: gapOf(worth.value, bound), boundBy, terms: worth.terms },
    efficacy: efficacyOf(ordered.steps, task.fleet, after, problem, tools.timeLeftMs),
    fleetDigest: problem.fleet.digest,
    modelVersion: modelVersionOf(problem.policy),
  };
}
