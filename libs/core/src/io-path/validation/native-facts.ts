import type { Measurement } from './measurement';

/** What the bare host of a row's test bed was measured to do, in the model's units; null where nobody measured it. */
export interface NativeFacts {
  readonly rttUs: number | null;
  readonly mbps: number | null;
  readonly interruptsPerS: number | null;
  readonly diskLatencyUs: number | null;
  readonly iops: number | null;
}

export const NO_NATIVE_FACTS: NativeFacts = {
  rttUs: null,
  mbps: null,
  interruptsPerS: null,
  diskLatencyUs: null,
  iops: null,
};

/** Rows of one test bed. */
export type MeasurementGroup = readonly Measurement[];

/** Kinds of native value that are the same load on the bare host; anything else names another baseline. */
const SAME_LOAD_BARE_HOST: ReadonlySet<string> = new Set(['measured', 'claimed', 'line_rate', '']);

export function isBareHost(row: Measurement): boolean {
  return row.nativeValue !== null && SAME_LOAD_BARE_HOST.has(row.nativeKind);
}

function sameLoad(a: Measurement, b: Measurement): boolean {
  return a.workload === b.workload && a.topology === b.topology && a.messageBytes === b.messageBytes;
}

/** The native value of a row: its own, or that of its test bed's native row for the same load. */
export function nativeValueOf(row: Measurement, group: MeasurementGroup): number | null {
  if (isBareHost(row)) return row.nativeValue;
  if (row.nativeValue !== null || row.path === 'native') return null;
  const native = group.find(
    (other) =>
      other.path === 'native' && other.metric === row.metric && other.unit === row.unit && sameLoad(other, row),
  );
  return native?.value ?? null;
}

/** Interrupts a second of the bare host under the row's load. */
export function nativeInterrupts(row: Measurement, group: MeasurementGroup): number | null {
  const known = group.find(
    (other) => other.metric === 'interrupts' && isBareHost(other) && other.workload === row.workload,
  );
  return known?.nativeValue ?? null;
}
