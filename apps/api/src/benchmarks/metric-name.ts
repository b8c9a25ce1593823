import type { BenchmarkMetric } from '@iopath/core';

/** `rttP99Us` is `rtt_p99_us` on the wire. */
export function metricName(metric: BenchmarkMetric): string {
  return metric.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
