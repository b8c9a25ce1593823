import type { HostTotals, Inventory } from '../inventory/inventory';
import type { HostClaim } from './host-claims';
import type { CellState, ComputeAmounts } from './host-state';

/**
 * What Placement would report for the host: `floor((total - reserved) * ratio)` of VCPU, MEMORY_MB and DISK_GB, and
 * PCPU one to one. `reserved_host_cpus` counts against VCPU only (`nova/virt/libvirt/driver.py update_provider_tree`).
 */
export function computeCapacity(inventory: Inventory, cells: readonly CellState[]): ComputeAmounts {
  const { reserved, allocationRatios, localDisk } = inventory;
  const totals = totalsOf(inventory, cells);
  return {
    vcpus: usable(totals.vcpus, reserved.cpus, allocationRatios.cpu),
    pcpus: totals.pcpus,
    memoryMib: usable(totals.memoryMib, reserved.memoryMib, allocationRatios.ram),
    diskGib: localDisk === null ? null : usable(localDisk.totalGib, reserved.diskGib, allocationRatios.disk),
  };
}

/** Without NUMA nodes, Placement's own totals where the cloud told them. */
function totalsOf({ numaNodes, totals }: Inventory, cells: readonly CellState[]): HostTotals {
  if (numaNodes.length === 0 && totals !== undefined) return totals;
  return {
    vcpus: cells.reduce((cpus, cell) => cpus + cell.sharedCpus.length, 0),
    pcpus: cells.reduce((cpus, cell) => cpus + cell.dedicatedCpus.length, 0),
    memoryMib: numaNodes.reduce((total, node) => total + (node.memoryMib ?? 0), 0),
  };
}

/**
 * What live claims leave of the capacity. Never below zero, even where an inventory shrank under its claims:
 * a request for none of a class must not fail on it.
 */
export function freeAmounts(capacity: ComputeAmounts, claims: readonly HostClaim[]): ComputeAmounts {
  if (claims.length === 0) return capacity;
  let { vcpus, pcpus, memoryMib, diskGib } = capacity;
  for (const claim of claims) {
    vcpus -= claim.vcpus;
    pcpus -= claim.pcpus;
    memoryMib -= claim.memoryMib;
    if (diskGib !== null) diskGib -= claim.diskGib;
  }
  return {
    vcpus: Math.max(0, vcpus),
    pcpus: Math.max(0, pcpus),
    memoryMib: Math.max(0, memoryMib),
    diskGib: diskGib === null ? null : Math.max(0, diskGib),
  };
}

function usable(total: number, reserved: number, ratio: number): number {
  return Math.max(0, Math.floor((total - reserved) * ratio));
}
