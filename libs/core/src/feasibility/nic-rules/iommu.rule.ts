import { iommuRefusal } from '../iommu-refusal';
import type { NicHostRule } from '../nic-rule';

/** A path that gives a device away needs a working IOMMU. */
export const nicIommu: NicHostRule = {
  name: 'nic-iommu',
  reject: (path, _nic, { inventory }) => (path.needs.iommu ? iommuRefusal(inventory) : null),
};
