import { iommuGroupRefusal } from '../iommu-group-refusal';
import type { NicDeviceRule } from '../nic-rule';

/** VFIO gives away whole IOMMU groups: a VF or PF must be known to be alone in its group. Unknown is not yes. */
export const nicIommuGroup: NicDeviceRule = {
  name: 'nic-iommu-group',
  reject(path, _nic, { pf, freeVfs, usableVfs, sharedIommuGroups }) {
    if (path.takes === 'pf') return iommuGroupRefusal(pf.iommuGroup, sharedIommuGroups);
    const [first] = freeVfs;
    return usableVfs.length > 0 || first === undefined ? null : iommuGroupRefusal(first.iommuGroup, sharedIommuGroups);
  },
};
