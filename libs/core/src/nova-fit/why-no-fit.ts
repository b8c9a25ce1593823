import type { CellState } from '../fleet/host-state';
import type { OpenStackRelease } from '../nova/openstack-release';
import {
  cellDemands,
  cellLimits,
  cellShortage,
  pagesFor,
  type CellDemand,
  type CellLimits,
  type CellShortage,
} from './cell-fit';
import type { FitHost } from './host-fit';
import type { GuestTopology } from './guest-topology';
import { NO_PAGES } from './page-size';
import { hasSmt, pinnableCpus } from './pinning';

/** Why a guest has no placement on a host. */
export interface NoFit {
  /** `numa.too_many_cells`, `numa.cell_pages`, `numa.cell_memory`, `numa.cell_cpus`, `numa.cell_pinned_cpus`, `numa.no_smt`, `numa.thread_policy`, `numa.cells_together`. */
  readonly code: string;
  readonly required: string;
  readonly available: string;
}

interface Shortfall {
  readonly shortage: CellShortage;
  readonly host: CellState;
  /** How much the host cell has of what is short, to tell which one comes closest. */
  readonly has: number;
}

/** Later ones are nearer to a fit. */
const STAGES: readonly CellShortage[] = [
  'pages',
  'memory',
  'cpus',
  'pinned_cpus',
  'no_smt',
  'threads',
  'cpus_overcommitted',
  'memory_overcommitted',
];

/**
 * Says what a host lacks for a guest that `hostFits` finds no placement for, by the guest cell that no host cell can
 * take and the host cell that comes closest.
 *
 * @param release Whose rules hold; Zed's by default, as in `hostFits`.
 */
export function whyNoFit(guest: GuestTopology, host: FitHost, release: OpenStackRelease = 'zed'): NoFit {
  if (guest.cells.length > host.cells.length) {
    return {
      code: 'numa.too_many_cells',
      required: `${guest.cells.length} NUMA nodes`,
      available: `${host.cells.length} NUMA nodes`,
    };
  }
  const limits = cellLimits(host.allocationRatios, release);
  for (const demand of cellDemands(guest)) {
    const closest = closestShortfall(demand, host.cells, limits);
    if (closest !== null) return described(demand, closest, limits);
  }
  if (guest.asksForSmt === true && !host.cells.some(hasSmt)) {
    return { code: 'numa.no_smt', required: 'cores with SMT siblings', available: 'none' };
  }
  return {
    code: 'numa.cells_together',
    required: `${guest.cells.length} guest nodes on NUMA nodes of their own, with one page size each`,
    available: 'room for each guest node by itself, not for all at once',
  };
}

/** Null when some host cell takes the guest cell. */
function closestShortfall(demand: CellDemand, cells: readonly CellState[], limits: CellLimits): Shortfall | null {
  let closest: Shortfall | null = null;
  for (const host of cells) {
    const shortage = shortageOf(host, demand, limits);
    if (shortage === null) return null;
    const has = amountOf(host, demand, shortage, limits);
    const nearer =
      closest === null ||
      STAGES.indexOf(shortage) > STAGES.indexOf(closest.shortage) ||
      (shortage === closest.shortage && has > closest.has);
    if (nearer) closest = { shortage, host, has };
  }
  return closest;
}

function shortageOf(host: CellState, demand: CellDemand, limits: CellLimits): CellShortage | null {
  if (pagesFor(host, demand, demand.cell.pageSize, limits) === NO_PAGES) {
    return demand.cell.pageSize === null ? 'memory' : 'pages';
  }
  return cellShortage(host, demand, limits);
}

/** MiB or CPUs that the host cell has of what is short. */
function amountOf(host: CellState, demand: CellDemand, shortage: CellShortage, limits: CellLimits): number {
  switch (shortage) {
    case 'pages':
      return freePagesMib(host, demand);
    case 'memory':
      return demand.pinned ? host.memoryMib - host.memoryUsedMib : host.memoryMib;
    case 'cpus':
      return host.sharedCpus.length;
    case 'pinned_cpus':
      return host.freeDedicatedCpus.length;
    case 'no_smt':
    case 'threads':
      return pinnableCpus(host, demand);
    case 'cpus_overcommitted':
      return host.sharedCpus.length * limits.cpu - host.sharedVcpusUsed;
    case 'memory_overcommitted':
      return host.memoryMib * limits.ram - host.memoryUsedMib;
  }
}

/** The most MiB that any acceptable pool of the cell has free. */
function freePagesMib(host: CellState, demand: CellDemand): number {
  const { pageSize } = demand.cell;
  return host.pages
    .filter(
      ({ sizeKib }, i) =>
        pageSize === 'any' || pageSize === sizeKib || (pageSize === 'small' ? i === 0 : pageSize === 'large' && i > 0),
    )
    .reduce((most, { sizeKib, total, used }) => Math.max(most, ((total - used) * sizeKib) / 1024), 0);
}

function described(demand: CellDemand, { shortage, host, has }: Shortfall, limits: CellLimits): NoFit {
  const { cell, vcpus, emulatorCpus, threadPolicy } = demand;
  const where = `in node ${host.id}`;
  const memory = `${cell.memoryMib} MiB in one NUMA node`;
  const pinned = `${vcpus.length + emulatorCpus} CPUs to pin in one NUMA node`;
  const amount = Math.floor(Math.max(0, has));
  switch (shortage) {
    case 'pages':
      return {
        code: 'numa.cell_pages',
        required: `${memory}, in whole free pages (${pageWords(cell.pageSize)})`,
        available: `${amount} MiB in such pages ${where}`,
      };
    case 'memory':
      return { code: 'numa.cell_memory', required: memory, available: `${amount} MiB ${where}` };
    case 'memory_overcommitted':
      return { code: 'numa.cell_memory', required: memory, available: `${amount} MiB ${where}, ratio ${limits.ram}` };
    case 'cpus':
      return {
        code: 'numa.cell_cpus',
        required: `${cell.sharedVcpus.length} shared CPUs in one NUMA node`,
        available: `${amount} ${where}`,
      };
    case 'cpus_overcommitted':
      return {
        code: 'numa.cell_cpus',
        required: `${cell.sharedVcpus.length} vCPUs in one NUMA node`,
        available: `${amount} left ${where}, ratio ${limits.cpu}`,
      };
    case 'pinned_cpus':
      return { code: 'numa.cell_pinned_cpus', required: pinned, available: `${amount} free ${where}` };
    case 'no_smt':
      return { code: 'numa.no_smt', required: 'cores with SMT siblings', available: `none ${where}` };
    case 'threads':
      return {
        code: 'numa.thread_policy',
        required: `${pinned}, thread policy ${threadPolicy ?? 'prefer'}`,
        available: `${amount} that satisfy the policy ${where}`,
      };
  }
}

function pageWords(pageSize: number | string | null): string {
  return typeof pageSize === 'number' ? `${pageSize} KiB` : (pageSize ?? 'any');
}
