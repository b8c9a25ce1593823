import type { Inventory, PhysicalFunction, VirtualFunction } from './inventory';

/**
 * A VF that a PF could have beside those that it has, and like them: without any to compare with, its product, driver and
 * queues are not known. Where the IOMMU gave the PF a group, it gives the VF one.
 *
 * @param iommuGroup for the VF, if the PF has one.
 */
export function virtualFunctionLike(
  pf: PhysicalFunction,
  { index, address, iommuGroup }: { readonly index: number; readonly address: string; readonly iommuGroup: number },
): VirtualFunction {
  const [like] = pf.vfs;
  return {
    index,
    address,
    vendorId: like?.vendorId ?? pf.vendorId,
    productId: like?.productId ?? '',
    driver: like?.driver ?? null,
    iommuGroup: pf.iommuGroup === null ? null : iommuGroup,
    queues: like?.queues ?? null,
    vdpaDevice: null,
    state: 'available',
  };
}

/**
 * What stands for the address of a VF that nobody created yet: it gets its PCI address then, and until then no other
 * device has this one.
 */
export function addressToCome({ address }: Pick<PhysicalFunction, 'address'>, index: number): string {
  return `${address}/vf${index}`;
}

/** The highest number of an IOMMU group on the host; what is above is free. */
export function highestIommuGroup({ pfs, pciDevices }: Inventory): number {
  const devices = [...pfs, ...pfs.flatMap((pf) => pf.vfs), ...pciDevices];
  return devices.reduce((highest, { iommuGroup }) => Math.max(highest, iommuGroup ?? 0), 0);
}
