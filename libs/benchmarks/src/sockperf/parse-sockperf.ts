import { stripVTControlCharacters } from 'node:util';
import { type BenchmarkRun, quantilesBySamples } from '@iopath/core';
import { cleanText } from '../json-document';
import { UnreadableResult } from '../unreadable-result';

/** Colours whose escape character was lost on the way through a log or a copy. */
const BARE_COLOURS = /\[(?:\d+;)?\d+m/g;
const NUMBER = '(\\d+(?:\\.\\d+)?)';

/**
 * Reads what `sockperf ping-pong` prints. Its latency is **half** of a round trip, and is doubled here, unless it ran with
 * `--full-rtt`, whose output says "Round trip".
 *
 * @throws UnreadableResult
 */
export function parseSockperf(text: string): readonly BenchmarkRun[] {
  const lines = stripVTControlCharacters(text).replace(BARE_COLOURS, '');
  if (!lines.includes('sockperf')) {
    throw new UnreadableResult('benchmark.not_this_format', 'No line of it is of sockperf.');
  }
  if (/Message Rate is|BandWidth is/.test(lines)) {
    const message = 'sockperf throughput measures one direction: use ping-pong.';
    throw new UnreadableResult('benchmark.not_a_round_trip', message);
  }
  const mean = numberAfter(lines, 'avg-(?:latency|rtt|lat)=\\s*');
  if (mean === null) throw new UnreadableResult('benchmark.truncated', 'There is no `avg-latency` line.');
  requireNothingLost(lines);
  const aRoundTrip = /avg-rtt=|Summary: Round trip/i.test(lines) ? 1 : 2;
  const samples = numberAfter(lines, 'Total\\s+');
  const percentile = (name: string): number | null => {
    const half = numberAfter(lines, `percentile ${name.replace('.', '\\.')}\\s*=\\s*`);
    return half === null ? null : half * aRoundTrip;
  };
  const { kept, warnings } = quantilesBySamples(samples, {
    p50: percentile('50.000') ?? percentile('50.00'),
    p99: percentile('99.000') ?? percentile('99.00'),
    p999: percentile('99.900') ?? percentile('99.90'),
  });
  return [
    {
      tool: 'sockperf',
      toolVersion: cleanText(/== version #([^\s=]+)/.exec(lines)?.[1] ?? '') || null,
      job: null,
      workload: 'round_trip',
      durationS: numberAfter(lines, 'Valid Duration\\] RunTime=') ?? numberAfter(lines, 'Total Run\\] RunTime='),
      messageBytes: numberAfter(lines, '(?:--msg-size[= ]|Message size[ =]{0,8})'),
      // One message is under way at a time.
      streams: 1,
      queueDepth: null,
      isDirect: null,
      samples,
      values: {
        rttMeanUs: mean * aRoundTrip,
        ...(kept.p50 === null ? {} : { rttP50Us: kept.p50 }),
        ...(kept.p99 === null ? {} : { rttP99Us: kept.p99 }),
        ...(kept.p999 === null ? {} : { rttP999Us: kept.p999 }),
      },
      warnings,
    },
  ];
}

/** What got lost, came twice or out of order is no round trip, and those that wait for it distort the others. */
function requireNothingLost(lines: string): void {
  for (const what of ['dropped', 'duplicated', 'out-of-order']) {
    const count = numberAfter(lines, `# ${what} messages = `) ?? 0;
    if (count > 0) throw new UnreadableResult('benchmark.packets_lost', `${count} messages were ${what}.`);
  }
}

function numberAfter(lines: string, pattern: string): number | null {
  const match = new RegExp(`${pattern}${NUMBER}`).exec(lines);
  return match === null ? null : Number(match[1]);
}
