import { isVdpa, servingVfCount } from '../../fleet/vf-kinds';
import { iommuGroupRefusal } from '../iommu-group-refusal';
import type { NicDeviceRule } from '../nic-rule';

/** VFIO and vhost-vdpa take whole IOMMU groups: a VF or PF must be known to be alone in its group. Unknown is not yes. */
export const nicIommuGroup: NicDeviceRule = {
  name: 'nic-iommu-group',
  reject(path, _nic, state) {
    const { pf, freeVfs, sharedIommuGroups } = state;
    if (!path.needs.iommu) return null;
    if (path.vfKind === null) return iommuGroupRefusal(pf.iommuGroup, sharedIommuGroups);
    if (servingVfCount(state, path.vfKind) > 0) return null;
    const first = freeVfs.find((vf) => isVdpa(vf) === (path.vfKind === 'vdpa'));
    return first === undefined ? null : iommuGroupRefusal(first.iommuGroup, sharedIommuGroups);
  },
};
