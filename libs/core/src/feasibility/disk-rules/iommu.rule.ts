import type { DiskHostRule } from '../disk-rule';

/** No device assignment without a working IOMMU. Unknown is not yes. */
export const diskIommu: DiskHostRule = {
  name: 'disk-iommu',
  reject(path, _disk, { inventory }) {
    if (!path.needs.iommu || inventory.iommu.enabled === true) return null;
    return {
      code: 'iommu.not_enabled',
      required: 'IOMMU enabled',
      available: inventory.iommu.enabled === false ? 'disabled' : 'unknown',
    };
  },
};
