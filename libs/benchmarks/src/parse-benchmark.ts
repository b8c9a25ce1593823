import type { BenchmarkRun, BenchmarkTool } from '@iopath/core';
import { parseFio } from './fio/parse-fio';
import { parseIperf3 } from './iperf3/parse-iperf3';
import { parseNetperf } from './netperf/parse-netperf';
import { parseSockperf } from './sockperf/parse-sockperf';

const PARSERS: Readonly<Record<BenchmarkTool, (text: string) => readonly BenchmarkRun[]>> = {
  iperf3: parseIperf3,
  fio: parseFio,
  netperf: parseNetperf,
  sockperf: parseSockperf,
};

/**
 * The runs that one output of a tool tells of, in its own order.
 *
 * @throws UnreadableResult when it is of something else, broken off, or measures something else than it seems.
 */
export function parseBenchmark(tool: BenchmarkTool, text: string): readonly BenchmarkRun[] {
  return PARSERS[tool](text);
}
