import { type BenchmarkRun, quantilesBySamples } from '@iopath/core';
import { type JsonObject, numberAt, objectOf } from '../json-document';

/** Completion latencies of one direction of a job, in µs, as far as there are observations enough behind them. */
export function fioLatencies(result: JsonObject): {
  readonly latencies: BenchmarkRun['values'];
  readonly samples: number | null;
  readonly warnings: readonly string[];
} {
  // From fio 3.0 on times are in ns and their names say so.
  const [completion, total, aUs] =
    objectOf(result.clat_ns) === null
      ? [objectOf(result.clat), objectOf(result.lat), 1]
      : [objectOf(result.clat_ns), objectOf(result.lat_ns), 1000];
  const samples = numberAt(result, 'total_ios');
  const read = (...path: readonly string[]): number | null => {
    const value = numberAt(completion, ...path);
    return value === null || value <= 0 ? null : value / aUs;
  };
  const mean = numberAt(total, 'mean');
  const { kept, warnings } = quantilesBySamples(samples, {
    p50: read('percentile', '50.000000'),
    p99: read('percentile', '99.000000'),
    p999: read('percentile', '99.900000'),
  });
  return {
    latencies: {
      ...(mean === null || mean <= 0 ? {} : { diskMeanUs: mean / aUs }),
      ...(kept.p50 === null ? {} : { diskP50Us: kept.p50 }),
      ...(kept.p99 === null ? {} : { diskP99Us: kept.p99 }),
      ...(kept.p999 === null ? {} : { diskP999Us: kept.p999 }),
    },
    samples,
    warnings,
  };
}
