/** Tools whose results can be read. */
export const BENCHMARK_TOOLS = ['iperf3', 'fio', 'netperf', 'sockperf'] as const;
export type BenchmarkTool = (typeof BENCHMARK_TOOLS)[number];

/** What a run comes from: the output of a tool, or what was told of a placed VM. */
export type RunSource = BenchmarkTool | 'observed';

/** What a run did: one kind of load, one direction. */
export type BenchmarkWorkload =
  | 'bulk_tcp'
  | 'bulk_udp'
  | 'round_trip'
  | 'random_read'
  | 'random_write'
  | 'sequential_read'
  | 'sequential_write'
  /** Of disks, where the output does not say in which order. */
  | 'disk_read'
  | 'disk_write';

/** Units are in the names; every latency of a network is a round trip. */
export const BENCHMARK_METRICS = [
  'throughputMbps',
  'packetRateKpps',
  'rttMeanUs',
  'rttP50Us',
  'rttP99Us',
  'rttP999Us',
  'iops',
  'diskThroughputMibps',
  'diskMeanUs',
  'diskP50Us',
  'diskP99Us',
  'diskP999Us',
] as const;
export type BenchmarkMetric = (typeof BENCHMARK_METRICS)[number];

/** One run of a tool, as its own output tells of it; or what was observed of a placed VM. Null where the output does not say. Plain data. */
export interface BenchmarkRun {
  readonly tool: RunSource;
  readonly toolVersion: string | null;
  /** Name of the job that it was, where one file holds several. */
  readonly job: string | null;
  readonly workload: BenchmarkWorkload;
  /** Measured time, warm-up left out. */
  readonly durationS: number | null;
  /** Bytes of one message, or one disk request. */
  readonly messageBytes: number | null;
  /** Streams of a network test, jobs of a disk test. */
  readonly streams: number | null;
  /** Requests that each job of a disk test keeps under way. */
  readonly queueDepth: number | null;
  /** Whether a disk test went around the page cache; null for a network. */
  readonly isDirect: boolean | null;
  /** Observations behind the quantiles; null where there are none. */
  readonly samples: number | null;
  readonly values: Readonly<Partial<Record<BenchmarkMetric, number>>>;
  /** What was odd, though the run counts. */
  readonly warnings: readonly string[];
}
