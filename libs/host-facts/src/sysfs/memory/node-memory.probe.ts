import type { NumaNodeFacts, PagePool } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { numberOf } from '../attributes';
import type { TreeNotes } from '../tree-notes';

const KIB_PER_MIB = 1024;
const HUGE_PAGES_OF_ALL = '/sys/kernel/mm/hugepages';
const MEMINFO_OF_ALL = '/proc/meminfo';

type MemoryFacts = Pick<NumaNodeFacts, 'memoryMib' | 'pages'>;

/**
 * Memory and page pools of a node. All sizes of huge pages are counted by node only here. A host of one node may have them
 * under `/sys/kernel/mm`, too, and older kernels only there; what has neither counts those of the default size in `meminfo`.
 */
export function nodeMemory(
  tree: HostTree,
  { id, isOnly, basePageKib }: { readonly id: number; readonly isOnly: boolean; readonly basePageKib: number | null },
  notes: TreeNotes,
): MemoryFacts {
  const node = `/sys/devices/system/node/node${id}`;
  const meminfo = tree.read(`${node}/meminfo`);
  const memoryKib = amountOf('MemTotal', meminfo);
  if (memoryKib === null) notes.unseen('numa_nodes.memory_mib', `${node}/meminfo`, `${node}/meminfo`);
  const ofNode = hugePages(tree, `${node}/hugepages`);
  const huge = ofNode.length === 0 && isOnly ? hugePages(tree, HUGE_PAGES_OF_ALL) : ofNode;
  const ofDefaultSize = defaultHugePages(tree, meminfo);
  return memoryFacts({ memoryKib, huge, ofDefaultSize, basePageKib }, `${node}/hugepages`, notes);
}

/** The same for a host that is one node to its kernel. */
export function wholeMemory(tree: HostTree, basePageKib: number | null, notes: TreeNotes): MemoryFacts {
  const meminfo = tree.read(MEMINFO_OF_ALL);
  const memoryKib = amountOf('MemTotal', meminfo);
  if (memoryKib === null) notes.unseen('numa_nodes.memory_mib', MEMINFO_OF_ALL, MEMINFO_OF_ALL);
  const huge = hugePages(tree, HUGE_PAGES_OF_ALL);
  const ofDefaultSize = defaultHugePages(tree, meminfo);
  return memoryFacts({ memoryKib, huge, ofDefaultSize, basePageKib }, HUGE_PAGES_OF_ALL, notes);
}

interface MemorySeen {
  readonly memoryKib: number | null;
  /** By folders, of which there is one a size. */
  readonly huge: readonly PagePool[];
  readonly ofDefaultSize: PagePool | null;
  readonly basePageKib: number | null;
}

function memoryFacts(seen: MemorySeen, folder: string, notes: TreeNotes): MemoryFacts {
  const { memoryKib, ofDefaultSize } = seen;
  // Of other sizes nobody tells then.
  if (seen.huge.length === 0) notes.unseen('numa_nodes.pages', folder, folder);
  const huge = seen.huge.length === 0 && ofDefaultSize !== null ? [ofDefaultSize] : seen.huge;
  const base = basePages({ ...seen, huge });
  const pages = [...(base === null ? [] : [base]), ...huge];
  const memoryMib = memoryKib === null ? null : Math.floor(memoryKib / KIB_PER_MIB);
  return { ...(memoryMib !== null && { memoryMib }), ...(pages.length > 0 && { pages }) };
}

/** `Node 0 MemTotal:  65849352 kB`, or the same without the node in `/proc/meminfo`: 65849352. Numbers of pages have no unit. */
function amountOf(name: string, meminfo: string | null): number | null {
  const amount = new RegExp(`\\b${name}:[ \\t]*(\\d{1,15})\\b`).exec(meminfo ?? '')?.[1];
  return amount === undefined ? null : Number(amount);
}

/** How large they are, `/proc/meminfo` says (Documentation/admin-guide/mm/hugetlbpage.rst). */
function defaultHugePages(tree: HostTree, meminfo: string | null): PagePool | null {
  const sizeKib = amountOf('Hugepagesize', tree.read(MEMINFO_OF_ALL));
  const total = amountOf('HugePages_Total', meminfo);
  const free = amountOf('HugePages_Free', meminfo);
  if (sizeKib === null || sizeKib === 0 || total === null) return null;
  return { sizeKib, total, ...(free !== null && { free }) };
}

/** Folders `hugepages-2048kB` with `nr_hugepages` and `free_hugepages`, by size. */
function hugePages(tree: HostTree, folder: string): readonly PagePool[] {
  return tree
    .list(folder)
    .flatMap((name) => {
      const sizeKib = /^hugepages-(\d{1,10})kB$/.exec(name)?.[1];
      const total = numberOf(tree, `${folder}/${name}/nr_hugepages`);
      if (sizeKib === undefined || total === null || total < 0) return [];
      const free = numberOf(tree, `${folder}/${name}/free_hugepages`);
      return [{ sizeKib: Number(sizeKib), total, ...(free !== null && free >= 0 && { free }) }];
    })
    .sort((a, b) => a.sizeKib - b.sizeKib);
}

/** What is no huge page: the node's memory counts them all. Nothing when the size is not known, or the sums cannot be. */
function basePages({ memoryKib, huge, basePageKib }: MemorySeen): PagePool | null {
  if (memoryKib === null || basePageKib === null) return null;
  const hugeKib = huge.reduce((sum, { sizeKib, total }) => sum + sizeKib * total, 0);
  const restKib = memoryKib - hugeKib;
  return restKib < 0 ? null : { sizeKib: basePageKib, total: Math.floor(restKib / basePageKib) };
}
