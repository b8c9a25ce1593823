import type { BenchmarkMetric, BenchmarkRun, BenchmarkTool, SeriesStatistics } from '@iopath/core';

/** Knows the formats of benchmark tools, and statistics. */
export abstract class BenchmarkTools {
  /** The runs that an output tells of; or why it tells of none. */
  abstract read(tool: BenchmarkTool, output: string): BenchmarkReading;
  /** What runs say together of one metric, one value a run: at least one. */
  abstract seriesOf(metric: BenchmarkMetric, values: readonly number[]): SeriesStatistics;
}

export type BenchmarkReading =
  { readonly runs: readonly BenchmarkRun[] } | { readonly code: string; readonly message: string };
