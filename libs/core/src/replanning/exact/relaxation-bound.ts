import type { LinearModel, LinearSolver } from './linear-model';

/** What the model costs at least were no column to be whole. `-Infinity` when time ran out before anything was proven. */
export function relaxationBound(model: LinearModel, solver: LinearSolver, timeLimitS: number): number {
  const columns = model.columns.map((column) => ({ ...column, isInteger: false }));
  return solver.solve({ ...model, columns }, timeLimitS).bound;
}
