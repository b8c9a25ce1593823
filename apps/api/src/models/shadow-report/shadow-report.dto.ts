import { MAX_REPORTED_DECISIONS } from '@iopath/usecases';
import { EXAMPLE_RECOMMENDATION_ID } from '../../openapi/example-ids';
import { UuidField } from '../../wire/domain-fields';
import { BooleanField, IntField, ListField, NumberField, ObjectField, TextField } from '../../wire/fields';

export const DEFAULT_DECISIONS = 50;

export class ShadowReportQuery {
  @IntField({
    min: 1,
    max: MAX_REPORTED_DECISIONS,
    default: DEFAULT_DECISIONS,
    description: 'How many of the newest ready decisions to make again.',
    example: 20,
  })
  decisions?: number;
}

export class DeviceForecastDto {
  @TextField({ description: 'Host.', example: 'compute-05' })
  host_name: string;

  @TextField({ description: 'Path.', example: 'vhost_net' })
  path: string;

  @NumberField({ optional: true, description: 'Median latency, µs; null: overloaded.', example: 74.8 })
  p50_us: number | null;

  @NumberField({ optional: true, description: '99th percentile of latency, µs.', example: 96.1 })
  p99_us: number | null;

  @NumberField({ optional: true, description: 'Throughput of a NIC, Mbit/s.', example: 13_100 })
  throughput_mbps: number | null;

  @NumberField({ optional: true, description: 'Throughput of a disk, MiB/s.', example: null })
  throughput_mibps: number | null;
}

export class ComparedDeviceDto {
  @IntField({ description: 'Which VM of the request, from 0.', example: 0 })
  member: number;

  @TextField({ description: 'NIC or disk.', example: 'data' })
  device: string;

  @ObjectField(() => DeviceForecastDto, { optional: true, description: 'By the active version; null: no host.' })
  active: DeviceForecastDto | null;

  @ObjectField(() => DeviceForecastDto, { optional: true, description: 'By this version; null: no host.' })
  shadow: DeviceForecastDto | null;
}

export class ChangedDecisionDto {
  @UuidField({ description: 'Recommendation.', example: EXAMPLE_RECOMMENDATION_ID })
  recommendation_id: string;

  @TextField({ description: 'Its name.', example: 'vnf-1' })
  name: string;

  @BooleanField({ description: 'A VM would go to another host, to none, or find one.', example: false })
  host: boolean;

  @BooleanField({ description: 'A device would have another path.', example: true })
  path: boolean;

  @ListField(() => ComparedDeviceDto, { description: 'Its devices.' })
  devices: ComparedDeviceDto[];
}

export class PredictionShiftDto {
  @TextField({ description: 'Path, where both versions choose the same.', example: 'vhost_net' })
  path: string;

  @TextField({ description: 'What is predicted, unit in its name.', example: 'p99_us' })
  metric: string;

  @IntField({ description: 'Devices compared.', example: 31 })
  devices: number;

  @NumberField({ description: 'Smallest of the ratios, this version to the active one.', example: 0.74 })
  least_ratio: number;

  @NumberField({ description: 'Their median.', example: 0.82 })
  median_ratio: number;

  @NumberField({ description: 'Largest of the ratios.', example: 0.91 })
  largest_ratio: number;
}

export class ShadowReportDto {
  @TextField({ description: 'The version reported on.', example: '2026.11.1+c1' })
  version: string;

  @TextField({ description: 'The version that predicts.', example: '2026.11.1' })
  active_version: string;

  @IntField({ description: 'Decisions made again by both.', example: 20 })
  decisions: number;

  @IntField({ description: 'Decisions that time did not suffice for.', example: 0 })
  left_out: number;

  @IntField({ description: 'Decisions that would place a VM on another host.', example: 0 })
  other_host: number;

  @IntField({ description: 'Decisions that would give a device another path.', example: 1 })
  other_path: number;

  @ListField(() => PredictionShiftDto, { description: 'How predictions differ, by path and metric.' })
  predictions: PredictionShiftDto[];

  @ListField(() => ChangedDecisionDto, { description: 'The decisions that would be others, newest first.' })
  changed: ChangedDecisionDto[];
}
