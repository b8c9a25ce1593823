import type { Fault } from '../../fault';
import type { AcceptedRun } from './accept-run';
import type { BenchmarkConditions } from './benchmark-conditions';
import type { BenchmarkRun } from './benchmark-run';
import { quantilesBySamples } from './quantiles-by-samples';

/** What a disk did while it was observed; of a NIC the figures tell. */
export const DISK_ACCESSES = ['random_read', 'random_write', 'sequential_read', 'sequential_write'] as const;
export type DiskAccess = (typeof DISK_ACCESSES)[number];

/** Figures that somebody read of a placed VM's device. Units are in the names; null: not read. */
export interface ObservedFigures {
  readonly durationS: number;
  /** Bytes of one message, or one disk request. */
  readonly messageBytes: number;
  readonly streams: number;
  readonly queueDepth: number | null;
  readonly access: DiskAccess | null;
  /** Round trip of a NIC, completion of a disk's request. */
  readonly latencyUs: { readonly p50: number; readonly p99: number | null } | null;
  readonly throughputMbps: number | null;
  readonly packetRateKpps: number | null;
  readonly iops: number | null;
  readonly throughputMibps: number | null;
  /** Observations behind the quantiles. */
  readonly samples: number | null;
}

type Figure = 'latencyUs' | 'throughputMbps' | 'packetRateKpps' | 'iops' | 'throughputMibps';

/** Figures by their names on the wire, for the faults that point at them. */
const POINTERS: Readonly<Record<Figure, string>> = {
  latencyUs: '/latency_us',
  throughputMbps: '/throughput_mbps',
  packetRateKpps: '/packet_rate_kpps',
  iops: '/iops',
  throughputMibps: '/throughput_mibps',
};
const FIGURES: Readonly<Record<BenchmarkConditions['device'], readonly Figure[]>> = {
  nic: ['latencyUs', 'throughputMbps', 'packetRateKpps'],
  disk: ['latencyUs', 'iops', 'throughputMibps'],
};

/**
 * The runs that figures make: of a NIC one for each kind of load, since round trips, bulk and packets are compared each with
 * its like; of a disk one. Quantiles that too few observations stand behind are left out, with a warning.
 *
 * @returns faults instead where the figures are not of such a device, or say too little to be compared with anything.
 */
export function observedRuns(
  figures: ObservedFigures,
  device: BenchmarkConditions['device'],
): { readonly runs: readonly AcceptedRun[] } | { readonly faults: readonly Fault[] } {
  const faults = [...wrongFigures(figures, device), ...(device === 'disk' ? lackingOfDisk(figures) : [])];
  if (faults.length > 0) return { faults };
  const runs = device === 'nic' ? nicRuns(figures) : diskRuns(figures);
  if (runs.some(({ values }) => Object.keys(values).length > 0)) return { runs };
  const wanted = FIGURES[device].map((name) => POINTERS[name].slice(1)).join(', ');
  const message = `of a ${device} at least one of ${wanted} is needed, with as many samples as its quantiles want`;
  return { faults: [{ pointer: '', code: 'observation.empty', message }] };
}

function wrongFigures(figures: ObservedFigures, device: BenchmarkConditions['device']): readonly Fault[] {
  const given = (Object.keys(POINTERS) as Figure[]).filter((name) => figures[name] !== null);
  return given
    .filter((name) => !FIGURES[device].includes(name))
    .map((name) => ({
      pointer: POINTERS[name],
      code: 'observation.other_device',
      message: `the allocation is of a ${device}, of which this is not measured`,
    }));
}

/** A disk answers reads and writes, and random and sequential ones, each at its own rate. */
function lackingOfDisk({ access, queueDepth }: ObservedFigures): readonly Fault[] {
  const lacking = { '/access': access, '/queue_depth': queueDepth };
  return Object.entries(lacking)
    .filter(([, value]) => value === null)
    .map(([pointer]) => ({ pointer, code: 'field.required', message: 'is required of a disk' }));
}

function nicRuns(figures: ObservedFigures): readonly AcceptedRun[] {
  const { latencyUs, throughputMbps, packetRateKpps, samples } = figures;
  const runs: AcceptedRun[] = [];
  if (latencyUs !== null) {
    const { kept, warnings } = quantilesBySamples(samples, { p50: latencyUs.p50, p99: latencyUs.p99, p999: null });
    const values = { ...told('rttP50Us', kept.p50), ...told('rttP99Us', kept.p99) };
    runs.push(runOf(figures, 'round_trip', values, warnings));
  }
  if (throughputMbps !== null) runs.push(runOf(figures, 'bulk_tcp', { throughputMbps }, []));
  if (packetRateKpps !== null) runs.push(runOf(figures, 'bulk_udp', { packetRateKpps }, []));
  return runs.filter(({ values }) => Object.keys(values).length > 0);
}

function diskRuns(figures: ObservedFigures): readonly AcceptedRun[] {
  const { latencyUs, iops, throughputMibps, samples, access, queueDepth } = figures;
  const quantiles = { p50: latencyUs?.p50 ?? null, p99: latencyUs?.p99 ?? null, p999: null };
  const { kept, warnings } = quantilesBySamples(samples, quantiles);
  const values = {
    ...told('iops', iops),
    ...told('diskThroughputMibps', throughputMibps),
    ...told('diskP50Us', kept.p50),
    ...told('diskP99Us', kept.p99),
  };
  // The device is the guest's own, so no page cache of the host lies between.
  return access === null ? [] : [runOf(figures, access, values, warnings, { queueDepth, isDirect: true })];
}

function runOf(
  { durationS, messageBytes, streams, samples }: ObservedFigures,
  workload: BenchmarkRun['workload'],
  values: BenchmarkRun['values'],
  warnings: readonly string[],
  ofDisk: Pick<AcceptedRun, 'queueDepth' | 'isDirect'> = { queueDepth: null, isDirect: null },
): AcceptedRun {
  return {
    tool: 'observed',
    toolVersion: null,
    job: null,
    workload,
    durationS,
    messageBytes,
    streams,
    ...ofDisk,
    samples,
    values,
    warnings,
  };
}

function told(metric: keyof BenchmarkRun['values'], value: number | null): BenchmarkRun['values'] {
  return value === null ? {} : { [metric]: value };
}
