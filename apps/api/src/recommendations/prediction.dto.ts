import type { AmountPrediction, DiskPrediction, LatencyPrediction, NicPrediction } from '@iopath/core';
import { BooleanField, ListField, NumberField, ObjectField, TextField, TextListField, valueList } from '../wire/fields';
import { isNumberRule } from '../wire/value-rule';

const INTERVAL = { minItems: 2, maxItems: 2, description: '90 % interval.', example: [20, 40] };

export class SummandDto {
  @TextField({ description: 'What happens.', example: 'vm_exit' })
  name: string;

  @NumberField({ description: 'How often a round trip (or a request).', example: 2 })
  frequency: number;

  @NumberField({ description: 'What one costs, µs.', example: 1.2 })
  cost_us: number;

  @NumberField({ description: 'Frequency × cost, µs.', example: 2.4 })
  total_us: number;
}

export class LatencyPredictionDto {
  @NumberField({ description: 'Median, µs.', example: 24 })
  p50: number;

  @NumberField({ description: '99th percentile, µs.', example: 33 })
  p99: number;

  @NumberField({ description: '99.9th percentile, µs.', example: 38 })
  p99_9: number;

  @valueList({ ...INTERVAL, description: '90 % interval of p99, µs.' }, [isNumberRule], { type: 'number' })
  interval: readonly number[];

  @ListField(() => SummandDto, { description: 'What the latency is made of.' })
  summands: SummandDto[];
}

export class AmountPredictionDto {
  @NumberField({ description: 'Predicted amount.', example: 9800 })
  value: number;

  @valueList(INTERVAL, [isNumberRule], { type: 'number' })
  interval: readonly number[];
}

/** What predictions of NICs and disks have in common. */
export class PredictionDto {
  @ObjectField(() => LatencyPredictionDto, { optional: true, description: 'Null when overloaded.' })
  latency_us: LatencyPredictionDto | null;

  @ObjectField(() => AmountPredictionDto, { description: 'Host cores it costs at the load asked for.' })
  host_cores: AmountPredictionDto;

  @BooleanField({ description: 'The load is past 95 % of what the path carries.', example: false })
  overloaded: boolean;

  @TextListField({ description: 'Measurements behind the figures.', example: ['M161'] })
  evidence: readonly string[];

  @BooleanField({ description: 'Outside the range that the evidence covers.', example: false })
  extrapolated: boolean;

  @TextListField({ description: 'What had to be assumed for want of a fact.', example: [] })
  assumed: readonly string[];
}

export class NicPredictionDto extends PredictionDto {
  @ObjectField(() => AmountPredictionDto, { description: 'Mbit/s.' })
  throughput_mbps: AmountPredictionDto;

  @ObjectField(() => AmountPredictionDto, { description: '1000 packets/s.' })
  packet_rate_kpps: AmountPredictionDto;
}

export class DiskPredictionDto extends PredictionDto {
  @ObjectField(() => AmountPredictionDto, { description: 'Requests/s.' })
  iops: AmountPredictionDto;

  @ObjectField(() => AmountPredictionDto, { description: 'MiB/s.' })
  throughput_mibps: AmountPredictionDto;
}

export function fromNicPrediction(prediction: NicPrediction): NicPredictionDto {
  return {
    latency_us: fromLatency(prediction.latencyUs),
    throughput_mbps: fromAmount(prediction.throughputMbps),
    packet_rate_kpps: fromAmount(prediction.packetRateKpps),
    ...commonOf(prediction),
  };
}

export function fromDiskPrediction(prediction: DiskPrediction): DiskPredictionDto {
  return {
    latency_us: fromLatency(prediction.latencyUs),
    iops: fromAmount(prediction.iops),
    throughput_mibps: fromAmount(prediction.throughputMibps),
    ...commonOf(prediction),
  };
}

function commonOf({ hostCores, overloaded, evidence, extrapolated, assumed }: NicPrediction | DiskPrediction) {
  return { host_cores: fromAmount(hostCores), overloaded, evidence, extrapolated, assumed };
}

export function fromLatency(latency: LatencyPrediction | null): LatencyPredictionDto | null {
  if (latency === null) return null;
  const { p50, p99, p999, interval } = latency;
  const summands = latency.summands.map(({ name, frequency, costUs, totalUs }) => {
    return { name, frequency: rounded(frequency), cost_us: rounded(costUs), total_us: rounded(totalUs) };
  });
  return { p50: rounded(p50), p99: rounded(p99), p99_9: rounded(p999), interval: interval.map(rounded), summands };
}

export function fromAmount({ value, interval }: AmountPrediction): AmountPredictionDto {
  return { value: rounded(value), interval: interval.map(rounded) };
}

/** Four digits are more than any prediction is good for. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
