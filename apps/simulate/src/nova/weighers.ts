import type { HostState } from '@iopath/core';

/** One of Nova's weighers (`nova/scheduler/weights/*.py`), with the multiplier that it has by default. */
export interface Weigher {
  /** Class in Nova. */
  readonly name: string;
  readonly multiplier: number;
  /** Lower bound of the scale that weights are normalised to; null: the least of the hosts' own. */
  readonly minval: number | null;
  weigh(host: HostState): number;
}

const MIB_PER_GIB = 1024;
/** `nova/scheduler/weights/pci.py MAX_DEVS`. */
const MAX_DEVS = 100;

/** `ram.py`: memory that is left of the host's own, what it keeps for itself taken off, ratio or not. */
const ram: Weigher = {
  name: 'RAMWeigher',
  multiplier: 1,
  minval: 0,
  weigh: ({ inventory, claims }) => {
    const memoryMib = inventory.numaNodes.reduce((sum, node) => sum + (node.memoryMib ?? 0), 0);
    return memoryMib - inventory.reserved.memoryMib - sumOf(claims, (claim) => claim.memoryMib);
  },
};

/**
 * `cpu.py`: vCPUs that are left of the shared CPUs times the ratio. Nova counts pinned vCPUs as used here, though the CPUs
 * that they are pinned to were never in the sum (`nova/compute/resource_tracker.py _update_usage`).
 */
const cpu: Weigher = {
  name: 'CPUWeigher',
  multiplier: 1,
  minval: 0,
  weigh: ({ inventory, cells, claims }) => {
    const shared = sumOf(cells, (cell) => cell.sharedCpus.length);
    const used = inventory.reserved.cpus + sumOf(claims, ({ vcpus, pcpus }) => vcpus + pcpus);
    return shared * inventory.allocationRatios.cpu - used;
  },
};

/** `disk.py`: local disk that is left, MiB. A host whose disk is not known counts as empty. */
const disk: Weigher = {
  name: 'DiskWeigher',
  multiplier: 1,
  minval: 0,
  weigh: ({ inventory, claims }) => {
    const { localDisk, reserved } = inventory;
    const totalGib = localDisk === null ? 0 : localDisk.totalGib - reserved.diskGib;
    return (totalGib - sumOf(claims, (claim) => claim.diskGib)) * MIB_PER_GIB;
  },
};

/** `io_ops.py`: builds and moves under way, of which a replay has none: a VM is there before the next is asked for. */
const ioOps: Weigher = { name: 'IoOpsWeigher', multiplier: -1, minval: 0, weigh: () => 0 };

/** `pci.py`: few free PCI devices first, so that hosts with many stay free for who needs many. */
const pci: Weigher = {
  name: 'PCIWeigher',
  multiplier: 1,
  minval: null,
  weigh: ({ pfs }) => {
    const free = sumOf(pfs, ({ freeVfs, wholeIsFree }) => freeVfs.length + (wholeIsFree ? 1 : 0));
    return MAX_DEVS - Math.min(free, MAX_DEVS - 1);
  },
};

/**
 * Those of Nova's weighers that can tell hosts of a replay apart, or could with builds under way. The others weigh the same
 * everywhere in it: no server groups, no failed builds, no metrics, one cell.
 */
export const NOVA_WEIGHERS: readonly Weigher[] = [cpu, disk, ioOps, pci, ram];

function sumOf<Item>(items: readonly Item[], amount: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amount(item), 0);
}
