import { withNic } from './numa-policy.relaxation';
import type { RelaxationRule } from './relaxation-rule';

/** Line rates that NICs come with, Mbit/s, fastest first. */
const LINE_RATES_MBPS: readonly number[] = [100_000, 50_000, 40_000, 25_000, 10_000, 1_000];

/** The next slower line rate: no link carries more than its rate. */
export const relaxNicBandwidth: RelaxationRule = (request) =>
  request.nics.flatMap((nic, index) => {
    const asked = nic.bandwidthMbps;
    if (asked === null) return [];
    return LINE_RATES_MBPS.filter((rate) => rate < asked)
      .slice(0, 3)
      .map((rate) => ({
        change: `nics[${nic.name}].bandwidth_mbps: ${asked} -> ${rate}`,
        ladder: `${nic.name}.bandwidth`,
        costs: `${asked - rate} Mbit/s less`,
        request: withNic(request, index, { bandwidthMbps: rate }),
      }));
  });
