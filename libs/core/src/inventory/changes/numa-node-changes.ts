import { groupBy } from '../../group-by';
import { formatCpuSet } from '../cpu-set';
import { subtractCpus } from '../cpu-set-algebra';
import type { NumaNode, PagePool } from '../inventory';
import { LARGEST_BASE_PAGE_KIB } from '../page-sizes';
import { sameJson } from '../same-json';
import { countWords, listWords, numberWords, runsWords } from './change-words';
import { amount, cpuList, describeFields, type FieldRules, label, type NamedThing, unshown } from './field-rule';
import type { InventoryChange } from './inventory-change';

const KIB_PER_MIB = 1024;
const KIB_PER_GIB = 1024 * 1024;

const RULES: FieldRules<NumaNode, 'pages'> = {
  id: label('numa_node.fact_changed', 'id'),
  socket: label('numa_node.fact_changed', 'socket'),
  cpus: {
    ...cpuList('numa_node.cpus_changed', 'CPUs', (left, came) =>
      left > 0 ? 'breaks_guests' : came > 0 ? 'capacity_more' : 'note',
    ),
    sentence: (thing, before, after) => {
      const [old, now] = [before as readonly number[], after as readonly number[]];
      const parts = [...movedCpus(subtractCpus(old, now), 'left'), ...movedCpus(subtractCpus(now, old), 'came to')];
      return parts.length === 0 ? null : `${listWords(parts)} ${thing}`;
    },
  },
  siblings: unshown('numa_node.fact_changed', 'sibling groups'),
  memoryMib: amount('numa_node.memory_changed', 'memory', { unit: 'MiB', less: 'breaks_guests' }),
  distances: unshown('numa_node.fact_changed', 'distances'),
};

function movedCpus(cpus: readonly number[], how: string): readonly string[] {
  return cpus.length === 0 ? [] : [`${cpus.length === 1 ? 'CPU' : 'CPUs'} ${runsWords(cpus)} ${how}`];
}

/** What is different of NUMA nodes, which come normalised (`normalisedInventory`). */
export function describeNumaNodes(before: readonly NumaNode[], after: readonly NumaNode[]): InventoryChange[] {
  const old = new Map(before.map((node) => [node.id, node]));
  const now = new Set(after.map(({ id }) => id));
  return [
    ...before.filter(({ id }) => !now.has(id)).map((node) => cameOrWent(node, 'gone')),
    ...after.flatMap((node) => {
      const former = old.get(node.id);
      return former === undefined ? [cameOrWent(node, 'added')] : describeNode(former, node);
    }),
  ];
}

function cameOrWent(node: NumaNode, how: 'gone' | 'added'): InventoryChange {
  const { subject, words, things } = named(node);
  const cpus = node.cpus.length === 0 ? 'without CPUs' : `with ${countWords(node.cpus.length, 'CPU')}`;
  const memory =
    node.memoryMib === null ? '' : `${node.cpus.length === 0 ? ', with' : ' and'} ${numberWords(node.memoryMib)} MiB`;
  const value = formatCpuSet(node.cpus);
  return {
    code: `numa_node.${how}`,
    subject,
    field: null,
    count: 1,
    text: `${words}, ${cpus}${memory}, ${how === 'gone' ? 'is gone' : 'came'}.`,
    before: how === 'gone' ? value : null,
    after: how === 'gone' ? null : value,
    effect: how === 'gone' ? 'breaks_guests' : 'capacity_more',
    things,
  };
}

function describeNode(before: NumaNode, after: NumaNode): InventoryChange[] {
  const { pages: oldPages, ...old } = before;
  const { pages: nowPages, ...now } = after;
  const node = named(after);
  const lines = describeFields(node, RULES, old, now, 'numa_node.fact_changed');
  return sameJson(oldPages, nowPages) ? lines : [...lines, ...describePages(node, oldPages, nowPages)];
}

function describePages(node: NamedThing, before: readonly PagePool[], after: readonly PagePool[]): InventoryChange[] {
  const [old, now] = [totals(before), totals(after)];
  const sizes = [...new Set([...old.keys(), ...now.keys()])].sort((a, b) => a - b);
  const lines = sizes
    .filter((size) => old.get(size) !== now.get(size))
    .map((size): InventoryChange => {
      const [had, has] = [old.get(size) ?? null, now.get(size) ?? null];
      const isHuge = size > LARGEST_BASE_PAGE_KIB;
      const less = (has ?? 0) < (had ?? 0);
      return {
        code: isHuge ? 'numa_node.huge_pages_changed' : 'numa_node.fact_changed',
        subject: node.subject,
        field: 'pages',
        count: 1,
        text: `${node.words} has ${numberWords(has ?? 0)} pages of ${pageSizeWords(size)} now; it had ${numberWords(had ?? 0)}.`,
        before: had,
        after: has,
        effect: !isHuge ? 'note' : less ? 'breaks_guests' : 'capacity_more',
        things: node.things,
      };
    });
  // A list that only says the same otherwise is a change to `diffInventory`, too.
  return lines.length > 0
    ? lines
    : describeFields(node, { pages: PAGES }, { pages: before }, { pages: after }, PAGES_CODE);
}

const PAGES_CODE = 'numa_node.fact_changed';
const PAGES = unshown(PAGES_CODE, 'list of pages');

function totals(pools: readonly PagePool[]): ReadonlyMap<number, number> {
  const bySize = groupBy(pools, ({ sizeKib }) => sizeKib);
  return new Map([...bySize].map(([size, those]) => [size, those.reduce((sum, { total }) => sum + total, 0)]));
}

/** `2 MiB`, `1 GiB`, `64 KiB`. */
export function pageSizeWords(sizeKib: number): string {
  if (sizeKib % KIB_PER_GIB === 0) return `${sizeKib / KIB_PER_GIB} GiB`;
  if (sizeKib % KIB_PER_MIB === 0) return `${sizeKib / KIB_PER_MIB} MiB`;
  return `${sizeKib} KiB`;
}

function named({ id }: NumaNode): NamedThing {
  const path = `numa_nodes/${id}`;
  return { words: `NUMA node ${id}`, subject: path, things: [path], count: 1 };
}
