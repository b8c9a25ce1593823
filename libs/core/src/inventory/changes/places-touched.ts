import type { CellClaim } from '../../fleet/host-claims';
import type { NicPathName } from '../../io-path/io-path';
import { intersectCpus, subtractCpus } from '../cpu-set-algebra';
import type { NumaNode } from '../inventory';
import { LARGEST_BASE_PAGE_KIB } from '../page-sizes';
import { countWords, numberWords, runsWords } from './change-words';
import { reasonOf } from './devices-touched';
import type { InventoryChange } from './inventory-change';
import { pageSizeWords } from './numa-node-changes';
import type { TouchableHold } from './touched-hold';
import type { ChangedHost, Touch } from './touched-holds';

const KIB_PER_MIB = 1024;

/** Paths of NICs that need a vhost back end, by its name in the inventory. */
const NEEDS_VHOST: Readonly<Record<string, readonly NicPathName[]>> = {
  net: ['vhost_net', 'macvtap'],
  user: ['vhost_user'],
  vdpa: ['vdpa'],
};

/** Holds whose CPUs, memory, huge pages or vhost back end changed under them. */
export function placesTouched(host: ChangedHost): readonly Touch[] {
  const cells = host.holds.flatMap((hold) => hold.compute.cells.map((cell): HeldCell => ({ hold, cell })));
  return host.changes.flatMap((change): readonly Touch[] => {
    switch (change.code) {
      case 'numa_node.gone':
        return ofNode(cells, change).map(({ hold }) =>
          touch(hold, change, `It has CPUs or memory there: ${change.text}`),
        );
      case 'numa_node.cpus_changed':
        return cpusLeft(host, cells, change);
      case 'numa_node.memory_changed':
        return memoryShort(host, cells, change);
      case 'numa_node.huge_pages_changed':
        return pagesShort(host, cells, change);
      case 'cpu_dedicated_set.changed':
        return dedicatedLeft(host, cells, change);
      case 'vhost.lost':
        return host.holds.flatMap((hold) => vhostLost(hold, change));
      default:
        return [];
    }
  });
}

interface HeldCell {
  readonly hold: TouchableHold;
  readonly cell: CellClaim;
}

function touch(hold: TouchableHold, change: InventoryChange, text: string): Touch {
  return { hold, device: null, reason: reasonOf(change, text) };
}

function nodeIdOf({ subject }: InventoryChange): number {
  return Number(subject.slice('numa_nodes/'.length));
}

function ofNode(cells: readonly HeldCell[], change: InventoryChange): readonly HeldCell[] {
  const id = nodeIdOf(change);
  return cells.filter(({ cell }) => cell.hostNode === id);
}

function cpusLeft(
  { before, after }: ChangedHost,
  cells: readonly HeldCell[],
  change: InventoryChange,
): readonly Touch[] {
  const [old, now] = [nodeOf(before.numaNodes, change), nodeOf(after.numaNodes, change)];
  const left = subtractCpus(ascending(old?.cpus), ascending(now?.cpus));
  return ofNode(cells, change).flatMap(({ hold, cell }) => {
    if (now?.cpus.length === 0 && cell.sharedVcpus > 0) {
      return [touch(hold, change, `Its vCPUs float over ${nodeWords(change)}, which has no CPU any more.`)];
    }
    return pinnedTo(cell, left, (cpus) =>
      touch(hold, change, `It is pinned to ${cpus}, which left ${nodeWords(change)}.`),
    );
  });
}

function dedicatedLeft(
  { before, after }: ChangedHost,
  cells: readonly HeldCell[],
  change: InventoryChange,
): readonly Touch[] {
  // Without a set Nova pins to any CPU, as it did ahead of `cpu_dedicated_set`.
  if (after.cpuDedicatedSet === null) return [];
  const every = before.numaNodes.flatMap(({ cpus }) => cpus);
  const left = subtractCpus(ascending(before.cpuDedicatedSet ?? every), ascending(after.cpuDedicatedSet));
  return cells.flatMap(({ hold, cell }) =>
    pinnedTo(cell, left, (cpus) =>
      touch(hold, change, `It is pinned to ${cpus}, which Nova no longer gives to pinned VMs.`),
    ),
  );
}

function pinnedTo(cell: CellClaim, left: readonly number[], told: (cpus: string) => Touch): readonly Touch[] {
  const cpus = intersectCpus(ascending(cell.pinnedCpus), left);
  return cpus.length === 0 ? [] : [told(`${cpus.length === 1 ? 'CPU' : 'CPUs'} ${runsWords(cpus)}`)];
}

function memoryShort({ after }: ChangedHost, cells: readonly HeldCell[], change: InventoryChange): readonly Touch[] {
  const there = ofNode(cells, change);
  const has = nodeOf(after.numaNodes, change)?.memoryMib ?? null;
  if (has === null) return [];
  const held = there.filter(isHeld).reduce((sum, { cell }) => sum + cell.memoryMib, 0);
  return there
    .filter((one) => (isHeld(one) ? held > has : one.cell.memoryMib > has))
    .map(({ hold }) => {
      const text = `It has memory on ${nodeWords(change)}, of which ${numberWords(held)} MiB are held and ${numberWords(has)} are there.`;
      return touch(hold, change, text);
    });
}

function pagesShort({ after }: ChangedHost, cells: readonly HeldCell[], change: InventoryChange): readonly Touch[] {
  const node = nodeOf(after.numaNodes, change);
  const bySize = new Map<number, number>();
  const there = ofNode(cells, change).filter(({ cell }) => cell.pageSizeKib > LARGEST_BASE_PAGE_KIB);
  for (const { cell } of there.filter(isHeld)) {
    bySize.set(cell.pageSizeKib, (bySize.get(cell.pageSizeKib) ?? 0) + pagesOf(cell));
  }
  return there.flatMap((one) => {
    const { hold, cell } = one;
    const pools = node?.pages.filter(({ sizeKib }) => sizeKib === cell.pageSizeKib) ?? [];
    const has = pools.reduce((sum, { total }) => sum + total, 0);
    const needed = isHeld(one) ? (bySize.get(cell.pageSizeKib) ?? 0) : pagesOf(cell);
    if (needed <= has) return [];
    const pages = `${countWords(needed, 'page')} of ${pageSizeWords(cell.pageSizeKib)}`;
    const verb = isHeld(one) ? 'held' : 'wanted';
    return [
      touch(
        hold,
        change,
        `Its memory is in huge pages of ${nodeWords(change)}: ${pages} ${verb}, ${numberWords(has)} there.`,
      ),
    ];
  });
}

function vhostLost(hold: TouchableHold, change: InventoryChange): readonly Touch[] {
  if (change.before !== true) return [];
  const paths = NEEDS_VHOST[change.field ?? ''] ?? [];
  const path = hold.nicPaths.find((one) => paths.includes(one));
  return path === undefined ? [] : [touch(hold, change, `A NIC of it uses the path ${path}: ${change.text}`)];
}

/** What is only recommended takes nothing from the others. */
function isHeld({ hold }: HeldCell): boolean {
  return hold.state !== 'recommended';
}

function pagesOf({ memoryMib, pageSizeKib }: CellClaim): number {
  return Math.ceil((memoryMib * KIB_PER_MIB) / pageSizeKib);
}

function nodeOf(nodes: readonly NumaNode[], change: InventoryChange): NumaNode | undefined {
  const id = nodeIdOf(change);
  return nodes.find((node) => node.id === id);
}

function nodeWords(change: InventoryChange): string {
  return `NUMA node ${nodeIdOf(change)}`;
}

function ascending(cpus: readonly number[] = []): readonly number[] {
  return [...cpus].sort((a, b) => a - b);
}
