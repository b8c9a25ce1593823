import type { Fault } from '../../fault';
import type { Inventory } from '../inventory';

/** A host cannot keep back more than it has, and a ratio of zero or less would leave nothing to give. */
export function checkReservations(inventory: Inventory): readonly Fault[] {
  return [...exceeded(inventory), ...ratios(inventory)];
}

function exceeded({ reserved, numaNodes, localDisk }: Inventory): Fault[] {
  const cpus = numaNodes.reduce((total, node) => total + node.cpus.length, 0);
  const memoryMib = numaNodes.reduce((total, node) => total + (node.memoryMib ?? Infinity), 0);
  // Without NUMA nodes or a disk in the document there is no total to compare with.
  const nodesKnown = numaNodes.length > 0;
  const rows = [
    { field: 'cpus', kept: reserved.cpus, total: nodesKnown ? cpus : Infinity, what: 'CPUs' },
    { field: 'memory_mib', kept: reserved.memoryMib, total: nodesKnown ? memoryMib : Infinity, what: 'MiB of memory' },
    { field: 'disk_gib', kept: reserved.diskGib, total: localDisk?.totalGib ?? Infinity, what: 'GiB of disk' },
  ];
  return rows
    .filter(({ kept, total }) => kept > total)
    .map(({ field, kept, total, what }) => ({
      pointer: `/reserved/${field}`,
      code: 'reserved.exceeds_total',
      message: `${kept} reserved of ${total} ${what}`,
    }));
}

function ratios({ allocationRatios }: Inventory): Fault[] {
  const { cpu, ram, disk } = allocationRatios;
  return Object.entries({ cpu, ram, disk })
    .filter(([, ratio]) => ratio <= 0)
    .map(([name, ratio]) => ({
      pointer: `/allocation_ratios/${name}`,
      code: 'allocation_ratio.not_positive',
      message: `an allocation ratio is above 0, not ${ratio}`,
    }));
}
