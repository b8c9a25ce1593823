import { type CpuSet, formatCpuSet } from '../../cpu-set';
import type { NumaNode, PagePool } from '../../inventory';
import { LARGEST_BASE_PAGE_KIB } from '../../page-sizes';
import { MAX_NUMA_NODES, MAX_PAGE_POOLS } from './fact-fields.data';
import type { LaidFields } from './lay-things';
import { listed } from './whole-devices';

type Warn = (warning: string) => void;
type LaidNode = Partial<NumaNode> & Pick<NumaNode, 'id'> & { readonly distanceTo?: Readonly<Record<number, number>> };

const KIB_PER_MIB = 1024;
/** ACPI 6.5, 5.2.17 (SLIT): 10 is the distance to itself, and nothing is nearer. */
const SLIT_LOCAL = 10;

/**
 * NUMA nodes by id that could be those of one machine: a CPU is in the first node that names it, sibling groups keep to
 * their node, page pools fit into it, and distances are told between all nodes or not at all.
 */
export function wholeNodes(laid: readonly LaidFields[], warn: Warn): readonly NumaNode[] {
  const told = (laid as readonly LaidNode[]).toSorted((a, b) => a.id - b.id);
  const nodes = listed(told, MAX_NUMA_NODES, 'numa_nodes', warn);
  const distances = distancesBetween(nodes, warn);
  const taken = new Set<number>();
  return nodes.map((node, position) => {
    const cpus = ownCpus(node, taken, warn);
    const memoryMib = node.memoryMib ?? null;
    return {
      id: node.id,
      socket: node.socket ?? null,
      cpus,
      siblings: siblingsIn(node.siblings ?? [], cpus),
      memoryMib,
      distances: distances[position] ?? [],
      pages: soundPages(node, memoryMib, warn),
    };
  });
}

function ownCpus({ id, cpus = [] }: LaidNode, taken: Set<number>, warn: Warn): CpuSet {
  const elsewhere = cpus.filter((cpu) => taken.has(cpu));
  if (elsewhere.length > 0) {
    warn(`numa_nodes/${id}: CPU ${formatCpuSet(elsewhere)} is in another node already; it stays there.`);
  }
  const own = cpus.filter((cpu) => !taken.has(cpu));
  for (const cpu of own) taken.add(cpu);
  return own;
}

/** Threads of a core that are of another node, or of a group before, are left out of a group: sources disagree on them. */
function siblingsIn(groups: readonly CpuSet[], cpus: CpuSet): readonly CpuSet[] {
  const free = new Set(cpus);
  return groups.flatMap((group) => {
    const own = group.filter((cpu) => free.delete(cpu));
    return own.length > 0 ? [own] : [];
  });
}

/** A row for each node, or none at all. */
function distancesBetween(nodes: readonly LaidNode[], warn: Warn): readonly (readonly number[])[] {
  if (nodes.every(({ distanceTo }) => distanceTo === undefined || Object.keys(distanceTo).length === 0)) return [];
  const rows = nodes.map(({ id, distanceTo }) =>
    nodes.map((to) => distanceTo?.[to.id] ?? (to.id === id ? SLIT_LOCAL : 0)),
  );
  const isTrue = rows.every((row, from) =>
    row.every((distance, to) => (from === to ? distance === SLIT_LOCAL : distance >= SLIT_LOCAL)),
  );
  if (isTrue) return rows;
  warn('numa_nodes: distances are not told between all nodes, or cannot be; they are left out.');
  return [];
}

function soundPages({ id, pages = [] }: LaidNode, memoryMib: number | null, warn: Warn): readonly PagePool[] {
  // As `checkPages` has it: the MiB are a floor.
  const memoryKib = memoryMib === null ? Infinity : memoryMib * KIB_PER_MIB + KIB_PER_MIB - 1;
  const seen = new Set<number>();
  const pools = [...pages]
    .sort((a, b) => a.sizeKib - b.sizeKib || a.total - b.total || (a.free ?? -1) - (b.free ?? -1))
    .filter(({ sizeKib, total }) => {
      const isSound = Number.isInteger(Math.log2(sizeKib)) && !seen.has(sizeKib) && sizeKib * total <= memoryKib;
      if (!isSound) warn(`numa_nodes/${id}/pages: the pool of ${sizeKib} KiB pages cannot be; it is left out.`);
      seen.add(sizeKib);
      return isSound;
    })
    .slice(0, MAX_PAGE_POOLS)
    .map(({ sizeKib, total, free }) => ({ sizeKib, total, ...(free !== undefined && free <= total ? { free } : {}) }));
  const huge = pools.filter(({ sizeKib }) => sizeKib > LARGEST_BASE_PAGE_KIB);
  if (huge.reduce((sum, { sizeKib, total }) => sum + sizeKib * total, 0) <= memoryKib) return pools;
  warn(`numa_nodes/${id}/pages: the huge pages together are more than the node's memory; they are left out.`);
  return pools.filter(({ sizeKib }) => sizeKib <= LARGEST_BASE_PAGE_KIB);
}
