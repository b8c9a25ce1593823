import type { BenchmarkConditions } from './benchmark-conditions';
import type { BenchmarkRun } from './benchmark-run';

/** A run with all that a prediction of it needs. */
export interface AcceptedRun extends BenchmarkRun {
  readonly durationS: number;
  readonly messageBytes: number;
  readonly streams: number;
}

/** What a run lacks, or has that it must not have. */
export interface RunRefusal {
  /** `benchmark.no_duration`, `benchmark.no_message_size`, `benchmark.no_streams`, `benchmark.not_direct` … */
  readonly code: string;
  readonly message: string;
}

const DISK_WORKLOADS: readonly BenchmarkRun['workload'][] = [
  'random_read',
  'random_write',
  'sequential_read',
  'sequential_write',
  'disk_read',
  'disk_write',
];

/**
 * Holds a run against the conditions that its caller states. What the tool printed counts; the caller's word fills what it
 * does not print. A result that lacks its duration, message size, streams, or for a disk `direct=1`, order and queue depth,
 * cannot be compared with a prediction.
 */
export function acceptRun(
  run: BenchmarkRun,
  conditions: BenchmarkConditions,
): { readonly accepted: AcceptedRun } | { readonly refusals: readonly RunRefusal[] } {
  const messageBytes = run.messageBytes ?? conditions.messageBytes;
  const streams = run.streams ?? conditions.streams;
  const { durationS } = run;
  const refusals = [
    ...lacking(durationS, messageBytes, streams),
    ...contradictions(run, conditions),
    ...implausible(run, messageBytes, streams),
    ...(DISK_WORKLOADS.includes(run.workload) ? ofDisk(run, conditions) : ofNetwork(conditions)),
  ];
  if (durationS === null || messageBytes === null || streams === null || refusals.length > 0) return { refusals };
  return { accepted: { ...run, durationS, messageBytes, streams } };
}

function lacking(durationS: number | null, messageBytes: number | null, streams: number | null): readonly RunRefusal[] {
  const refusals: RunRefusal[] = [];
  if (durationS === null) refusals.push({ code: 'benchmark.no_duration', message: 'It does not say how long it ran.' });
  if (messageBytes === null) {
    const message = 'Neither the output nor the conditions say how large a message or request was.';
    refusals.push({ code: 'benchmark.no_message_size', message });
  }
  if (streams === null) {
    const message = 'Neither the output nor the conditions say how many streams or jobs there were.';
    refusals.push({ code: 'benchmark.no_streams', message });
  }
  return refusals;
}

/** Beyond these no test was ever made, and the ledger of series keeps no such numbers. */
const MOST_BYTES = 2 ** 31 - 1;
const MOST_COUNT = 1_000_000;
const MOST_SECONDS = 1e9;
const MOST_OF_ANYTHING = 1e15;

function implausible(
  { durationS, queueDepth, samples, values }: BenchmarkRun,
  messageBytes: number | null,
  streams: number | null,
): readonly RunRefusal[] {
  const isCount = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;
  const wrong = [
    ...(durationS === null || (durationS > 0 && durationS <= MOST_SECONDS) ? [] : [`${durationS} s`]),
    ...(messageBytes === null || isCount(messageBytes, MOST_BYTES) ? [] : [`${messageBytes} bytes`]),
    ...(streams === null || isCount(streams, MOST_COUNT) ? [] : [`${streams} streams`]),
    ...(queueDepth === null || isCount(queueDepth, MOST_COUNT) ? [] : [`iodepth ${queueDepth}`]),
    ...(samples === null || samples === 0 || isCount(samples, Number.MAX_SAFE_INTEGER) ? [] : [`${samples} samples`]),
    ...Object.entries(values)
      .filter(([, value]) => !(value > 0 && value <= MOST_OF_ANYTHING))
      .map(([metric, value]) => `${metric} ${value}`),
  ];
  return wrong.map((what) => ({ code: 'benchmark.implausible', message: `It says ${what}, which cannot be.` }));
}

/** Two statements that differ: one of them is of another test. */
function contradictions(run: BenchmarkRun, conditions: BenchmarkConditions): readonly RunRefusal[] {
  return (['messageBytes', 'streams'] as const).flatMap((what) => {
    const [told, stated] = [run[what], conditions[what]];
    if (told === null || stated === null || told === stated) return [];
    const name = what === 'messageBytes' ? 'message size' : 'number of streams';
    const message = `The ${name} is ${told} by the output and ${stated} by the conditions.`;
    return [{ code: 'benchmark.contradiction', message }];
  });
}

function ofDisk(
  { isDirect, queueDepth, workload }: BenchmarkRun,
  { device }: BenchmarkConditions,
): readonly RunRefusal[] {
  const refusals: RunRefusal[] = [];
  if (device !== 'disk') {
    refusals.push({ code: 'benchmark.other_device', message: 'It is of a disk, and the conditions are of a NIC.' });
  }
  if (isDirect !== true) {
    const message = 'It does not say direct=1: what went through the page cache measures memory.';
    refusals.push({ code: 'benchmark.not_direct', message });
  }
  if (queueDepth === null) {
    refusals.push({ code: 'benchmark.no_queue_depth', message: 'It does not say its iodepth.' });
  }
  if (workload === 'disk_read' || workload === 'disk_write') {
    refusals.push({ code: 'benchmark.no_order', message: 'It does not say whether it was random or sequential (rw).' });
  }
  return refusals;
}

function ofNetwork({ device }: BenchmarkConditions): readonly RunRefusal[] {
  if (device === 'nic') return [];
  return [{ code: 'benchmark.other_device', message: 'It is of a network, and the conditions are of a disk.' }];
}
