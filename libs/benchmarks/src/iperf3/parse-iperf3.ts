import type { BenchmarkRun } from '@iopath/core';
import { jsonDocument, type JsonObject, listOf, numberAt, objectOf, textAt } from '../json-document';
import { UnreadableResult } from '../unreadable-result';

const HINT = 'run iperf3 with -J; its table for people leaves out what was sent, and how.';
/** More loss than this, and the rate is that of an overload, not of a path. */
const MOST_LOST_PERCENT = 0.1;
/** A test that ended so much before its time was broken off. */
const LEAST_SHARE_OF_TIME = 0.9;
/** A run this short is mostly slow start and scheduling noise. */
const SHORT_RUN_S = 30;
const MBPS = 1e6;

/**
 * Reads `iperf3 -J`: one run, or two of `--bidir`. What counts is what was *received*: a sender's figure holds what still
 * lies in its buffers.
 *
 * @throws UnreadableResult
 */
export function parseIperf3(text: string): readonly BenchmarkRun[] {
  const document = jsonDocument(text, HINT);
  const failure = textAt(document, 'error');
  if (failure !== null) throw new UnreadableResult('benchmark.failed_run', `iperf3 says: ${failure}`);
  const setup = objectOf(objectOf(document.start)?.test_start);
  if (setup === null) throw new UnreadableResult('benchmark.not_this_format', `There is no start.test_start: ${HINT}`);
  const end = objectOf(document.end);
  if (end === null || Object.keys(end).length === 0) {
    throw new UnreadableResult('benchmark.truncated', 'There is no `end`: the test did not come to it.');
  }
  const protocol = textAt(setup, 'protocol');
  if (protocol !== 'TCP' && protocol !== 'UDP') {
    throw new UnreadableResult('benchmark.not_this_format', `The protocol is ${protocol ?? 'not told'}.`);
  }
  return directionsOf(end).map((direction) => runOf(document, setup, protocol, direction));
}

interface Direction {
  readonly job: string | null;
  readonly received: JsonObject;
  /** Whether `received` is what the receiver counted; else losses are still to be taken off. */
  readonly isCounted: boolean;
}

function directionsOf(end: JsonObject): readonly Direction[] {
  // UDP before iperf 3.12 has one `sum`, which tells what was sent and how much of it was lost.
  const received = objectOf(end.sum_received) ?? objectOf(end.sum);
  if (received === null) {
    throw new UnreadableResult('benchmark.no_result', 'end.sum_received is missing: the receiver told nothing.');
  }
  const back = objectOf(end.sum_received_bidir_reverse);
  const isCounted = objectOf(end.sum_received) !== null;
  if (back === null) return [{ job: null, received, isCounted }];
  return [
    { job: 'forward', received, isCounted },
    { job: 'reverse', received: back, isCounted },
  ];
}

function runOf(document: JsonObject, setup: JsonObject, protocol: 'TCP' | 'UDP', direction: Direction): BenchmarkRun {
  const { job, received, isCounted } = direction;
  const bitsPerSecond = numberAt(received, 'bits_per_second');
  if (bitsPerSecond === null || bitsPerSecond <= 0) {
    throw new UnreadableResult('benchmark.no_result', 'Nothing was received.');
  }
  const asked = numberAt(setup, 'duration') ?? 0;
  const seconds = numberAt(received, 'seconds') ?? lengthOf(received);
  if (seconds !== null && seconds < asked * LEAST_SHARE_OF_TIME) {
    const message = `It ran for ${seconds.toFixed(1)} s of ${asked} s.`;
    throw new UnreadableResult('benchmark.truncated', message);
  }
  const lostPercent = protocol === 'UDP' ? lostOf(received) : 0;
  const arrived = isCounted ? 1 : 1 - lostPercent / 100;
  const durationS = seconds ?? (asked > 0 ? asked : null);
  return {
    tool: 'iperf3',
    toolVersion: textAt(document, 'start', 'version')?.replace(/^iperf\s+/, '') ?? null,
    job,
    workload: protocol === 'TCP' ? 'bulk_tcp' : 'bulk_udp',
    durationS,
    messageBytes: numberAt(setup, 'blksize'),
    streams: numberAt(setup, 'num_streams'),
    queueDepth: null,
    isDirect: null,
    samples: null,
    values: {
      throughputMbps: (bitsPerSecond * arrived) / MBPS,
      ...(protocol === 'UDP' ? packetRate(received, durationS, 1 - lostPercent / 100) : {}),
    },
    warnings: warningsOf(document, setup, durationS),
  };
}

function lengthOf(received: JsonObject): number | null {
  const start = numberAt(received, 'start');
  const end = numberAt(received, 'end');
  return start === null || end === null ? null : end - start;
}

function lostOf(received: JsonObject): number {
  const lost = numberAt(received, 'lost_percent') ?? 0;
  if (lost <= MOST_LOST_PERCENT) return lost;
  const message = `${lost.toFixed(2)} % of the packets were lost: the rate is that of an overload. Send less with -b.`;
  throw new UnreadableResult('benchmark.packets_lost', message);
}

/** `packets` holds those that were lost too, by whichever name. */
function packetRate(
  received: JsonObject,
  durationS: number | null,
  arrived: number,
): { readonly packetRateKpps?: number } {
  const packets = numberAt(received, 'packets');
  if (packets === null || durationS === null || durationS <= 0) return {};
  return { packetRateKpps: (packets * arrived) / durationS / 1000 };
}

function warningsOf(document: JsonObject, setup: JsonObject, durationS: number | null): readonly string[] {
  const warnings: string[] = [];
  if ((numberAt(setup, 'omit') ?? 0) === 0) warnings.push('slow start is part of it: use -O 3');
  if (durationS !== null && durationS < SHORT_RUN_S) warnings.push(`${durationS.toFixed(0)} s are short: use -t 30`);
  const counted = listOf(document.intervals)
    .map(({ sum }) => objectOf(sum))
    .filter((sum) => sum !== null && sum.omitted !== true)
    .flatMap((sum) => numberAt(sum, 'bits_per_second') ?? []);
  const median = [...counted].sort((a, b) => a - b)[Math.floor(counted.length / 2)] ?? 0;
  if (counted.some((rate) => rate < median / 2)) warnings.push('some interval has under half the median rate');
  return warnings;
}
