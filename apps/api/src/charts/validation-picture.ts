import type { ValidationPicture } from '@iopath/charts';
import type { BenchmarkMetric } from '@iopath/core';
import type { VersionValidation } from '@iopath/usecases';

const QUANTITIES: Readonly<Record<BenchmarkMetric, string>> = {
  throughputMbps: 'throughput, Mbit/s',
  packetRateKpps: 'packets, 1000/s',
  rttMeanUs: 'round trip, mean, µs',
  rttP50Us: 'round trip, p50, µs',
  rttP99Us: 'round trip, p99, µs',
  rttP999Us: 'round trip, p99.9, µs',
  iops: 'disk, requests/s',
  diskThroughputMibps: 'disk, MiB/s',
  diskMeanUs: 'completion, mean, µs',
  diskP50Us: 'completion, p50, µs',
  diskP99Us: 'completion, p99, µs',
  diskP999Us: 'completion, p99.9, µs',
};

const SOURCES: Readonly<Record<VersionValidation['by'], string>> = {
  calibration: 'The series that it was fitted to and judged by, as they were then.',
  series: 'Benchmarks and observations, the newest 1,000 series of them, by the model as shipped.',
  table: 'There are no benchmarks yet: the example table of the project, which shows the form and judges nothing.',
};

export function validationPicture(version: string, validation: VersionValidation): ValidationPicture {
  const points =
    validation.by === 'table'
      ? validation.values.map(({ metric, unit, ...value }) => ({ quantity: `${metric}, ${unit}`, ...value }))
      : validation.values.map(({ metric, ...value }) => ({ quantity: QUANTITIES[metric], ...value }));
  return { version, source: SOURCES[validation.by], points };
}
