import type { BenchmarkRun, BenchmarkWorkload } from '@iopath/core';
import { UnreadableResult } from '../unreadable-result';

const HINT = 'run netperf with -- -k, which prints KEY=VALUE lines.';
/** netperf tells rates by these units; `-f` chooses among them. */
const MBPS: Readonly<Record<string, number>> = {
  '10^3bits/s': 1e-3,
  '10^6bits/s': 1,
  '10^9bits/s': 1e3,
  'KBytes/s': 8 * 1024e-6,
  'MBytes/s': 8 * 1024 ** 2 * 1e-6,
  'GBytes/s': 8 * 1024 ** 3 * 1e-6,
  'bytes/s': 8e-6,
};
/** A burst keeps more than one transaction under way, so a rate is no latency any more. */
const LEAST_AGREEMENT = 0.8;

/**
 * Reads `netperf -- -k`: request/response tests give round trips, streams give throughput.
 *
 * @throws UnreadableResult
 */
export function parseNetperf(text: string): readonly BenchmarkRun[] {
  const values = keyed(text);
  const rate = values.number('THROUGHPUT');
  const unit = values.text('THROUGHPUT_UNITS');
  if (rate === null || unit === null) {
    const what = /=/.test(text) ? 'THROUGHPUT or THROUGHPUT_UNITS is missing' : 'There are no KEY=VALUE lines';
    throw new UnreadableResult('benchmark.not_this_format', `${what}: ${HINT}`);
  }
  if (rate <= 0) throw new UnreadableResult('benchmark.no_result', 'Nothing was transferred.');
  const isRoundTrip = unit === 'Trans/s';
  const factor = isRoundTrip ? 1 : MBPS[unit];
  if (factor === undefined) throw new UnreadableResult('benchmark.unknown_unit', `THROUGHPUT_UNITS=${unit}.`);
  const { latencies, warnings } = isRoundTrip ? roundTrips(values, rate) : { latencies: {}, warnings: [] };
  return [
    {
      tool: 'netperf',
      toolVersion: null,
      job: null,
      workload: isRoundTrip ? 'round_trip' : streamOf(values, text),
      durationS: values.number('ELAPSED_TIME'),
      messageBytes: isRoundTrip ? values.number('REQUEST_SIZE') : values.number('LOCAL_SEND_SIZE'),
      streams: 1,
      queueDepth: null,
      isDirect: null,
      samples: null,
      values: { ...(isRoundTrip ? {} : { throughputMbps: rate * factor }), ...latencies },
      warnings,
    },
  ];
}

function streamOf(values: Keyed, text: string): BenchmarkWorkload {
  return /UDP/.test(values.text('PROTOCOL') ?? text) ? 'bulk_udp' : 'bulk_tcp';
}

/** netperf's latencies are whole round trips. Without them the rate of single transactions tells the mean. */
function roundTrips(
  values: Keyed,
  ratePerSecond: number,
): { readonly latencies: BenchmarkRun['values']; readonly warnings: readonly string[] } {
  const ofRate = 1e6 / ratePerSecond;
  const told = values.number('MEAN_LATENCY');
  const isBurst = (values.number('BURST_SIZE') ?? 0) > 0;
  if (isBurst || (told !== null && Math.min(told, ofRate) / Math.max(told, ofRate) < LEAST_AGREEMENT)) {
    const message =
      'Rate and latency do not belong together, so several transactions were under way: use no burst (-b 0).';
    throw new UnreadableResult('benchmark.not_a_round_trip', message);
  }
  const p50 = values.number('P50_LATENCY');
  const p99 = values.number('P99_LATENCY');
  return {
    latencies: {
      rttMeanUs: told ?? ofRate,
      ...(p50 === null ? {} : { rttP50Us: p50 }),
      ...(p99 === null ? {} : { rttP99Us: p99 }),
    },
    warnings: told === null ? ['MEAN_LATENCY is missing; the mean is taken from the rate'] : [],
  };
}

interface Keyed {
  readonly text: (key: string) => string | null;
  readonly number: (key: string) => number | null;
}

function keyed(text: string): Keyed {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trimEnd());
    if (match !== null) values.set(match[1] as string, match[2] as string);
  }
  return {
    text: (key) => values.get(key) ?? null,
    number: (key) => {
      const value = Number(values.get(key) ?? Number.NaN);
      return Number.isFinite(value) && values.get(key) !== '' ? value : null;
    },
  };
}
