import {
  type BenchmarkConditions,
  type BenchmarkMetric,
  type BenchmarkRun,
  DISK_PATH_NAMES,
  type DiskPathName,
  type Fault,
  NIC_PATH_NAMES,
  type NicPathName,
  type SeriesStatistics,
} from '@iopath/core';
import { type JudgedSeries, Refusal, type StoredRun } from '@iopath/usecases';
import type { BenchmarkConditionsDto, BenchmarkRunDto, BenchmarkSeriesDto, MetricStatisticsDto } from './benchmark.dto';
import { metricName } from './metric-name';

/** @throws Refusal invalid `request.invalid` pointing at what a device of its kind wants and does not have. */
export function toConditions(dto: BenchmarkConditionsDto): BenchmarkConditions {
  const faults = faultsOf(dto);
  if (faults.length > 0) throw new Refusal('invalid', 'request.invalid', 'The conditions are not complete.', faults);
  const common = {
    hostName: dto.host_name,
    vcpus: dto.vcpus,
    numa: dto.numa,
    sharers: dto.sharers ?? 1,
    messageBytes: dto.message_bytes ?? null,
    streams: dto.streams ?? null,
  };
  if (dto.device === 'disk') {
    const { storage, io_thread: ioThread } = dto;
    return {
      ...common,
      device: 'disk',
      path: dto.path as DiskPathName | 'native',
      storage: storage ?? 'ssd',
      ioThread: ioThread ?? false,
    };
  }
  return {
    ...common,
    device: 'nic',
    path: dto.path as NicPathName | 'native',
    linkSpeedMbps: dto.link_speed_mbps ?? 0,
    queues: dto.queues ?? 1,
    interrupts: dto.interrupts ?? 'unknown',
    topology: dto.topology ?? 'wire',
  };
}

const WANTED = {
  nic: ['link_speed_mbps', 'queues', 'topology'],
  disk: ['storage', 'io_thread'],
} as const;

function faultsOf(dto: BenchmarkConditionsDto): readonly Fault[] {
  const paths: readonly string[] = dto.device === 'nic' ? NIC_PATH_NAMES : DISK_PATH_NAMES;
  const faults: Fault[] = WANTED[dto.device]
    .filter((name) => (dto[name] ?? null) === null)
    .map((name) => {
      const message = `is required of a ${dto.device}: without it nothing can be compared`;
      return { pointer: `/conditions/${name}`, code: 'field.required', message };
    });
  if (dto.numa === 'unknown') {
    const message = 'must be local or remote: who measures on purpose knows where the guest lies';
    faults.push({ pointer: '/conditions/numa', code: 'field.not_one_of', message });
  }
  if (dto.path !== 'native' && !paths.includes(dto.path)) {
    const message = `must be native or a path of a ${dto.device}: ${paths.join(', ')}`;
    faults.push({ pointer: '/conditions/path', code: 'field.not_one_of', message });
  }
  return faults;
}

export function fromSeries(series: JudgedSeries): BenchmarkSeriesDto {
  const { statistics, unstable } = series;
  return {
    id: series.id,
    origin: series.origin,
    conditions: fromConditions(series.conditions),
    workload: series.workload,
    message_bytes: series.messageBytes,
    streams: series.streams,
    queue_depth: series.queueDepth,
    statistics: Object.entries(statistics).map(([metric, all]) =>
      fromStatistics(metric as BenchmarkMetric, all, unstable),
    ),
    thin: series.isThin,
    runs: series.runs.map(fromRun),
    created_at: new Date(series.createdAtMs).toISOString(),
  };
}

function fromConditions(conditions: BenchmarkConditions): BenchmarkConditionsDto {
  const isNic = conditions.device === 'nic';
  return {
    device: conditions.device,
    host_name: conditions.hostName,
    path: conditions.path,
    vcpus: conditions.vcpus,
    numa: conditions.numa,
    sharers: conditions.sharers,
    link_speed_mbps: isNic ? conditions.linkSpeedMbps : null,
    queues: isNic ? conditions.queues : null,
    ...(isNic ? { interrupts: conditions.interrupts } : {}),
    topology: isNic ? conditions.topology : null,
    storage: isNic ? null : conditions.storage,
    io_thread: isNic ? null : conditions.ioThread,
  };
}

function fromStatistics(
  metric: BenchmarkMetric,
  { runs, centre, sd, cv, interval }: SeriesStatistics,
  unstable: readonly BenchmarkMetric[],
): MetricStatisticsDto {
  const [low, high] = interval ?? [null, null];
  return { metric: metricName(metric), runs, centre, sd, cv, low, high, unstable: unstable.includes(metric) };
}

function fromRun(run: StoredRun): BenchmarkRunDto {
  const { values } = run;
  return {
    tool: run.tool,
    tool_version: run.toolVersion,
    job: run.job,
    duration_s: run.durationS,
    samples: run.samples,
    measured: wireMetrics(values),
    warnings: [...run.warnings],
    submitted_at: new Date(run.submittedAtMs).toISOString(),
    submitted_by: run.submittedBy,
  };
}

export function wireMetrics(values: BenchmarkRun['values']): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([metric, value]) => [metricName(metric as BenchmarkMetric), value]),
  );
}
