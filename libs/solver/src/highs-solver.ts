import type { LinearModel, LinearSolution, LinearSolver } from '@iopath/core';
import type { Highs } from 'highs';
import { modelData } from './model-data';
import { readSolution, solutionWithoutColumns, UNKNOWN, type Untimed } from './read-solution';

/** WebAssembly never gives memory back; an instance that has grown beyond this is not kept. */
const KEPT_BYTES = 512 * 1024 * 1024;

const OPTIONS = {
  output_flag: false,
  random_seed: 0,
  // By default it is content with 0.01 %: one move in a big plan is less.
  mip_rel_gap: 0,
} as const;

/**
 * Core's solver on instances of HiGHS. One that has broken off in the middle (its memory is full, a C++ exception) may hold
 * anything and is not used again. Opening another is asynchronous and solving is not, so one is kept in reserve; while that
 * too is gone, what is asked for is `unknown`.
 */
export class HighsSolver implements LinearSolver {
  private readonly ready: Highs[];

  /** @param open for each instance that is given up */
  constructor(
    instances: readonly Highs[],
    private readonly open: () => Promise<Highs>,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.ready = [...instances];
  }

  /** Throws what HiGHS says of NaN in a model. */
  solve(model: LinearModel, timeLimitS: number, start?: readonly number[]): LinearSolution {
    const startMs = performance.now();
    const solution = this.solveUntimed(model, timeLimitS, start);
    return { ...solution, tookS: (performance.now() - startMs) / 1000 };
  }

  private solveUntimed(model: LinearModel, timeLimitS: number, start: readonly number[] | undefined): Untimed {
    if (timeLimitS <= 0) return UNKNOWN;
    if (model.columns.length === 0) return solutionWithoutColumns(model);
    const [highs] = this.ready;
    if (highs === undefined) return UNKNOWN;
    try {
      const solution = solveOn(highs, model, timeLimitS, start);
      if (highs.memoryBytes > KEPT_BYTES) this.replaceFirst();
      return solution;
    } catch (error) {
      if (error instanceof highs.errors.HighsValidationError) throw error;
      this.replaceFirst();
      this.onFailure(error);
      return UNKNOWN;
    }
  }

  private replaceFirst(): void {
    this.ready.shift();
    this.open().then(
      (highs) => this.ready.push(highs),
      (error: unknown) => {
        this.onFailure(error);
      },
    );
  }
}

function solveOn(highs: Highs, model: LinearModel, timeLimitS: number, start: readonly number[] | undefined): Untimed {
  return highs.withModel(modelData(model, highs), (native) => {
    native.options.set({ ...OPTIONS, time_limit: timeLimitS });
    if (start !== undefined) native.setSolution({ colValue: start });
    const { modelStatus } = native.run();
    if (modelStatus === highs.constants.modelStatus.unboundedOrInfeasible) {
      // Presolve saw that it is one of them, and not which.
      native.options.set({ presolve: 'off' });
      native.run();
    }
    return readSolution(highs, native, model);
  });
}
