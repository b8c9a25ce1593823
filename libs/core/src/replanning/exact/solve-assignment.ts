import type { PlanObjective } from '../replan-plan';
import { assignmentModel, type AssignmentModel, type TargetChoice } from './assignment-model';
import type { LinearSolver } from './linear-model';
import { leastCounts } from './packing/least-counts';
import { relaxationBound } from './relaxation-bound';
import { effortFor } from './solver-effort';

/** What no plan costs less than, and what proves it. */
export type ProvenBound = Pick<PlanObjective, 'bound' | 'boundBy'>;

export interface SolvedAssignment extends ProvenBound {
  /** The best choice that was found; null when none was, or when the program is so big that only its bound was looked for. */
  readonly choice: TargetChoice | null;
}

/**
 * The best targets, where the program is small enough for the time; else how good any are at best, by its linear relaxation.
 * Null where it is too big for that too.
 *
 * The bound is one of the program: of a table that is not whole, and of no-goods that are not proven, it says nothing about
 * what they leave out. It is `-Infinity` when time ran out before anything was proven.
 *
 * @param start the best choice so far, to begin with; null when there is none.
 * @param timeLimitS see `LinearSolver`
 */
export function solveAssignment(
  assignment: AssignmentModel,
  start: TargetChoice | null,
  solver: LinearSolver,
  timeLimitS: number,
): SolvedAssignment | null {
  const { model } = assignment;
  const effort = effortFor(model.columns.length, timeLimitS);
  if (effort === 'none') return null;
  if (effort === 'relaxation') {
    return { choice: null, bound: relaxationBound(model, solver, timeLimitS), boundBy: 'relaxation' };
  }
  const { told, tookS } = withLeastCounts(assignment, start, solver, timeLimitS * FOR_COUNTS);
  const values = start === null ? null : told.valuesOf(start);
  const solution = solver.solve(told.model, timeLimitS - tookS, values ?? undefined);
  const boundBy = solution.status === 'optimal' ? 'optimum' : 'solver';
  return { choice: told.read(solution), bound: solution.bound, boundBy };
}

/** Part of the time for what is proven apart: rarely used up, and often the difference between seconds and never. */
const FOR_COUNTS = 0.3;

function withLeastCounts(
  assignment: AssignmentModel,
  start: TargetChoice | null,
  solver: LinearSolver,
  timeLimitS: number,
): { readonly told: AssignmentModel; readonly tookS: number } {
  const { table, weights, terms } = assignment.of;
  let tookS = 0;
  const timed: LinearSolver = {
    solve: (model, limitS) => {
      const solution = solver.solve(model, limitS);
      tookS += solution.tookS;
      return solution;
    },
  };
  const least = leastCounts(table, weights, terms, start, timed, timeLimitS);
  const told = least.stuck + least.hostsInUse === 0 ? assignment : assignmentModel(table, weights, { ...terms, least });
  return { told, tookS };
}
