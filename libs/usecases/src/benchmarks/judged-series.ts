import {
  BENCHMARK_METRICS,
  type BenchmarkMetric,
  isThin,
  isUnstable,
  primaryMetric,
  type SeriesStatistics,
} from '@iopath/core';
import type { StoredSeries } from '../ports/benchmark-store.port';
import type { BenchmarkTools } from '../ports/benchmark-tools.port';

/** A series with what its runs say together. */
export interface JudgedSeries extends StoredSeries {
  readonly statistics: Readonly<Partial<Record<BenchmarkMetric, SeriesStatistics>>>;
  /** The metric that it is judged by; null when its runs have none of their workload's. */
  readonly primary: BenchmarkMetric | null;
  /** Metrics whose runs scatter too much to be used. */
  readonly unstable: readonly BenchmarkMetric[];
  /** Fewer runs than are wanted: what it says counts little. */
  readonly isThin: boolean;
}

/** Statistics of each metric that every run has. */
export function judgedSeries(series: StoredSeries, tools: BenchmarkTools): JudgedSeries {
  const { runs, workload } = series;
  const told = BENCHMARK_METRICS.filter((metric) => runs.every(({ values }) => values[metric] !== undefined));
  const statistics = Object.fromEntries(
    told.map((metric) => [
      metric,
      tools.seriesOf(
        metric,
        runs.map(({ values }) => values[metric] as number),
      ),
    ]),
  ) as Readonly<Partial<Record<BenchmarkMetric, SeriesStatistics>>>;
  const unstable = told.filter((metric) => isUnstable(statistics[metric] as SeriesStatistics));
  const primary = primaryMetric(workload, runs);
  const [first] = Object.values(statistics);
  return { ...series, statistics, primary, unstable, isThin: first === undefined || isThin(first) };
}
