import { normalisedInventory } from '../canonical-inventory';
import type { Inventory } from '../inventory';
import { countWords, listWords } from './change-words';
import { describeHostFacts } from './host-fact-changes';
import { CHANGE_EFFECTS, type InventoryChange } from './inventory-change';
import { describeNumaNodes } from './numa-node-changes';
import { describeBridges, describePciDevices } from './pci-device-changes';
import { describePfs } from './pf-changes';

/**
 * What a new inventory says otherwise than the one before, a sentence each: what breaks guests first, then what takes or
 * gives capacity, then the rest, and of each in the order NUMA nodes, PFs with their VFs, other devices, bridges, facts of
 * the host. Empty exactly where `diffInventory` finds nothing, and each of its paths is in `things` of a line at least: when
 * something was observed, and how many pages were free, is no content. Without a former inventory one line stands for all.
 *
 * Both must have passed `checkInventory`. It takes time in proportion to what the two name.
 */
export function describeInventoryChange(before: Inventory | null, after: Inventory): readonly InventoryChange[] {
  if (before === null) return [newHost(after)];
  const { observedAtMs: _then, numaNodes, pfs, pciDevices, bridges, ...facts } = normalisedInventory(before);
  const now = normalisedInventory(after);
  const {
    observedAtMs: _now,
    numaNodes: _nodes,
    pfs: _pfs,
    pciDevices: _devices,
    bridges: _bridges,
    ...nowFacts
  } = now;
  const lines = [
    ...describeNumaNodes(numaNodes, now.numaNodes),
    ...describePfs(pfs, now.pfs),
    ...describePciDevices(pciDevices, now.pciDevices),
    ...describeBridges(bridges, now.bridges),
    ...describeHostFacts(facts, nowFacts),
  ];
  return CHANGE_EFFECTS.flatMap((effect) => lines.filter((line) => line.effect === effect));
}

function newHost({ numaNodes, pfs, pciDevices }: Inventory): InventoryChange {
  const cpus = numaNodes.reduce((sum, node) => sum + node.cpus.length, 0);
  const vfs = pfs.reduce((sum, pf) => sum + pf.vfs.length, 0);
  const parts = [
    `${countWords(numaNodes.length, 'NUMA node')} with ${countWords(cpus, 'CPU')}`,
    `${countWords(pfs.length, 'PF')} with ${countWords(vfs, 'VF')}`,
    ...(pciDevices.length === 0 ? [] : [countWords(pciDevices.length, 'other PCI device')]),
  ];
  return {
    code: 'host.added',
    subject: '',
    field: null,
    count: 1,
    text: `The host is new: ${listWords(parts)}.`,
    before: null,
    after: null,
    effect: 'capacity_more',
    things: [],
  };
}

/** Sentences that an answer names. */
const MOST_SENTENCES = 20;

/** The first sentences of the lines, with one that says how many more there are. */
export function summaryOf(changes: readonly InventoryChange[]): readonly string[] {
  if (changes.length <= MOST_SENTENCES) return changes.map(({ text }) => text);
  const more = changes.length - MOST_SENTENCES + 1;
  return [...changes.slice(0, MOST_SENTENCES - 1).map(({ text }) => text), `There are ${more} more changes.`];
}
