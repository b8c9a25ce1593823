import type { CellState } from '../fleet/host-state';
import { isAtLeast, type OpenStackRelease } from '../nova/openstack-release';
import type { PageSizeRequest } from '../nova/memory-page-size';
import type { GuestCell, GuestTopology } from './guest-topology';
import { grantedPageSize, NO_PAGES, smallestPagesHold } from './page-size';
import { canPin, hasSmt, type PinDemand } from './pinning';

/** One guest cell with the policies that hold for the whole guest. */
export interface CellDemand extends PinDemand {
  readonly cell: GuestCell;
  /** The guest has pinned vCPUs: its memory is never overcommitted. */
  readonly pinned: boolean;
  /** The guest has (or may have) floating vCPUs: allocation ratios hold for it. */
  readonly floating: boolean;
}

/** What limits overcommitment on a host. */
export interface CellLimits {
  /** Nova's `cpu_allocation_ratio` and `ram_allocation_ratio`; Infinity for no limit. */
  readonly cpu: number;
  readonly ram: number;
  /** Pinned guests without a page size must find free small pages (Nova 2024.2, bug 1811886). */
  readonly pinnedNeedsFreePages: boolean;
}

/** What a host cell is short of, in the order in which Nova would notice. */
export type CellShortage =
  'pages' | 'memory' | 'cpus' | 'pinned_cpus' | 'no_smt' | 'threads' | 'cpus_overcommitted' | 'memory_overcommitted';

/** No page size was asked for: the host's smallest pages back the memory. */
export const SMALLEST_PAGES = 0;

/** One guest meets thousands of hosts. */
const demandsOfGuest = new WeakMap<GuestTopology, readonly CellDemand[]>();

/** The guest's cells with its policies. An isolated emulator's CPU lies with guest cell 0 (handbook 3.7, step 3e). */
export function cellDemands(guest: GuestTopology): readonly CellDemand[] {
  const known = demandsOfGuest.get(guest);
  if (known !== undefined) return known;
  const demands = freshDemands(guest);
  demandsOfGuest.set(guest, demands);
  return demands;
}

function freshDemands(guest: GuestTopology): readonly CellDemand[] {
  const pinned = guest.cpuPolicy === 'dedicated' || guest.cpuPolicy === 'mixed';
  return guest.cells.map((cell, index) => ({
    cell,
    vcpus: cell.dedicatedVcpus,
    threadPolicy: guest.threadPolicy,
    emulatorCpus: index === 0 && guest.emulatorThreadsPolicy === 'isolate' ? 1 : 0,
    pinned,
    floating: guest.cpuPolicy !== 'dedicated',
  }));
}

export function cellLimits(
  ratios: { readonly cpu: number; readonly ram: number },
  release: OpenStackRelease,
): CellLimits {
  return { cpu: ratios.cpu, ram: ratios.ram, pinnedNeedsFreePages: isAtLeast(release, '2024.2') };
}

/**
 * The pages that a host cell gives a guest cell (handbook 3.7, steps 3a and 3b).
 *
 * @param request The page size to look for: what the guest cell asks, or what it was granted before.
 * @returns Page size in KiB, {@link SMALLEST_PAGES} when none was asked for, {@link NO_PAGES} when it does not fit.
 */
export function pagesFor(
  host: CellState,
  demand: CellDemand,
  request: PageSizeRequest | null,
  limits: CellLimits,
): number {
  const { memoryMib } = demand.cell;
  if (request !== null) return grantedPageSize(host.pages, memoryMib, request);
  const holds =
    host.pages.length === 0
      ? memoryMib <= host.memoryMib
      : smallestPagesHold(host.pages, memoryMib, demand.pinned && limits.pinnedNeedsFreePages);
  return holds ? SMALLEST_PAGES : NO_PAGES;
}

/**
 * What keeps a guest cell off a host cell whose pages would do (`nova/virt/hardware.py _numa_fit_instance_cell`,
 * handbook 3.7, steps 3b to 3d); null when nothing does. A guest never overcommits against itself.
 */
export function cellShortage(host: CellState, demand: CellDemand, limits: CellLimits): CellShortage | null {
  const shared = demand.cell.sharedVcpus.length;
  const { memoryMib } = demand.cell;
  if (demand.floating && shared > host.sharedCpus.length) return 'cpus';
  if (demand.pinned) {
    if (demand.vcpus.length + demand.emulatorCpus > host.freeDedicatedCpus.length) return 'pinned_cpus';
    if (memoryMib > host.memoryMib - host.memoryUsedMib) return 'memory';
    if (!canPin(host, demand)) return demand.threadPolicy === 'require' && !hasSmt(host) ? 'no_smt' : 'threads';
  }
  if (!demand.floating) return null;
  if (host.sharedVcpusUsed + shared > host.sharedCpus.length * limits.cpu) return 'cpus_overcommitted';
  return host.memoryUsedMib + memoryMib > host.memoryMib * limits.ram ? 'memory_overcommitted' : null;
}

/** One guest cell on one host cell: they fit when there are pages and nothing else is short. */
export interface PairJudgement {
  /** What `pagesFor` gives. */
  readonly pages: number;
  /** Null too when there are no pages, for Nova then asks no further. */
  readonly shortage: CellShortage | null;
}

/**
 * Judges one guest cell on one host cell.
 *
 * @param settled The page size that the guest cell was granted by another host cell before; null for none.
 */
export function judgePair(
  host: CellState,
  demand: CellDemand,
  settled: number | null,
  limits: CellLimits,
): PairJudgement {
  const pages = pagesFor(host, demand, settled ?? demand.cell.pageSize, limits);
  return { pages, shortage: pages === NO_PAGES ? null : cellShortage(host, demand, limits) };
}

/** Whether the guest cells want the same amounts and none may choose its page size, so that what takes one takes any. */
export function areAlike(demands: readonly CellDemand[]): boolean {
  const [first] = demands;
  return demands.every(
    ({ cell, vcpus, emulatorCpus }) =>
      cell.memoryMib === first?.cell.memoryMib &&
      cell.sharedVcpus.length === first.cell.sharedVcpus.length &&
      vcpus.length === first.vcpus.length &&
      emulatorCpus === first.emulatorCpus &&
      (cell.pageSize === null || typeof cell.pageSize === 'number'),
  );
}
