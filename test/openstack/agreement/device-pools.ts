import type { LabHost } from '../../openstack-lab/hardware/host-document';
import type { PoolOf } from './judge';

/** Nova's pools of a host (`nova/pci/stats.py pool_keys`), as far as documents of the lab tell them apart. */
export function devicePools({ inventory }: LabHost): PoolOf {
  const pools = new Map<string, string>();
  for (const { address, vfs } of inventory.pfs) for (const vf of vfs) pools.set(vf.address, address);
  for (const { address, deviceType, pfAddress, vendorId, productId, numaNode } of inventory.pciDevices) {
    if (deviceType === 'type-VF' && pfAddress !== null) pools.set(address, pfAddress);
    if (deviceType === 'type-PCI') pools.set(address, `${vendorId}:${productId} of node ${numaNode}`);
  }
  return (address) => pools.get(address) ?? address;
}
