/** What the runs of one series say together. The unit is the run: what happens inside a run is correlated. */
export interface SeriesStatistics {
  readonly runs: number;
  /** Mean of the runs; of quantiles the median, which is less moved by one bad run. */
  readonly centre: number;
  /** Sample standard deviation, n − 1; null of a single run. */
  readonly sd: number | null;
  /** SD through mean; null of a single run. */
  readonly cv: number | null;
  /** 95 %: Student's t of a mean, bootstrap of a median; null of a single run. */
  readonly interval: readonly [number, number] | null;
}

/** Runs that scatter more than this say nothing about a path. */
const MOST_CV = 0.15;
/** Fewer runs than this state nothing by themselves; they count with the spread of the worst series that is taken. */
const FEW_RUNS = 5;
/** What the model itself is wrong by on a series that it knows. */
const MODEL_ERROR = 0.05;

/** Whether a series scatters too much to be taken. */
export function isUnstable({ cv }: SeriesStatistics): boolean {
  return cv !== null && cv > MOST_CV;
}

/** Whether more runs are wanted before the series says anything by itself. */
export function isThin({ runs }: SeriesStatistics): boolean {
  return runs < FEW_RUNS;
}

/**
 * Standard deviation of the logarithm that a series enters a fit with: its own scatter through the root of its runs, and
 * the error of the model. The scatter of few runs is not known; theirs counts as that of the worst series that is taken.
 */
export function spreadOfSeries(statistics: SeriesStatistics): number {
  const cv = isThin(statistics) ? Math.max(statistics.cv ?? 0, MOST_CV) : (statistics.cv ?? MOST_CV);
  return Math.sqrt(cv ** 2 / statistics.runs + MODEL_ERROR ** 2);
}
