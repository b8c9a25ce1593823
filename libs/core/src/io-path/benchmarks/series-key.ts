import type { AcceptedRun } from './accept-run';
import type { BenchmarkConditions } from './benchmark-conditions';
import type { BenchmarkMetric, BenchmarkWorkload } from './benchmark-run';

/** What runs of one series have in common: where they ran, and what they did. */
export interface SeriesKey {
  readonly conditions: BenchmarkConditions;
  readonly workload: BenchmarkWorkload;
  readonly messageBytes: number;
  readonly streams: number;
  readonly queueDepth: number | null;
}

/** The series that a run belongs to. What only fills gaps of an output is part of the run, not of the conditions. */
export function seriesKeyOf(
  { workload, messageBytes, streams, queueDepth }: AcceptedRun,
  conditions: BenchmarkConditions,
): SeriesKey {
  return {
    conditions: { ...conditions, messageBytes: null, streams: null },
    workload,
    messageBytes,
    streams,
    queueDepth,
  };
}

/** What the runs of a workload are first of all for: a series whose runs do not agree on it is not taken. */
const PRIMARY: Readonly<Record<BenchmarkWorkload, readonly BenchmarkMetric[]>> = {
  bulk_tcp: ['throughputMbps'],
  bulk_udp: ['packetRateKpps', 'throughputMbps'],
  round_trip: ['rttP50Us', 'rttMeanUs'],
  random_read: ['iops'],
  random_write: ['iops'],
  sequential_read: ['diskThroughputMibps'],
  sequential_write: ['diskThroughputMibps'],
  disk_read: ['iops'],
  disk_write: ['iops'],
};

/** The metric that a series of this workload is judged by: the first of its kind that every run has; null for none. */
export function primaryMetric(
  workload: BenchmarkWorkload,
  runs: readonly Pick<AcceptedRun, 'values'>[],
): BenchmarkMetric | null {
  return PRIMARY[workload].find((metric) => runs.every(({ values }) => values[metric] !== undefined)) ?? null;
}
