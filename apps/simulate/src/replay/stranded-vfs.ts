import { LEAST_GUEST, type CellState, type HostState } from '@iopath/core';

/**
 * Free VFs of a host that are of no use where they are: a least guest finds no room on their own NUMA node, or none on the
 * host as a whole. A guest with a VF is pinned where the host pins guests; the measure is the one that re-plans use.
 */
export function strandedVfsOf(host: HostState): number {
  const free = host.pfs.filter(({ freeVfs }) => freeVfs.length > 0);
  if (free.length === 0) return 0;
  const isFull = !hasRoom(host);
  return free.reduce((sum, { pf, freeVfs }) => {
    const cell = host.cells.find(({ id }) => id === pf.numaNode);
    const isStranded = isFull || (cell !== undefined && !nodeHasRoom(cell, host));
    return isStranded ? sum + freeVfs.length : sum;
  }, 0);
}

function hasRoom({ capacity, free }: HostState): boolean {
  const cpus = capacity.pcpus > 0 ? free.pcpus : free.vcpus;
  return cpus >= LEAST_GUEST.cpus && free.memoryMib >= LEAST_GUEST.memoryMib;
}

function nodeHasRoom(cell: CellState, { inventory }: HostState): boolean {
  const cpus =
    cell.dedicatedCpus.length > 0
      ? cell.freeDedicatedCpus.length
      : cell.sharedCpus.length * inventory.allocationRatios.cpu - cell.sharedVcpusUsed;
  return cpus >= LEAST_GUEST.cpus && cell.memoryMib - cell.memoryUsedMib >= LEAST_GUEST.memoryMib;
}
