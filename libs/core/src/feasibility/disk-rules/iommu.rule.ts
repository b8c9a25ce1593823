import type { DiskHostRule } from '../disk-rule';
import { iommuRefusal } from '../iommu-refusal';

/** A path that gives a device away needs a working IOMMU. */
export const diskIommu: DiskHostRule = {
  name: 'disk-iommu',
  reject: (path, _disk, { inventory }) => (path.needs.iommu ? iommuRefusal(inventory) : null),
};
