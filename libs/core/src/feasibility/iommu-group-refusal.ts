import type { Rejection } from './rejection';

/** Why a device may not be given away for the sake of its IOMMU group; null when it may. */
export function iommuGroupRefusal(iommuGroup: number | null, sharedGroups: ReadonlySet<number>): Rejection | null {
  if (iommuGroup === null) return GROUP_UNKNOWN;
  return sharedGroups.has(iommuGroup) ? GROUP_SHARED : null;
}

const OWN_GROUP = 'an IOMMU group of its own';

/** A kernel with a working IOMMU puts every device that can be assigned into a group, so a missing one is no small thing. */
const GROUP_UNKNOWN: Rejection = { code: 'iommu.group_unknown', required: OWN_GROUP, available: 'group not known' };

const GROUP_SHARED: Rejection = {
  code: 'iommu.group_shared',
  required: OWN_GROUP,
  available: 'shared with another device',
};
