import type { LatencyPrediction } from '../io-path/model/prediction';
import type { LatencyNeed } from '../request/vm-request';

/** A latency this many times its target is worth nothing. */
const WORTHLESS_MULTIPLE = 4;

/** {@link latencyWorth} in words. */
export const LATENCY_FORMULA =
  `1 up to the target; above it \`1 - ln(predicted / target) / ln ${WORTHLESS_MULTIPLE}\`, ` +
  `so 0 at ${WORTHLESS_MULTIPLE} times the target; 0 when overloaded`;

/**
 * Worth of a latency against its target: 1 up to the target, falling with the logarithm to 0 at four times
 * the target, since latencies are felt as ratios. Being faster than asked earns nothing: it is what keeps a
 * VF for those who need it.
 *
 * @param latencyUs predicted, µs; null when the path would be overloaded, which is worth nothing.
 */
export function latencyWorth(latencyUs: number | null, targetUs: number): number {
  if (latencyUs === null) return 0;
  if (latencyUs <= targetUs) return 1;
  return Math.max(0, 1 - Math.log(latencyUs / targetUs) / Math.log(WORTHLESS_MULTIPLE));
}

/** Worth of an amount against the amount needed: the share of it that is there, at most 1. */
export function amountWorth(available: number, needed: number): number {
  return needed <= 0 ? 1 : Math.min(1, available / needed);
}

/** The predicted latency at the percentile asked for, or at the next one that is predicted above it (p50, p99, p99.9). */
export function latencyAt(predicted: LatencyPrediction | null, need: LatencyNeed | null): number | null {
  if (predicted === null) return null;
  const percentile = need?.percentile ?? 99;
  if (percentile <= 50) return predicted.p50;
  return percentile <= 99 ? predicted.p99 : predicted.p999;
}
