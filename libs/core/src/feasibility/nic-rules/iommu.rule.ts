import type { NicHostRule } from '../nic-rule';

/** No device assignment without a working IOMMU: it is what keeps the device inside its guest. Unknown is not yes. */
export const nicIommu: NicHostRule = {
  name: 'nic-iommu',
  reject(path, _nic, { inventory }) {
    if (!path.needs.iommu || inventory.iommu.enabled === true) return null;
    return {
      code: 'iommu.not_enabled',
      required: 'IOMMU enabled',
      available: inventory.iommu.enabled === false ? 'disabled' : 'unknown',
    };
  },
};
