import type { CloudSource, Inventory } from '../../inventory/inventory';

/** When each service of the cloud last told everything; left out: never. Milliseconds since the epoch. */
export type CloudObservations = Readonly<Partial<Record<CloudSource, number>>>;

/**
 * Since when the oldest fact of this host may have changed unseen: the observation that was put, or the last answer of a
 * service that facts of it come from, whichever is older. Null when nobody told any time.
 */
export function oldestObservation(
  { observedAtMs, cloudSources = [] }: Inventory,
  observed: CloudObservations,
): number | null {
  const times = [observedAtMs, ...cloudSources.map((source) => observed[source] ?? null)];
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
