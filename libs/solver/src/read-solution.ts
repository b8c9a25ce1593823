import type { LinearModel, LinearSolution } from '@iopath/core';
import type { Highs, Model } from 'highs';
import { dualBound } from './dual-bound';
import { isMip } from './model-data';

/** A solution before somebody says how long it took. */
export type Untimed = Omit<LinearSolution, 'tookS'>;

/** Nothing was found, and nothing proven. */
export const UNKNOWN: Untimed = { status: 'unknown', objective: null, bound: -Infinity, values: [], prices: [] };

const INFEASIBLE: Untimed = { ...UNKNOWN, status: 'infeasible', bound: Infinity };

/** What HiGHS knows of the model when it has ended, or its time has. */
export function readSolution({ constants }: Pick<Highs, 'constants'>, native: Model, model: LinearModel): Untimed {
  const status = constants.modelStatus;
  switch (native.getModelStatus()) {
    case status.optimal: {
      const solved = { status: 'optimal', ...incumbentOf(native, model) } as const;
      if (isMip(model)) return { ...solved, bound: Math.min(mipBound(native), solved.objective), prices: [] };
      return { ...solved, bound: solved.objective, prices: Array.from(native.getSolution().rowDual) };
    }
    case status.infeasible:
      return INFEASIBLE;
    case status.unbounded:
      return { ...UNKNOWN, status: 'unbounded' };
    default: {
      const bound = isMip(model) ? mipBound(native) : dualBound(model, native.getSolution().rowDual);
      const hasSolution = native.info.get('primal_solution_status') === constants.solutionStatus.feasible;
      return hasSolution
        ? { status: 'feasible', ...incumbentOf(native, model), bound, prices: [] }
        : { ...UNKNOWN, bound };
    }
  }
}

function mipBound(native: Model): number {
  return Number(native.info.get('mip_dual_bound'));
}

/** HiGHS takes 0.9999999 for an integer. */
function incumbentOf(native: Model, { columns }: LinearModel): { objective: number; values: readonly number[] } {
  const values = Array.from(native.getSolution().colValue, (value, index) =>
    columns[index]?.isInteger === true ? Math.round(value) : value,
  );
  return { objective: native.getObjectiveValue(), values };
}

/** HiGHS calls such a model empty, and does not look whether its rows allow 0. */
export function solutionWithoutColumns({ rows, offset }: LinearModel): Untimed {
  const isFeasible = rows.every(({ lower, upper }) => lower <= 0 && upper >= 0);
  return isFeasible
    ? { status: 'optimal', objective: offset, bound: offset, values: [], prices: rows.map(() => 0) }
    : INFEASIBLE;
}
