import type { Fault } from '../../fault';
import type { Inventory, PhysicalFunction, VirtualFunction } from '../../inventory/inventory';
import { addressToCome, highestIommuGroup, virtualFunctionLike } from '../../inventory/virtual-function-like';
import { NO_FAULTS, noSuchHost, noSuchPf, type MakeChange } from './make-change';
import { vfAddress } from './vf-addresses';

/**
 * A PF gets so many VFs, numbered from 0. The kernel changes the number only through 0 (`drivers/pci/pci-sysfs.c
 * sriov_numvfs_store` answers EBUSY otherwise), so every VF of the PF is destroyed, and the PF cannot be a guest's meanwhile:
 * who holds of it must move, though a VF of the same address may come back.
 */
export const setSriovNumvfs: MakeChange<'set_sriov_numvfs'> = ({ hostName, address, vfs: count }, fleet) => {
  const host = fleet.host(hostName);
  if (host === undefined) return noSuchHost(hostName);
  const pf = host.inventory.pfs.find((each) => each.address === address);
  if (pf === undefined) return noSuchPf(hostName, address);
  const faults = faultsOf(count, pf);
  if (faults.length > 0 || hasAlready(count, pf)) return faults;
  const vfs = numberedVfs(count, pf, host.inventory);
  const pfs = host.inventory.pfs.map((each) => (each === pf ? { ...pf, vfs } : each));
  fleet.setInventory(host, { ...host.inventory, pfs }, pf);
  return NO_FAULTS;
};

function faultsOf(count: number, { address, totalVfs, vfs }: PhysicalFunction): readonly Fault[] {
  const fault = (code: string, message: string): readonly Fault[] => [{ pointer: '/vfs', code, message }];
  if (!Number.isInteger(count) || count < 0) {
    return fault('change.count_out_of_range', `A PF has 0 VFs or more, not ${count}.`);
  }
  if (totalVfs === null && count > vfs.length) {
    return fault('pf.total_vfs_unknown', `How many VFs PF ${address} can have is not known; it has ${vfs.length}.`);
  }
  if (totalVfs === null || count <= totalVfs) return NO_FAULTS;
  return fault('pf.more_vfs_than_total', `PF ${address} can have ${totalVfs} VFs, not ${count}.`);
}

function hasAlready(count: number, { vfs }: PhysicalFunction): boolean {
  return vfs.length === count && vfs.every(({ index }) => index < count);
}

/** VFs that were there come back as they were; others are like them. */
function numberedVfs(count: number, pf: PhysicalFunction, inventory: Inventory): readonly VirtualFunction[] {
  const taken = addressesOf(inventory);
  let iommuGroup = highestIommuGroup(inventory);
  return Array.from({ length: count }, (_, index) => {
    const present = pf.vfs.find((vf) => vf.index === index);
    if (present !== undefined) return present;
    const expected = vfAddress(pf, index);
    const isFree = expected !== null && !taken.has(expected);
    const address = isFree ? expected : addressToCome(pf, index);
    return virtualFunctionLike(pf, { index, address, iommuGroup: ++iommuGroup });
  });
}

function addressesOf({ pfs, pciDevices }: Inventory): ReadonlySet<string> {
  const devices = [...pfs, ...pfs.flatMap(({ vfs }) => vfs), ...pciDevices];
  return new Set(devices.map(({ address }) => address));
}
