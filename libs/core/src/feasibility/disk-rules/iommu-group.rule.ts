import type { DiskDeviceRule } from '../disk-rule';

/** VFIO gives away whole IOMMU groups: a device that shares its group cannot be given alone. */
export const diskIommuGroup: DiskDeviceRule = {
  name: 'disk-iommu-group',
  reject(_path, device, host) {
    if (device.iommuGroup === null || !host.sharedIommuGroups.has(device.iommuGroup)) return null;
    return {
      code: 'iommu.group_shared',
      required: 'an IOMMU group of its own',
      available: 'shared with another device',
    };
  },
};
