import { iommuGroupRefusal } from '../iommu-group-refusal';
import type { DiskDeviceRule } from '../disk-rule';

/** VFIO gives away whole IOMMU groups: the device must be known to be alone in its group. Unknown is not yes. */
export const diskIommuGroup: DiskDeviceRule = {
  name: 'disk-iommu-group',
  reject: (_path, device, host) => iommuGroupRefusal(device.iommuGroup, host.sharedIommuGroups),
};
