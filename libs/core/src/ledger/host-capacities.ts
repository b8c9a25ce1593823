import { computeCapacity } from '../fleet/compile-amounts';
import { compileCells } from '../fleet/compile-cells';
import type { CellState } from '../fleet/host-state';
import type { Inventory } from '../inventory/inventory';
import { LARGEST_BASE_PAGE_KIB } from '../inventory/page-sizes';

/** What the ledger adds up, of a host as a whole, of a NUMA node (`cell_`), or of a PF (`pf_`). */
export type LedgerResource =
  | 'vcpus'
  | 'pcpus'
  | 'memory_mib'
  | 'disk_gib'
  | 'cell_shared_vcpus'
  | 'cell_memory_mib'
  | 'cell_pinned_memory_mib'
  | 'cell_pages'
  | 'pf_bandwidth_mbps'
  | 'pf_packet_rate_kpps';

/** One thing that is added up: of what, and where. */
export interface LedgerPlace {
  readonly resource: LedgerResource;
  /** Empty for the host as a whole; the NUMA node's kernel id; `node/page size in KiB`; the PF's address. */
  readonly place: string;
}

/** The most that live holds may take; null when that is not known, and nothing is refused for it. */
export interface LedgerCapacity extends LedgerPlace {
  readonly capacity: number | null;
}

/**
 * What a host offers to the ledger. The database derives the same from every inventory that it is given (`host_capacities`
 * in migration `20261121101000_guard_amounts`). It is as strict as can be without refusing what the planner allows:
 *
 * - Host totals are Placement's, ratios and reservations applied.
 * - A cell's memory may be overcommitted by guests that float, and by no others; with a ratio below 1 pinned guests may
 *   still have all of it (`nova/virt/hardware.py _numa_fit_instance_cell`, handbook 3.7, steps 3b to 3d). Together they
 *   stay below the higher of the two, pinned guests alone below what there is.
 * - Huge pages are given out once each. Base pages are not added up: Nova overcommits them for guests that ask for no
 *   page size, and the cell's memory bounds them.
 * - A PF promises no more than its link and its packet budget, where they are known.
 *
 * A VM without guest NUMA topology counts in the host's totals only, as in Nova (handbook 3.7, step 0).
 */
export function hostCapacities(inventory: Inventory): readonly LedgerCapacity[] {
  const cells = compileCells(inventory, []);
  const { vcpus, pcpus, memoryMib, diskGib } = computeCapacity(inventory, cells);
  return [
    { resource: 'vcpus', place: '', capacity: vcpus },
    { resource: 'pcpus', place: '', capacity: pcpus },
    { resource: 'memory_mib', place: '', capacity: memoryMib },
    { resource: 'disk_gib', place: '', capacity: diskGib },
    ...cells.flatMap((cell) => cellCapacities(cell, inventory)),
    ...inventory.pfs.flatMap(({ address, linkSpeedMbps, packetRateKpps }): readonly LedgerCapacity[] => [
      { resource: 'pf_bandwidth_mbps', place: address, capacity: linkSpeedMbps },
      { resource: 'pf_packet_rate_kpps', place: address, capacity: packetRateKpps },
    ]),
  ];
}

function cellCapacities(cell: CellState, { allocationRatios }: Inventory): readonly LedgerCapacity[] {
  const place = String(cell.id);
  const shared = Math.floor(cell.sharedCpus.length * allocationRatios.cpu);
  const overcommitted = Math.floor(cell.memoryMib * allocationRatios.ram);
  return [
    { resource: 'cell_shared_vcpus', place, capacity: shared },
    { resource: 'cell_memory_mib', place, capacity: Math.max(cell.memoryMib, overcommitted) },
    { resource: 'cell_pinned_memory_mib', place, capacity: cell.memoryMib },
    ...cell.pages
      .filter(({ sizeKib }) => sizeKib > LARGEST_BASE_PAGE_KIB)
      .map(
        ({ sizeKib, total }) => ({ resource: 'cell_pages', place: `${place}/${sizeKib}`, capacity: total }) as const,
      ),
  ];
}
