import type { CellClaim } from '../fleet/host-claims';
import type { CellState } from '../fleet/host-state';
import type { OpenStackRelease } from '../nova/openstack-release';
import {
  areAlike,
  cellDemands,
  cellLimits,
  judgePair,
  SMALLEST_PAGES,
  type CellDemand,
  type CellLimits,
} from './cell-fit';
import { orderedCells, type CellOrder } from './cell-order';
import type { GuestTopology } from './guest-topology';
import { NO_PAGES } from './page-size';
import { PermutationWalk } from './permutation-walk';
import { hasSmt, pinsFor } from './pinning';

/** What the fit asks of a host. */
export interface FitHost {
  readonly cells: readonly CellState[];
  /** Nova's allocation ratios; Infinity for no limit. */
  readonly allocationRatios: { readonly cpu: number; readonly ram: number };
}

/** The order in which cells are tried, and the release whose rules hold (Zed's, when it is not given). */
export interface FitOrder extends CellOrder {
  readonly release?: OpenStackRelease;
}

/** One guest cell on one host cell. */
export interface CellFit {
  readonly demand: CellDemand;
  readonly host: CellState;
  /** Kernel id of the host's node. */
  readonly hostNode: number;
  /** Size of the pages behind the memory; the host's smallest when none was asked for. */
  readonly pageSizeKib: number;
}

/** A whole guest on a host; which CPUs are pinned is worked out by {@link pinsOf}. */
export interface HostFit {
  /** In the order of the guest's cells. */
  readonly cells: readonly CellFit[];
  /**
   * False when Nova would accept the placement at another cell's word and then could not claim it (see
   * {@link PermutationWalk}): nobody may promise it, nor a later one if Nova finds the devices for this.
   */
  readonly isClaimable: boolean;
}

/** What one guest cell takes of its host cell, pins included. */
export interface CellPlacement extends CellClaim {
  readonly guestCell: number;
  /** Guest vCPU -> host CPU. A prediction: Nova computes it again. */
  readonly pinning: Readonly<Record<string, number>>;
  /** Those of the pinned CPUs that are for the emulator threads. */
  readonly emulatorCpus: readonly number[];
}

/** Page size of a host that reports no pools. */
const DEFAULT_PAGE_KIB = 4;

export { whyNoFit, type NoFit } from './why-no-fit';

/**
 * The placements of a guest on a host, in the order in which Nova tries them; Nova takes the first on which the PCI
 * requests can be met too (`nova/virt/hardware.py numa_fit_instance_to_host`, handbook 3.7). Of the placements that
 * use the same set of host nodes only the first is given, because what Nova asks afterwards depends on the set alone.
 *
 * Lazy and by counts: a host costs about a microsecond when one guest cell meets two host cells.
 */
export function* hostFits(guest: GuestTopology, host: FitHost, order: FitOrder): Generator<HostFit, void, undefined> {
  if (guest.cells.length > host.cells.length) return;
  if (guest.asksForSmt === true && !host.cells.some(hasSmt)) return;
  const demands = cellDemands(guest);
  const cells = orderedCells(guest, host.cells, order);
  const limits = cellLimits(host.allocationRatios, order.release ?? 'zed');
  const [any] = demands;
  if (any === undefined) return;
  if (demands.length === 1) yield* oneCellFits(any, cells, limits);
  else if (!areAlike(demands)) yield* manyCellFits(demands, cells, limits);
  else {
    const takers = cells.filter((host) => takes(host, any, limits));
    if (takers.length < demands.length) return;
    if (any.pinned) yield* manyCellFits(demands, cells, limits);
    else yield* alikeCellFits(demands, takers, limits);
  }
}

function takes(host: CellState, demand: CellDemand, limits: CellLimits): boolean {
  const { pages, shortage } = judgePair(host, demand, null, limits);
  return pages !== NO_PAGES && shortage === null;
}

/** Of several host cells, the first with suitable pages decides the page size that the others must have, too. */
function* oneCellFits(
  demand: CellDemand,
  cells: readonly CellState[],
  limits: CellLimits,
): Generator<HostFit, void, undefined> {
  let settled: number | null = null;
  for (const host of cells) {
    const { pages, shortage } = judgePair(host, demand, settled, limits);
    if (pages === NO_PAGES) continue;
    if (demand.cell.pageSize !== null) settled = pages;
    if (shortage === null) yield { cells: [cellFit(demand, host, pages)], isClaimable: true };
  }
}

function* manyCellFits(
  demands: readonly CellDemand[],
  cells: readonly CellState[],
  limits: CellLimits,
): Generator<HostFit, void, undefined> {
  const walk = new PermutationWalk(demands, cells, limits);
  for (let placement = walk.next(); placement !== null; placement = walk.next()) {
    const { hosts, isClaimable } = placement;
    yield {
      cells: hosts.map((at, guest) => cellFit(demands[guest], cells[at], walk.pageSize(guest, at))),
      isClaimable,
    };
  }
}

/**
 * Guest cells that are alike and float: what takes one takes any, and Nova's memory of pairs is right whichever cell it
 * mistakes for another. The first permutation of each set of host cells is the one in their order, so that going through
 * the sets does: 1,820 for four of sixteen host cells, where there are 43,680 permutations. Pinned cells can keep the
 * CPUs of another host cell, and have to be walked as Nova does.
 *
 * @param takers Host cells that take a guest cell, in Nova's order, at least as many as guest cells.
 */
function* alikeCellFits(
  demands: readonly CellDemand[],
  takers: readonly CellState[],
  limits: CellLimits,
): Generator<HostFit, void, undefined> {
  const chosen = demands.map((_, guest) => guest);
  for (let at = chosen.length - 1; at >= 0;) {
    yield { cells: chosen.map((taker, guest) => fitOn(takers[taker], demands[guest], limits)), isClaimable: true };
    // The last position that can move on does, and those after it follow closely.
    for (at = chosen.length - 1; at >= 0 && chosen[at] === takers.length - chosen.length + at;) at--;
    if (at < 0) return;
    const from = (chosen[at] as number) + 1;
    for (let i = at; i < chosen.length; i++) chosen[i] = from + i - at;
  }
}

function fitOn(host: CellState | undefined, demand: CellDemand | undefined, limits: CellLimits): CellFit {
  const pages = host === undefined || demand === undefined ? NO_PAGES : judgePair(host, demand, null, limits).pages;
  return cellFit(demand, host, pages);
}

/** The placement that Nova would take for a guest without PCI requests; null when it has none that it can claim. */
export function firstHostFit(guest: GuestTopology, host: FitHost, order: FitOrder): HostFit | null {
  for (const fit of hostFits(guest, host, order)) return fit.isClaimable ? fit : null;
  return null;
}

function cellFit(demand: CellDemand | undefined, host: CellState | undefined, pageSizeKib: number): CellFit {
  if (demand === undefined || host === undefined) throw new RangeError('the search placed a cell that does not exist');
  const smallest = host.pages[0]?.sizeKib ?? DEFAULT_PAGE_KIB;
  return { demand, host, hostNode: host.id, pageSizeKib: pageSizeKib === SMALLEST_PAGES ? smallest : pageSizeKib };
}

/**
 * What a placement takes of each host cell, down to the CPUs that Nova would pin. Meant for the placement that is
 * chosen: the fits themselves only count.
 */
export function pinsOf(fit: HostFit): readonly CellPlacement[] {
  return fit.cells.map(({ demand, host, hostNode, pageSizeKib }) => {
    const { id, sharedVcpus, memoryMib } = demand.cell;
    const shared = { guestCell: id, hostNode, sharedVcpus: sharedVcpus.length, memoryMib, pageSizeKib };
    if (!demand.pinned) return { ...shared, pinnedCpus: [], pinning: {}, emulatorCpus: [] };
    const pins = pinsFor(host, demand);
    if (pins === null) throw new RangeError(`node ${hostNode} was found to fit and has no CPUs to pin`);
    const pinning = Object.fromEntries(demand.vcpus.map((vcpu, i) => [vcpu, pins.cpus[i] as number]));
    const taken = [...pins.cpus, ...pins.emulatorCpus];
    return { ...shared, pinnedCpus: withSiblings(taken, demand, host), pinning, emulatorCpus: pins.emulatorCpus };
  });
}

/** A guest that isolates its threads keeps the siblings of its CPUs from everybody else. */
function withSiblings(cpus: readonly number[], demand: CellDemand, host: CellState): readonly number[] {
  const taken = new Set(cpus);
  if (demand.threadPolicy === 'isolate') {
    for (const core of host.siblings) if (core.some((cpu) => taken.has(cpu))) core.forEach((cpu) => taken.add(cpu));
  }
  return [...taken].sort((a, b) => a - b);
}
