import type { NicDeviceRule } from '../nic-rule';

/**
 * VFIO gives away whole IOMMU groups: a device that shares its group with another cannot be given alone.
 * An unknown group on a host with a working IOMMU is let through, for Nova does not look at groups at all.
 */
export const nicIommuGroup: NicDeviceRule = {
  name: 'nic-iommu-group',
  reject(path, _nic, pf) {
    const { iommuGroup } = pf.pf;
    const isClean =
      path.takes === 'vf' ? pf.usableVfs.length > 0 : iommuGroup === null || !pf.sharedIommuGroups.has(iommuGroup);
    if (isClean) return null;
    return {
      code: 'iommu.group_shared',
      required: 'an IOMMU group of its own',
      available: 'shared with another device',
    };
  },
};
