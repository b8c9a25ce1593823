import type { InterruptDelivery, NumaLocality } from '../model/prediction';

/** One row of a table of measurements, its numbers read and its units as the table has them. */
export interface Measurement {
  readonly id: string;
  /** Year of the report; null when not told. */
  readonly year: number | null;
  readonly device: string;
  readonly speedMbps: number | null;
  readonly path: string;
  readonly workload: string;
  readonly messageBytes: number | null;
  readonly queues: number | null;
  readonly vcpus: number | null;
  readonly vms: number;
  readonly numa: NumaLocality;
  readonly interrupts: InterruptDelivery;
  readonly topology: string;
  readonly metric: string;
  readonly unit: string;
  readonly value: number;
  readonly nativeValue: number | null;
  /** What the native value is: measured, line rate, or the path or condition that the row is compared with. */
  readonly nativeKind: string;
  readonly fractionOfNative: number | null;
  readonly kind: string;
  /** Rows of one test bed; ratios are safe only inside it. */
  readonly group: string;
}

/** A row that nothing is predicted for, and why. */
export interface SkippedRow {
  readonly id: string;
  readonly reason: string;
}

/** Columns that a table must have; others are not looked at. */
export const MEASUREMENT_COLUMNS = [
  'id',
  'year',
  'device',
  'speed_gbps',
  'path',
  'workload',
  'msg_bytes',
  'queues',
  'vcpus',
  'n_vms',
  'numa',
  'interrupt_mode',
  'topology',
  'metric',
  'unit',
  'value',
  'native_value',
  'native_kind',
  'fraction_of_native',
  'kind',
  'group',
] as const;
export type MeasurementColumn = (typeof MEASUREMENT_COLUMNS)[number];
export type MeasurementRecord = Readonly<Record<MeasurementColumn, string>>;

/** Ways to deliver interrupts by the name a table gives them; ELI delivers as posting does, and in part as APICv. */
const DELIVERIES: Readonly<Record<string, InterruptDelivery>> = {
  '': 'unknown',
  unknown: 'unknown',
  legacy: 'legacy',
  apicv: 'apicv',
  'eli-delivery': 'apicv',
  posted: 'posted',
  eli: 'posted',
  polling: 'polling',
};
const LOCALITIES: Readonly<Record<string, NumaLocality>> = {
  '': 'unknown',
  unknown: 'unknown',
  local: 'local',
  remote: 'remote',
};

class UnreadableError extends Error {}

function optionalNumber(record: MeasurementRecord, column: MeasurementColumn): number | null {
  const text = record[column].trim();
  if (text === '') return null;
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw new UnreadableError(`${column} is not a number from 0: "${text}"`);
  return number;
}

function positive(record: MeasurementRecord, column: MeasurementColumn): number {
  const number = optionalNumber(record, column);
  if (number === null || number === 0) throw new UnreadableError(`${column} must be above 0: "${record[column]}"`);
  return number;
}

function named<T>(record: MeasurementRecord, column: MeasurementColumn, names: Readonly<Record<string, T>>): T {
  const found = names[record[column].trim()];
  if (found === undefined) throw new UnreadableError(`${column} is not one the model knows: "${record[column]}"`);
  return found;
}

/** A count that is empty when the report does not tell it, and 1 or more when it does. */
function optionalCount(record: MeasurementRecord, column: MeasurementColumn): number | null {
  const number = optionalNumber(record, column);
  if (number !== null && (number < 1 || !Number.isInteger(number))) {
    throw new UnreadableError(`${column} is not a count: "${record[column]}"`);
  }
  return number;
}

/** Link speed in Mbit/s; the column of a disk may name the device there, which is no speed. */
function speedMbps(record: MeasurementRecord): number | null {
  const gbps = Number(record.speed_gbps);
  return record.speed_gbps.trim() === '' || !Number.isFinite(gbps) || gbps <= 0 ? null : gbps * 1000;
}

function yearOf(text: string): number | null {
  const year = /\b(?:19|20)\d\d\b/.exec(text)?.[0];
  return year === undefined ? null : Number(year);
}

/** Reads one record of a table; a row with a value that is not what its column says is skipped with that reason. */
export function readMeasurement(record: MeasurementRecord): Measurement | SkippedRow {
  const text = (column: MeasurementColumn): string => record[column].trim();
  try {
    return {
      id: text('id'),
      year: yearOf(text('year')),
      device: text('device'),
      speedMbps: speedMbps(record),
      path: text('path'),
      workload: text('workload'),
      messageBytes: optionalCount(record, 'msg_bytes'),
      queues: optionalCount(record, 'queues'),
      vcpus: optionalCount(record, 'vcpus'),
      vms: optionalCount(record, 'n_vms') ?? 1,
      numa: named(record, 'numa', LOCALITIES),
      interrupts: named(record, 'interrupt_mode', DELIVERIES),
      topology: text('topology'),
      metric: text('metric'),
      unit: text('unit'),
      value: positive(record, 'value'),
      nativeValue: text('native_value') === '' ? null : positive(record, 'native_value'),
      nativeKind: text('native_kind'),
      fractionOfNative: optionalNumber(record, 'fraction_of_native'),
      kind: text('kind'),
      group: text('group'),
    };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { id: text('id'), reason: error.message };
  }
}
