import { ASPECT } from './aspects';
import { withNic } from './numa-policy.relaxation';
import type { RelaxationRule } from './relaxation-rule';

/** Line rates that NICs come with, Mbit/s, fastest first. */
const LINE_RATES_MBPS: readonly number[] = [100_000, 50_000, 40_000, 25_000, 10_000, 1_000];

/** The next slower line rate: no link carries more than its rate. */
export const relaxNicBandwidth: RelaxationRule = ({ nics }) =>
  nics.flatMap(({ name, bandwidthMbps: asked }, index) => {
    if (asked === null) return [];
    return LINE_RATES_MBPS.filter((rate) => rate < asked)
      .slice(0, 3)
      .map((rate) => ({
        target: 'request',
        subject: `nics[${name}].bandwidth_mbps`,
        pointer: `/nics/${index}/bandwidth_mbps`,
        from: String(asked),
        to: String(rate),
        ladder: `nics[${name}].bandwidth_mbps`,
        costs: `${asked - rate} Mbit/s less`,
        aspects: ASPECT.bandwidth,
        apply: (request) => withNic(request, index, { bandwidthMbps: rate }),
      }));
  });
