import { type CpuSet, formatCpuSet } from '../../cpu-set';
import { intersectCpus, subtractCpus } from '../../cpu-set-algebra';
import type { Inventory, NumaNode, PciDevice, PhysicalFunction } from '../../inventory';
import { DEFAULT_RESERVED } from '../../nova-defaults';

type Warn = (warning: string) => void;

/**
 * Leaves out what `checkInventory` would refuse across nodes, devices and settings, with a warning each. Nodes, and lists
 * of devices by themselves, are sound already (`wholeNodes`, `wholeDevices`).
 */
export function soundInventory(inventory: Inventory, warn: Warn): Inventory {
  const { numaNodes } = inventory;
  const nodeIds = numaNodes.length === 0 ? null : new Set(numaNodes.map(({ id }) => id));
  const pfs = inventory.pfs.map((pf) => soundTotal(onListedNode(pf, 'pfs', nodeIds, warn), warn));
  return {
    ...inventory,
    ...soundCpuSets(inventory, warn),
    reserved: soundReserved(inventory, warn),
    pfs,
    pciDevices: soundTypes({ pfs, pciDevices: inventory.pciDevices }, warn).map((device) =>
      onListedNode(device, 'pci_devices', nodeIds, warn),
    ),
  };
}

function onListedNode<Device extends { readonly address: string; readonly numaNode: number | null }>(
  device: Device,
  list: string,
  nodeIds: ReadonlySet<number> | null,
  warn: Warn,
): Device {
  if (nodeIds === null || device.numaNode === null || nodeIds.has(device.numaNode)) return device;
  warn(`${list}/${device.address}: nobody tells of NUMA node ${device.numaNode} that it is on; its node is not known.`);
  return { ...device, numaNode: null };
}

/** VFs that are there are believed before a number that says that they cannot be. */
function soundTotal(pf: PhysicalFunction, warn: Warn): PhysicalFunction {
  const { totalVfs, vfs, address } = pf;
  if (totalVfs === null || vfs.every(({ index }) => index < totalVfs)) return pf;
  warn(
    `pfs/${address}/total_vfs: VFs are there that a total of ${totalVfs} leaves no room for; the total is left out.`,
  );
  return { ...pf, totalVfs: null };
}

/** CPUs that no node has are none of the host's, and one that is dedicated is not shared as well. */
function soundCpuSets(
  { cpuDedicatedSet, cpuSharedSet, numaNodes }: Inventory,
  warn: Warn,
): Pick<Inventory, 'cpuDedicatedSet' | 'cpuSharedSet'> {
  const hostCpus = numaNodes.flatMap(({ cpus }) => cpus).sort((a, b) => a - b);
  const onHost = (set: CpuSet | null, name: string): CpuSet | null => {
    const absent = set === null || hostCpus.length === 0 ? [] : subtractCpus(set, hostCpus);
    if (absent.length > 0) warn(`${name}: CPU ${formatCpuSet(absent)} is in no NUMA node of the host.`);
    return nonEmpty(set === null || absent.length === 0 ? set : subtractCpus(set, absent));
  };
  const dedicated = onHost(cpuDedicatedSet, 'cpu_dedicated_set');
  const shared = onHost(cpuSharedSet, 'cpu_shared_set');
  const both = intersectCpus(dedicated ?? [], shared ?? []);
  if (both.length === 0) return { cpuDedicatedSet: dedicated, cpuSharedSet: shared };
  warn(`cpu_shared_set: CPU ${formatCpuSet(both)} is dedicated; it is not shared.`);
  return { cpuDedicatedSet: dedicated, cpuSharedSet: nonEmpty(subtractCpus(shared ?? [], both)) };
}

/** The document has no empty set: none of them is the same as not set. */
function nonEmpty(set: CpuSet | null): CpuSet | null {
  return set === null || set.length === 0 ? null : set;
}

/** A host cannot keep back more than it has; what cannot be is what Nova takes by default, or nothing. */
function soundReserved({ reserved, numaNodes, localDisk }: Inventory, warn: Warn): Inventory['reserved'] {
  const total = (of: (node: NumaNode) => number | null): number =>
    numaNodes.length === 0 ? Infinity : numaNodes.reduce((sum, node) => sum + (of(node) ?? Infinity), 0);
  const fitting = (name: string, kept: number, usual: number, all: number): number => {
    if (kept <= all) return kept;
    warn(`reserved/${name}: ${kept} of ${all} cannot be kept back; it is left out.`);
    return usual <= all ? usual : 0;
  };
  return {
    cpus: fitting(
      'cpus',
      reserved.cpus,
      DEFAULT_RESERVED.cpus,
      total(({ cpus }) => cpus.length),
    ),
    memoryMib: fitting(
      'memory_mib',
      reserved.memoryMib,
      DEFAULT_RESERVED.memoryMib,
      total(({ memoryMib }) => memoryMib),
    ),
    diskGib: fitting('disk_gib', reserved.diskGib, DEFAULT_RESERVED.diskGib, localDisk?.totalGib ?? Infinity),
  };
}

/** Only a VF has a PF, that has VFs, and is never for one use only (`nova/pci/devspec.py`). */
function soundTypes({ pfs, pciDevices }: Pick<Inventory, 'pfs' | 'pciDevices'>, warn: Warn): readonly PciDevice[] {
  const withoutVfs = new Set<string>(pfs.flatMap(({ vfs }) => vfs.map(({ address }) => address)));
  for (const { address, deviceType } of pciDevices) if (deviceType !== 'type-PF') withoutVfs.add(address);
  return pciDevices.map((device) => {
    const isVf = device.deviceType === 'type-VF';
    const { oneTimeUse, ...others } = device;
    const kept: PciDevice = isVf || oneTimeUse === undefined ? others : device;
    if (device.pfAddress === null || (isVf && !withoutVfs.has(device.pfAddress))) return kept;
    warn(`pci_devices/${device.address}/pf_address: ${device.pfAddress} is not the PF of it; it is left out.`);
    return { ...kept, pfAddress: null };
  });
}
