import type { CellState, HostState, PfState } from '@iopath/core';
import type { NovaCell, NovaDevice, NovaHost } from '../driver/nova-case';

/** A compiled host as nova-compute would report it: cells, tagged devices, and what Placement has left. */
export function novaHostOf(host: HostState): NovaHost {
  const { allocationRatios, packingHostNumaCellsAllocationStrategy } = host.inventory;
  const { free } = host;
  return {
    cells: host.cells.map((cell) => novaCell(cell, host)),
    devices: [...host.pfs.flatMap(devicesOfPf), ...otherDevices(host)],
    ratios: { cpu: allocationRatios.cpu, ram: allocationRatios.ram },
    packing: packingHostNumaCellsAllocationStrategy,
    placement: {
      VCPU: free.vcpus,
      PCPU: free.pcpus,
      MEMORY_MB: free.memoryMib,
      ...(free.diskGib === null ? {} : { DISK_GB: free.diskGib }),
    },
  };
}

function novaCell(cell: CellState, { inventory }: HostState): NovaCell {
  const near = inventory.networkNumaAffinity.filter(({ numaNodes }) => numaNodes.includes(cell.id));
  return {
    id: cell.id,
    socket: cell.socket,
    shared: cell.sharedCpus,
    dedicated: cell.dedicatedCpus,
    pinned: cell.dedicatedCpus.filter((cpu) => !cell.freeDedicatedCpus.includes(cpu)),
    siblings: cell.siblings,
    memory_mib: cell.memoryMib,
    memory_used_mib: cell.memoryUsedMib,
    shared_used: cell.sharedVcpusUsed,
    pages: cell.pages.map(({ sizeKib, total, used }) => ({ size_kib: sizeKib, total, used })),
    physnets: near.flatMap(({ physicalNetwork }) => physicalNetwork ?? []),
    tunneled: near.some(({ physicalNetwork }) => physicalNetwork === null),
  };
}

/** A PF, then its VFs: as a host lists them by address. */
function devicesOfPf({ pf, freeVfs, wholeIsFree, wholeIsTaken }: PfState): readonly NovaDevice[] {
  const shared = { numa_node: pf.numaNode, physical_network: pf.physicalNetwork };
  const whole: NovaDevice = {
    ...shared,
    address: pf.address,
    type: 'type-PF',
    vendor: pf.vendorId,
    product: pf.productId,
    parent: null,
    parent_ifname: null,
    state: wholeIsFree ? 'available' : wholeIsTaken ? 'allocated' : 'unavailable',
  };
  const vfs = pf.vfs.map((vf): NovaDevice => ({
    ...shared,
    address: vf.address,
    type: vf.vdpaDevice === null ? 'type-VF' : 'vdpa',
    vendor: vf.vendorId,
    product: vf.productId,
    parent: pf.address,
    parent_ifname: pf.ifname,
    state: freeVfs.includes(vf) ? 'available' : wholeIsTaken ? 'unavailable' : 'allocated',
  }));
  return [whole, ...vfs];
}

/** A device that no alias covers is not offered to Nova, nor one that the host needs. */
function otherDevices({ inventory, freePciDevices }: HostState): readonly NovaDevice[] {
  return inventory.pciDevices
    .filter(({ alias, hostInUse }) => alias !== null && !hostInUse)
    .map((device) => ({
      address: device.address,
      type: device.deviceType,
      vendor: device.vendorId,
      product: device.productId,
      numa_node: device.numaNode,
      physical_network: null,
      parent: device.pfAddress,
      parent_ifname: null,
      state: freePciDevices.includes(device) ? 'available' : 'allocated',
    }));
}

/** Above this many PFs on one host not every order is tried, only the first ones. */
const MOST_ORDERS = 24;

/**
 * The orders in which a host may list its PFs, each with its VFs, where it matters: Nova picks devices by that order,
 * and a VM that takes VFs and whole PFs gets them or not accordingly.
 */
export function deviceOrders({ devices }: NovaHost): readonly (readonly number[])[] {
  const pfs: number[][] = [];
  const others: number[] = [];
  devices.forEach((device, at) => {
    if (device.physical_network === null) others.push(at);
    else if (device.type === 'type-PF') pfs.push([at]);
    else pfs.at(-1)?.push(at);
  });
  return permutations(pfs, MOST_ORDERS).map((order) => [...order.flat(), ...others]);
}

function permutations<Item>(items: readonly Item[], most: number): Item[][] {
  if (items.length === 0) return [[]];
  const all: Item[][] = [];
  for (const [at, item] of items.entries()) {
    for (const rest of permutations([...items.slice(0, at), ...items.slice(at + 1)], most - all.length)) {
      all.push([item, ...rest]);
      if (all.length >= most) return all;
    }
  }
  return all;
}
