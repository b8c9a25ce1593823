import { type BenchmarkWorkload, DISK_ACCESSES, type DiskAccess, type ObservedFigures } from '@iopath/core';
import type { ObservedRun } from '@iopath/usecases';
import { wireMetrics } from '../benchmarks/benchmark.mapper';
import { InstantField, UuidField } from '../wire/domain-fields';
import {
  EnumField,
  IntField,
  ListField,
  MapField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
} from '../wire/fields';

const MAX_COUNT = 1_000_000;
const MAX_BYTES = 2 ** 31 - 1;
const MAX_AMOUNT = 1e12;
const amount = { above: 0, max: MAX_AMOUNT, optional: true } as const;

export class ObservedLatencyDto {
  @NumberField({ above: 0, max: MAX_AMOUNT, description: 'Median, µs.', example: 44 })
  p50: number;

  @NumberField({ ...amount, description: '99th percentile, µs.', example: 71 })
  p99?: number | null;
}

/** What was measured; where it was measured is what the advisor knows itself. */
export class ObserveAllocationDto {
  @InstantField({
    optional: true,
    description: 'When; left out: just now, or when the device was released.',
    example: null,
  })
  measured_at?: string | null;

  @NumberField({ above: 0, max: MAX_COUNT * 1000, description: 'For how long, s.', example: 300 })
  duration_s: number;

  @IntField({ min: 1, max: MAX_BYTES, description: 'Bytes of a message, or of a disk request.', example: 64 })
  message_bytes: number;

  @IntField({ min: 1, max: MAX_COUNT, description: 'Streams, or jobs of a disk.', example: 1 })
  streams: number;

  @IntField({
    min: 1,
    max: MAX_COUNT,
    optional: true,
    description: 'Requests that each job keeps under way; wanted of a disk, without effect on a NIC.',
    example: null,
  })
  queue_depth?: number | null;

  @EnumField(DISK_ACCESSES, {
    optional: true,
    description: 'What the requests were; wanted of a disk, without effect on a NIC.',
    example: null,
  })
  access?: DiskAccess | null;

  @ObjectField(() => ObservedLatencyDto, {
    optional: true,
    description: 'Round trip over the wire, there and back; of a disk, completion of a request.',
  })
  latency_us?: ObservedLatencyDto | null;

  @NumberField({ ...amount, description: 'TCP payload that arrived, Mbit/s; of a NIC.', example: null })
  throughput_mbps?: number | null;

  @NumberField({ ...amount, description: '1000 packets/s that arrived; of a NIC.', example: null })
  packet_rate_kpps?: number | null;

  @NumberField({ ...amount, description: 'Requests/s; of a disk.', example: null })
  iops?: number | null;

  @NumberField({ ...amount, description: 'MiB/s; of a disk.', example: null })
  throughput_mibps?: number | null;

  @IntField({ min: 1, optional: true, description: 'Observations behind the latency.', example: 20_000 })
  samples?: number | null;
}

export class ObservedRunDto {
  @UuidField({ description: 'The series that it counts in.', example: '4c0d2c2a-6a0e-5b5c-9d5e-0c3f2a1b4d5e' })
  series_id: string;

  @TextField({ description: 'What it is compared with the like of.', example: 'round_trip' })
  workload: BenchmarkWorkload;

  @MapField({ keys: [], values: [], of: 'number', description: 'What was taken.', example: { rtt_p50_us: 44 } })
  measured: Record<string, number>;

  @TextListField({ description: 'What was left out, and why.', example: [] })
  warnings: string[];
}

export class ObservationDto {
  @ListField(() => ObservedRunDto, { description: 'One for each kind of load.' })
  runs: ObservedRunDto[];
}

export function toFigures(dto: ObserveAllocationDto): ObservedFigures {
  const { latency_us: latency = null } = dto;
  return {
    durationS: dto.duration_s,
    messageBytes: dto.message_bytes,
    streams: dto.streams,
    queueDepth: dto.queue_depth ?? null,
    access: dto.access ?? null,
    latencyUs: latency && { p50: latency.p50, p99: latency.p99 ?? null },
    throughputMbps: dto.throughput_mbps ?? null,
    packetRateKpps: dto.packet_rate_kpps ?? null,
    iops: dto.iops ?? null,
    throughputMibps: dto.throughput_mibps ?? null,
    samples: dto.samples ?? null,
  };
}

/** Nothing but the caller's own: others that measured under the same conditions are in the same series. */
export function fromObservedRuns(runs: readonly ObservedRun[]): ObservationDto {
  return {
    runs: runs.map(({ seriesId, run }) => ({
      series_id: seriesId,
      workload: run.workload,
      measured: wireMetrics(run.values),
      warnings: [...run.warnings],
    })),
  };
}
