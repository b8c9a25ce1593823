import { buildPlacement } from '../build-placement';
import type { RelaxedPrediction } from '../decision';
import { searchFleet } from '../search/search-fleet';
import type { ConcessionSet } from './concession-set';
import type { Trials } from './trials';
import type { TwinHosts } from './twin-hosts';

/**
 * What one VM would get at the best of the places that a set of concessions unlocks; null where it unlocks none by itself.
 *
 * @param unlocked the hosts that the set unlocks.
 */
export function relaxedPrediction(
  set: ConcessionSet,
  unlocked: readonly TwinHosts[],
  trials: Trials,
): RelaxedPrediction | null {
  const context = trials.contextAfter(set);
  if (context === null || unlocked.length === 0) return null;
  const hosts = unlocked.map((twins) => trials.hostAfter(set, twins));
  const { winner } = searchFleet({ ...trials.fleet, hosts }, context);
  if (winner === null) return null;
  const hostsUnlocked = unlocked.reduce((sum, { hostNames }) => sum + hostNames.length, 0);
  const { hostName, nics, disks, migration } = buildPlacement(winner, context, hostsUnlocked);
  return {
    hostName,
    nics: nics.map(({ name, path, predicted }) => ({ name, path, latencyUs: latencyOf(predicted) })),
    disks: disks.map(({ name, path, predicted }) => ({ name, path, latencyUs: latencyOf(predicted) })),
    migration: { live: migration.live, mechanism: migration.mechanism },
  };
}

function latencyOf({ latencyUs }: { readonly latencyUs: { readonly p50: number; readonly p99: number } | null }) {
  return latencyUs === null ? null : { p50: latencyUs.p50, p99: latencyUs.p99 };
}
