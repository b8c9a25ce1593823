import type { CellState } from '../fleet/host-state';
import type { GuestTopology } from './guest-topology';

/** What decides the order in which Nova tries a host's cells. */
export interface CellOrder {
  /** `[compute]packing_host_numa_cells_allocation_strategy`: fullest cells first. False by default since Zed. */
  readonly packing: boolean;
  /** Whether the VM asks for any PCI device, by flavor alias or by port. */
  readonly wantsPci: boolean;
  /** Free PCI devices that Nova manages, by kernel id of the node; nodes without any may be left out. */
  readonly freePciByCell: ReadonlyMap<number, number>;
}

/**
 * A host's cells in the order in which Nova tries them for a guest (handbook 3.7, step 2): by free PCI devices (most
 * first when the VM wants some, else fewest), then by CPUs, then by free memory, then as the host lists them. With as
 * many guest cells as host cells Nova does not sort, for it needs them all.
 */
export function orderedCells(
  guest: GuestTopology,
  cells: readonly CellState[],
  order: CellOrder,
): readonly CellState[] {
  if (cells.length <= guest.cells.length) return cells;
  const shared = guest.cpuPolicy === null || guest.cpuPolicy === 'shared';
  const direction = order.packing ? -1 : 1;
  const before = (a: CellState, b: CellState): number => {
    const pci = (order.freePciByCell.get(a.id) ?? 0) - (order.freePciByCell.get(b.id) ?? 0);
    if (pci !== 0) return order.wantsPci ? -pci : pci;
    const cpus = shared
      ? a.sharedVcpusUsed - b.sharedVcpusUsed
      : b.freeDedicatedCpus.length - a.freeDedicatedCpus.length;
    return direction * (cpus || freeMemoryMib(b) - freeMemoryMib(a));
  };
  return insertionSorted(cells, before);
}

function freeMemoryMib(cell: CellState): number {
  return cell.memoryMib - cell.memoryUsedMib;
}

/** Stable, and faster than the built-in for the two to eight cells of a host. */
function insertionSorted(
  cells: readonly CellState[],
  before: (a: CellState, b: CellState) => number,
): readonly CellState[] {
  const sorted = cells.slice();
  for (let i = 1; i < sorted.length; i++) {
    const cell = sorted[i] as CellState;
    let j = i;
    for (; j > 0 && before(sorted[j - 1] as CellState, cell) > 0; j--) sorted[j] = sorted[j - 1] as CellState;
    sorted[j] = cell;
  }
  return sorted;
}
