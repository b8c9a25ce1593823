import type { HostState } from '@iopath/core';
import type { Weigher } from './weighers';

/**
 * The sum of each host's weights, in the hosts' order: every weigher's are brought to 0..1 over the hosts that passed the
 * filters and multiplied (`nova/weights.py BaseWeightHandler.get_weighed_objects`).
 */
export function weightsOfHosts(hosts: readonly HostState[], weighers: readonly Weigher[]): readonly number[] {
  const sums = hosts.map(() => 0);
  if (hosts.length <= 1) return sums;
  for (const weigher of weighers) {
    const weights = hosts.map((host) => Math.max(weigher.minval ?? -Infinity, weigher.weigh(host)));
    normalised(weights, weigher.minval).forEach((weight, at) => {
      sums[at] = (sums[at] ?? 0) + weigher.multiplier * weight;
    });
  }
  return sums;
}

/** `nova/weights.py normalize`: hosts that all weigh the same weigh nothing. */
function normalised(weights: readonly number[], minval: number | null): readonly number[] {
  const least = minval ?? Math.min(...weights);
  const most = Math.max(...weights);
  return weights.map((weight) => (most === least ? 0 : (weight - least) / (most - least)));
}
