import type { BenchmarkMetric, BenchmarkTool, SeriesStatistics } from '@iopath/core';
import { type BenchmarkReading, BenchmarkTools } from '@iopath/usecases';
import { parseBenchmark } from './parse-benchmark';
import { seriesOf } from './series/series-of';
import { UnreadableResult } from './unreadable-result';

/** The tools by their outputs. */
export class ParsedBenchmarkTools extends BenchmarkTools {
  override read(tool: BenchmarkTool, output: string): BenchmarkReading {
    try {
      return { runs: parseBenchmark(tool, output) };
    } catch (error) {
      if (error instanceof UnreadableResult) return { code: error.code, message: error.message };
      throw error;
    }
  }

  override seriesOf(metric: BenchmarkMetric, values: readonly number[]): SeriesStatistics {
    return seriesOf(metric, values);
  }
}
