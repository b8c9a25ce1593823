import type { CpuSet } from '../inventory/cpu-set';
import { intersectCpus, subtractCpus, uniteCpus } from '../inventory/cpu-set-algebra';
import type { Inventory, NumaNode, PagePool } from '../inventory/inventory';
import { LARGEST_BASE_PAGE_KIB } from '../inventory/page-sizes';
import type { CellClaim, HostClaim } from './host-claims';
import type { CellPages, CellState } from './host-state';

const NO_CPUS: CpuSet = [];
const KIB_PER_MIB = 1024;
/** Base page of x86-64 and of most arm64 kernels; taken where the document lists huge pages only. */
const BASE_PAGE_KIB = 4;

/**
 * The host's NUMA nodes as Nova's fit sees them, claims taken off. CPUs come from Nova's two sets: with neither set,
 * every CPU is shared and none may be pinned; with only the dedicated set, none is shared; with only the shared set,
 * none may be pinned (`nova/virt/libvirt/driver.py _get_vcpu_available, _get_pcpu_available`).
 */
export function compileCells(inventory: Inventory, claims: readonly HostClaim[]): readonly CellState[] {
  const claimed = claims.flatMap((claim) => claim.cells);
  // Of the whole host: a CPU that an inventory moved to another node since it was pinned is still somebody's.
  const pinned = pinnedCpus(claimed);
  return inventory.numaNodes.map((node) =>
    compileCell(
      node,
      inventory,
      claimed.filter((cell) => cell.hostNode === node.id),
      pinned,
    ),
  );
}

function compileCell(node: NumaNode, inventory: Inventory, claims: readonly CellClaim[], pinned: CpuSet): CellState {
  const sharedCpus = sharedCpusOf(node, inventory);
  const dedicatedCpus =
    inventory.cpuDedicatedSet === null ? NO_CPUS : intersectCpus(node.cpus, inventory.cpuDedicatedSet);
  return {
    id: node.id,
    socket: node.socket,
    sharedCpus,
    dedicatedCpus,
    freeDedicatedCpus: withoutUnknown(subtractCpus(dedicatedCpus, pinned), node, claims),
    siblings: siblingGroups(node, uniteCpus(sharedCpus, dedicatedCpus)),
    // Unknown is never taken for yes: no guest fits into memory that nobody has seen.
    memoryMib: node.memoryMib ?? 0,
    memoryUsedMib: sum(claims, (claim) => claim.memoryMib),
    sharedVcpusUsed: sum(claims, (claim) => claim.sharedVcpus),
    pages: pagePools(node, claims),
    distances: distancesOf(node, inventory.numaNodes),
  };
}

/** CPUs of the node that unpinned vCPUs may float on. */
export function sharedCpusOf(node: NumaNode, inventory: Inventory): CpuSet {
  if (inventory.cpuSharedSet !== null) return intersectCpus(node.cpus, inventory.cpuSharedSet);
  return inventory.cpuDedicatedSet === null ? node.cpus : NO_CPUS;
}

function pinnedCpus(claims: readonly CellClaim[]): CpuSet {
  if (claims.every((claim) => claim.pinnedCpus.length === 0)) return NO_CPUS;
  return claims.flatMap((claim) => claim.pinnedCpus).sort((a, b) => a - b);
}

/**
 * Takes away as many CPUs as are held without anybody knowing which. Nova reserves for an emulator thread what is left of
 * the cores that it pins (`nova/virt/hardware.py _pack_instance_onto_cores`), so siblings of the VM's CPUs go first.
 */
function withoutUnknown(free: CpuSet, { siblings }: NumaNode, claims: readonly CellClaim[]): CpuSet {
  let left = free;
  for (const { unknownPinnedCpus = 0, pinnedCpus } of claims) {
    const near = siblings.filter((group) => group.some((cpu) => pinnedCpus.includes(cpu))).flat();
    const inOrder = [...left.filter((cpu) => near.includes(cpu)), ...left.filter((cpu) => !near.includes(cpu))];
    const taken = inOrder.slice(0, unknownPinnedCpus);
    if (taken.length > 0) left = left.filter((cpu) => !taken.includes(cpu));
  }
  return left;
}

/**
 * Groups cut down to the CPUs that guests may use, as `_get_host_numa_topology` does; the rest are groups of one.
 * Ordered by first CPU. One set serves all groups: a large host has a hundred of them.
 */
function siblingGroups(node: NumaNode, usable: CpuSet): readonly CpuSet[] {
  const left = new Set(usable);
  const groups: CpuSet[] = [];
  for (const group of node.siblings) {
    const cut = group.every((cpu) => left.has(cpu)) ? group : group.filter((cpu) => left.has(cpu));
    for (const cpu of cut) left.delete(cpu);
    if (cut.length > 0) groups.push(cut);
  }
  for (const cpu of left) groups.push([cpu]);
  return groups.sort((a, b) => (a[0] as number) - (b[0] as number));
}

/**
 * Page pools with what NUMA-aware guests use of each. The pool of base pages is what huge pages leave of the node's
 * memory, as libvirt counts it; a document that counts all memory as base pages is cut down to that.
 */
function pagePools(node: NumaNode, claims: readonly CellClaim[]): readonly CellPages[] {
  const huge = node.pages.filter((pool) => pool.sizeKib > LARGEST_BASE_PAGE_KIB);
  const base = node.pages.find((pool) => pool.sizeKib <= LARGEST_BASE_PAGE_KIB);
  const leftKib = Math.max(0, (node.memoryMib ?? 0) * KIB_PER_MIB - sum(huge, (pool) => pool.sizeKib * pool.total));
  const sizeKib = base?.sizeKib ?? BASE_PAGE_KIB;
  const total = Math.min(base?.total ?? Infinity, Math.floor(leftKib / sizeKib));
  return [{ sizeKib, total }, ...huge]
    .sort((a, b) => a.sizeKib - b.sizeKib)
    .map((pool) => ({ sizeKib: pool.sizeKib, total: pool.total, used: pagesUsed(pool, claims) }));
}

function pagesUsed({ sizeKib }: PagePool, claims: readonly CellClaim[]): number {
  const backed = claims.filter((claim) => claim.pageSizeKib === sizeKib);
  return sum(backed, (claim) => Math.ceil((claim.memoryMib * KIB_PER_MIB) / sizeKib));
}

const NO_DISTANCES: ReadonlyMap<number, number> = new Map();

function distancesOf(node: NumaNode, nodes: readonly NumaNode[]): ReadonlyMap<number, number> {
  if (node.distances.length !== nodes.length) return NO_DISTANCES;
  return new Map(nodes.map((other, index) => [other.id, node.distances[index] as number]));
}

function sum<T>(items: readonly T[], amount: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += amount(item);
  return total;
}
