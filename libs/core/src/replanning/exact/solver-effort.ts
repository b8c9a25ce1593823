/** `exact`: as an integer program; `relaxation`: only its bound; `none`: it is too big for both. */
export type SolverEffort = 'exact' | 'relaxation' | 'none';

/**
 * How much of a program is worth trying in a time, as measured with `npm run bench:solver`. Of an integer program with more
 * columns the first relaxation takes so long that the search finds nothing which the heuristic has not.
 */
export function effortFor(columns: number, timeLimitS: number): SolverEffort {
  if (columns > RELAXED_COLUMNS_A_SECOND * timeLimitS) return 'none';
  return columns <= MOST_EXACT_COLUMNS ? 'exact' : 'relaxation';
}

/** 200 VMs on 50 hosts of two NUMA nodes. */
const MOST_EXACT_COLUMNS = 20_000;
/** Writing the program down takes a third of that time. */
const RELAXED_COLUMNS_A_SECOND = 20_000;
