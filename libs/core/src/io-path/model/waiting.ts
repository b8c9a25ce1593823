/** Past this share of capacity real systems drop or livelock (M467 against M468): the model names no latency. */
export const OVERLOAD = 0.95;

/** Mean waiting before a stage used to the share `rho`, µs: steady service (model rule 8). */
export function meanWaitUs(serviceUs: number, rho: number): number {
  return (serviceUs * rho) / (2 * (1 - rho));
}

/**
 * Waiting that all but the share `rare` stay under, µs. Exponential service, so on the safe side; never below the mean,
 * so that a percentile never undercuts the median.
 */
export function rareWaitUs(serviceUs: number, rho: number, rare: number): number {
  const quantile = rho > rare ? (serviceUs * Math.log(rho / rare)) / (1 - rho) : 0;
  return Math.max(quantile, meanWaitUs(serviceUs, rho));
}
