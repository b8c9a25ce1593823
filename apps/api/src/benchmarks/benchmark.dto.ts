import {
  BENCHMARK_TOOLS,
  type BenchmarkTool,
  type BenchmarkTopology,
  type BenchmarkWorkload,
  DISK_PATH_NAMES,
  type DiskKind,
  type InterruptDelivery,
  NIC_PATH_NAMES,
  type NumaLocality,
  type RunSource,
} from '@iopath/core';
import type { SeriesOrigin } from '@iopath/usecases';
import { PageDto, PageQuery } from '../paging/page';
import { HOST_NAME, InstantField, UuidField } from '../wire/domain-fields';
import {
  BooleanField,
  EnumField,
  field,
  IntField,
  ListField,
  MapField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
} from '../wire/fields';
import { isTextRule, lengthBetween } from '../wire/value-rule';
import { EXAMPLE_SERIES_ID } from './benchmarks.example';

const DEVICES = ['nic', 'disk'] as const;
const STORAGE = ['nvme', 'ssd', 'hdd'] as const satisfies DiskKind[];
const INTERRUPTS = ['legacy', 'posted', 'polling', 'unknown'] as const satisfies InterruptDelivery[];
const TOPOLOGIES = ['wire', 'vm_host', 'vm_vm_same_host'] as const satisfies BenchmarkTopology[];
const ORIGINS = ['benchmark', 'observation'] as const satisfies SeriesOrigin[];
const PATHS = [...new Set([...NIC_PATH_NAMES, ...DISK_PATH_NAMES, 'native'])];
const MAX_RESULTS = 50;
const MAX_OUTPUT = 4 * 1024 * 1024;
const MAX_COUNT = 1_000_000;
const MAX_BYTES = 2 ** 31 - 1;

/** Where it ran. A NIC wants `link_speed_mbps`, `queues` and `topology`, a disk `storage` and `io_thread`. */
export class BenchmarkConditionsDto {
  @EnumField(DEVICES, { description: 'What was measured.', example: 'nic' })
  device: 'nic' | 'disk';

  @TextField({ pattern: HOST_NAME, description: 'Host that the guest ran on.', example: 'compute-01' })
  host_name: string;

  @EnumField(PATHS, { description: 'Path of the device; `native`: measured on the host itself.', example: 'vhost_net' })
  path: string;

  @IntField({ min: 1, max: MAX_COUNT, description: 'vCPUs of the guest.', example: 4 })
  vcpus: number;

  @EnumField(['local', 'remote', 'unknown'] satisfies NumaLocality[], {
    description: 'Guest and device on one NUMA node, or not; `unknown` is taken of what was observed only.',
    example: 'local',
  })
  numa: NumaLocality;

  @IntField({
    min: 1,
    max: MAX_COUNT,
    default: 1,
    description: 'VMs on the same back end, this one included.',
    example: 1,
  })
  sharers?: number;

  @IntField({ min: 1, max: MAX_BYTES, optional: true, description: 'Speed of the NIC, Mbit/s.', example: 25_000 })
  link_speed_mbps?: number | null;

  @IntField({ min: 1, max: MAX_COUNT, optional: true, description: 'Queue pairs of the guest.', example: 4 })
  queues?: number | null;

  @EnumField(INTERRUPTS, { default: 'unknown', description: 'How interrupts reach the guest.', example: 'posted' })
  interrupts?: InterruptDelivery;

  @EnumField(TOPOLOGIES, {
    optional: true,
    description: 'Through the NIC, or between guests and their host, which measures copies of memory.',
    example: 'wire',
  })
  topology?: BenchmarkTopology | null;

  @EnumField(STORAGE, { optional: true, description: 'The disk underneath.', example: null })
  storage?: DiskKind | null;

  @BooleanField({ optional: true, description: 'Whether the disk has an IOThread.', example: null })
  io_thread?: boolean | null;

  @IntField({
    min: 1,
    max: MAX_BYTES,
    optional: true,
    description: 'Message or request size in bytes, for outputs that do not say it (sockperf).',
    example: null,
  })
  message_bytes?: number | null;

  @IntField({ min: 1, max: MAX_COUNT, optional: true, description: 'Streams or jobs, likewise.', example: null })
  streams?: number | null;
}

export class ToolResultDto {
  @EnumField(BENCHMARK_TOOLS, { description: 'Which tool printed it.', example: 'iperf3' })
  tool: BenchmarkTool;

  @field(
    {
      description:
        'All that the tool printed, as it did: `iperf3 -J`, fio with `--output-format=json` or `json+`, ' +
        '`netperf … -- -k`, `sockperf ping-pong`.',
      example: '{"start": …}',
    },
    [isTextRule, lengthBetween(1, MAX_OUTPUT)],
    { type: 'string', minLength: 1, maxLength: MAX_OUTPUT },
  )
  output: string;
}

export class SubmitBenchmarkDto {
  @ObjectField(() => BenchmarkConditionsDto, { description: 'Where all of them ran.' })
  conditions: BenchmarkConditionsDto;

  @ListField(() => ToolResultDto, { minItems: 1, maxItems: MAX_RESULTS, description: 'One a run; five make a series.' })
  results: ToolResultDto[];
}

export class SeriesStatisticsDto {
  @IntField({ min: 1, description: 'Runs.', example: 5 })
  runs: number;

  @NumberField({ description: 'Mean of the runs; of quantiles their median.', example: 9412 })
  centre: number;

  @NumberField({ optional: true, description: 'Sample standard deviation (n − 1); null of a single run.', example: 74 })
  sd: number | null;

  @NumberField({ optional: true, description: 'Standard deviation through mean.', example: 0.0079 })
  cv: number | null;

  @NumberField({ optional: true, description: 'Lower end of the 95 % interval.', example: 9320 })
  low: number | null;

  @NumberField({ optional: true, description: 'Upper end of the 95 % interval.', example: 9504 })
  high: number | null;
}

export class MetricStatisticsDto extends SeriesStatisticsDto {
  @TextField({ description: 'The metric, unit in its name.', example: 'throughput_mbps' })
  metric: string;

  @BooleanField({ description: 'The runs scatter by more than 15 %: it is not used.', example: false })
  unstable: boolean;
}

export class BenchmarkRunDto {
  @EnumField([...BENCHMARK_TOOLS, 'observed'] satisfies RunSource[], {
    description: 'Tool; `observed`: told of a placed VM.',
    example: 'iperf3',
  })
  tool: RunSource;

  @TextField({ optional: true, description: 'Its version.', example: '3.16' })
  tool_version: string | null;

  @TextField({ optional: true, description: 'Job, where one output has several.', example: null })
  job: string | null;

  @NumberField({ description: 'Measured time, s.', example: 30 })
  duration_s: number;

  @IntField({ optional: true, description: 'Observations behind the quantiles.', example: null })
  samples: number | null;

  @MapField({
    keys: [],
    values: [],
    of: 'number',
    description: 'What it measured.',
    example: { throughput_mbps: 9412 },
  })
  measured: Record<string, number>;

  @TextListField({ description: 'What was odd, though it counts.', example: [] })
  warnings: string[];

  @InstantField({ description: 'When it was brought in.', example: '2026-11-21T08:00:05.000Z' })
  submitted_at: string;

  @TextField({ optional: true, description: 'By whom (user id); null: nobody said.', example: null })
  submitted_by: string | null;
}

export class BenchmarkSeriesDto {
  @UuidField({ description: 'Id of the series.', example: EXAMPLE_SERIES_ID })
  id: string;

  @EnumField(ORIGINS, { description: 'Measured on purpose, or told of a placed VM.', example: 'benchmark' })
  origin: SeriesOrigin;

  @ObjectField(() => BenchmarkConditionsDto, { description: 'Where its runs ran.' })
  conditions: BenchmarkConditionsDto;

  @TextField({ description: 'What they did.', example: 'bulk_tcp' })
  workload: BenchmarkWorkload;

  @IntField({ min: 1, description: 'Bytes of a message or request.', example: 131_072 })
  message_bytes: number;

  @IntField({ min: 1, description: 'Streams or jobs.', example: 4 })
  streams: number;

  @IntField({
    min: 1,
    optional: true,
    description: 'Requests that each job of a disk test keeps under way.',
    example: null,
  })
  queue_depth: number | null;

  @ListField(() => MetricStatisticsDto, { description: 'What the runs say together, of each metric that all have.' })
  statistics: MetricStatisticsDto[];

  @BooleanField({ description: 'Fewer than five runs: it counts little.', example: true })
  thin: boolean;

  @ListField(() => BenchmarkRunDto, { description: 'In order of arrival.' })
  runs: BenchmarkRunDto[];

  @InstantField({ description: 'When its first run was brought in.', example: '2026-11-21T08:00:05.000Z' })
  created_at: string;
}

export class SubmittedBenchmarksDto {
  @ListField(() => BenchmarkSeriesDto, { description: 'Series that the results belong to, with all their runs.' })
  series: BenchmarkSeriesDto[];
}

export class BenchmarkListDto extends PageDto {
  @ListField(() => BenchmarkSeriesDto, { description: 'Newest first.' })
  series: BenchmarkSeriesDto[];
}

export class BenchmarkQuery extends PageQuery {
  @TextField({ optional: true, description: 'Only those of this host.' })
  host_name?: string;

  @EnumField(ORIGINS, { optional: true, description: 'Only those of this origin.' })
  origin?: SeriesOrigin;
}
