/** A linear program, possibly with integers, to be minimised. Plain data. */
export interface LinearModel {
  readonly columns: readonly LinearColumn[];
  readonly rows: readonly LinearRow[];
  /** Added to the objective. */
  readonly offset: number;
}

export interface LinearColumn {
  readonly cost: number;
  /** `-Infinity` for none. */
  readonly lower: number;
  /** `Infinity` for none. */
  readonly upper: number;
  readonly isInteger: boolean;
}

export interface LinearRow {
  /** `-Infinity` for none. */
  readonly lower: number;
  /** `Infinity` for none. */
  readonly upper: number;
  /** A column may come more than once: its factors add up. */
  readonly entries: readonly LinearEntry[];
}

export interface LinearEntry {
  readonly column: number;
  readonly factor: number;
}

export interface LinearSolution {
  /** `feasible`: time ran out with a solution at hand; `unknown`: without, or the solver failed. */
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'unbounded' | 'unknown';
  /** Null without a solution. */
  readonly objective: number | null;
  /** No solution costs less; `-Infinity` when nothing was proven. */
  readonly bound: number;
  /** One a column; empty without a solution. Those of integer columns are whole. */
  readonly values: readonly number[];
  /**
   * What a unit more of each row would cost, positive where its lower end binds; of linear programs that were solved to the
   * optimum, else empty.
   */
  readonly prices: readonly number[];
  /** Seconds that it took, for callers who share out a time and have no clock. */
  readonly tookS: number;
}

/** Solves linear programs. Deterministic where time does not run out. */
export interface LinearSolver {
  /**
   * @param timeLimitS is looked at now and then, so it takes somewhat longer for a big model
   * @param start a solution, one value a column, to begin with: it is what is had when time runs out before a better one is
   * found. One that breaks a row is passed over.
   */
  solve(model: LinearModel, timeLimitS: number, start?: readonly number[]): LinearSolution;
}
