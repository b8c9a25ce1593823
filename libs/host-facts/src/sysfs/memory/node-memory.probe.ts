import type { NumaNodeFacts, PagePool } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { numberOf } from '../attributes';
import type { TreeNotes } from '../tree-notes';

const KIB_PER_MIB = 1024;
const HUGE_PAGES_OF_ALL = '/sys/kernel/mm/hugepages';

type MemoryFacts = Pick<NumaNodeFacts, 'memoryMib' | 'pages'>;

/**
 * Memory and page pools of a node. Huge pages are counted by node only here: `/proc/meminfo` has the default size alone.
 * A host of one node may have them under `/sys/kernel/mm`, too, and older kernels only there.
 */
export function nodeMemory(
  tree: HostTree,
  { id, isOnly, basePageKib }: { readonly id: number; readonly isOnly: boolean; readonly basePageKib: number | null },
  notes: TreeNotes,
): MemoryFacts {
  const node = `/sys/devices/system/node/node${id}`;
  const memoryKib = memoryOf(tree.read(`${node}/meminfo`));
  if (memoryKib === null) notes.unseen('numa_nodes.memory_mib', `${node}/meminfo`, `${node}/meminfo`);
  const ofNode = hugePages(tree, `${node}/hugepages`);
  const huge = ofNode.length === 0 && isOnly ? hugePages(tree, HUGE_PAGES_OF_ALL) : ofNode;
  return memoryFacts({ memoryKib, huge, basePageKib }, `${node}/hugepages`, notes);
}

/** The same for a host that is one node to its kernel. */
export function wholeMemory(tree: HostTree, basePageKib: number | null, notes: TreeNotes): MemoryFacts {
  const memoryKib = memoryOf(tree.read('/proc/meminfo'));
  if (memoryKib === null) notes.unseen('numa_nodes.memory_mib', '/proc/meminfo', '/proc/meminfo');
  const huge = hugePages(tree, HUGE_PAGES_OF_ALL);
  return memoryFacts({ memoryKib, huge, basePageKib }, HUGE_PAGES_OF_ALL, notes);
}

interface MemorySeen {
  readonly memoryKib: number | null;
  readonly huge: readonly PagePool[];
  readonly basePageKib: number | null;
}

function memoryFacts(seen: MemorySeen, folder: string, notes: TreeNotes): MemoryFacts {
  const { memoryKib, huge } = seen;
  if (huge.length === 0) notes.unseen('numa_nodes.pages', folder, folder);
  const base = basePages(seen);
  const pages = [...(base === null ? [] : [base]), ...huge];
  const memoryMib = memoryKib === null ? null : Math.floor(memoryKib / KIB_PER_MIB);
  return { ...(memoryMib !== null && { memoryMib }), ...(pages.length > 0 && { pages }) };
}

/** `Node 0 MemTotal:  65849352 kB`, or the same without the node in `/proc/meminfo`, in KiB. */
function memoryOf(meminfo: string | null): number | null {
  const kib = /\bMemTotal:[ \t]*(\d{1,15})[ \t]*kB/.exec(meminfo ?? '')?.[1];
  return kib === undefined ? null : Number(kib);
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
