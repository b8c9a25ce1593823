import type { ComparedDevice, DeviceForecast } from '@iopath/core';
import type { PredictionShiftDto } from './shadow-report.dto';

const METRICS = {
  p50_us: ({ p50Us }: DeviceForecast) => p50Us,
  p99_us: ({ p99Us }: DeviceForecast) => p99Us,
  throughput_mbps: ({ throughputMbps }: DeviceForecast) => throughputMbps,
  throughput_mibps: ({ throughputMibps }: DeviceForecast) => throughputMibps,
} as const;

/** How the predictions of two versions differ, over the devices that both give the same path. */
export function predictionShifts(devices: readonly ComparedDevice[]): PredictionShiftDto[] {
  const alike = devices.flatMap(({ before, after }) => {
    return before !== null && after !== null && before.path === after.path ? [{ before, after }] : [];
  });
  const paths = [...new Set(alike.map(({ before }) => before.path))].sort();
  return paths.flatMap((path) =>
    Object.entries(METRICS).flatMap(([metric, read]) => {
      const ofPath = alike.filter(({ before }) => before.path === path);
      const ratios = ofPath.flatMap(({ before, after }) => ratioOf(read(before), read(after))).sort((a, b) => a - b);
      return ratios.length === 0 ? [] : [shiftOf(path, metric, ratios)];
    }),
  );
}

function ratioOf(before: number | null, after: number | null): readonly number[] {
  return before === null || after === null || before <= 0 ? [] : [after / before];
}

/** @param ratios sorted, one at least. */
function shiftOf(path: string, metric: string, ratios: readonly number[]): PredictionShiftDto {
  const at = (place: number): number => ratios[place] ?? NaN;
  const median = (at((ratios.length - 1) >> 1) + at(ratios.length >> 1)) / 2;
  return {
    path,
    metric,
    devices: ratios.length,
    least_ratio: at(0),
    median_ratio: median,
    largest_ratio: at(ratios.length - 1),
  };
}
