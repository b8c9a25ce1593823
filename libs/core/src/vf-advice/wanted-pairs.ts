import type { RecentVfNics } from './recent-vf-nics';

/**
 * Queue pairs that suffice for three in four of the VF NICs that were asked for: one a vCPU of the VM, as a driver in the
 * guest uses no more. Null: nobody asked.
 */
export function wantedPairs(recent: readonly RecentVfNics[]): number | null {
  const bySize = [...recent].sort((one, other) => one.vcpus - other.vcpus);
  const all = bySize.reduce((sum, nics) => sum + asked(nics), 0);
  let counted = 0;
  for (const nics of bySize) {
    counted += asked(nics);
    if (counted > 0 && counted * 4 >= all * 3) return Math.max(1, nics.vcpus);
  }
  return null;
}

/** NICs that were asked for, given a VF or not. */
export function asked({ placed, unplaced }: Pick<RecentVfNics, 'placed' | 'unplaced'>): number {
  return placed + unplaced;
}
