import type { ModelParameters } from '../model/parameters.data';

/** Standard normal quantiles of p90 and p99: between median and p99 a tail is taken for log-normal. */
const Z_P90 = 1.2816;
const Z_P99 = 2.3263;

/** What a percentile of a latency at low load is, in units of the median; null for what has no factor. */
export function tailFactor(parameters: ModelParameters, suffix: string): number | null {
  switch (suffix) {
    case 'mean':
    case 'p50':
      return 1;
    case 'p90':
      return parameters['tail.p99_factor'].default ** (Z_P90 / Z_P99);
    case 'p99':
      return parameters['tail.p99_factor'].default;
    case 'p999':
      return parameters['tail.p999_factor'].default;
    default:
      return null;
  }
}
