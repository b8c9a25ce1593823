import type { Inventory } from '../inventory/inventory';
import type { Rejection } from './rejection';

/**
 * No device assignment without a working IOMMU: it is what keeps the device inside its guest (VFIO). Unknown is not yes.
 */
export function iommuRefusal({ iommu }: Inventory): Rejection | null {
  if (iommu.enabled === true) return null;
  return {
    code: 'iommu.not_enabled',
    required: 'IOMMU enabled',
    available: iommu.enabled === false ? 'disabled' : 'unknown',
  };
}
