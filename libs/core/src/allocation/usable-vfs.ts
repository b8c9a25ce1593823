import type { PfState } from '../fleet/host-state';
import type { VirtualFunction } from '../inventory/inventory';

/** The free VFs of a PF that are alone in their IOMMU group, lowest index first: those that may be given to a guest. */
export function usableVfs({ freeVfs, sharedIommuGroups }: PfState): readonly VirtualFunction[] {
  if (sharedIommuGroups.size === 0) return freeVfs;
  return freeVfs.filter((vf) => vf.iommuGroup === null || !sharedIommuGroups.has(vf.iommuGroup));
}
