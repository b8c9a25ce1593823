import { type CpuSet, intersectCpus, type NumaNodeFacts } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { attributeOf, decimal, numberedNames } from '../attributes';
import { cpusOfFirst } from '../cpu/cpu-lists';
import { CPUS, onlineCpus } from '../cpu/online-cpus';
import type { TreeNotes } from '../tree-notes';
import { basePageKib } from './base-page';
import { nodeMemory, wholeMemory } from './node-memory.probe';

const NODES = '/sys/devices/system/node';
/** CONFIG_NODES_SHIFT is 10 at most. */
const MAX_NODES = 1024;

/** A node as the tree has it, before its CPUs are told cores and sockets. */
export type NodeSeen = NumaNodeFacts & { readonly cpus?: CpuSet };

/**
 * NUMA nodes that are online, by the kernel's ids, which may have holes: CPUs, memory and distances of each. Nodes without
 * CPUs (memory only) and without memory are nodes, too. A kernel without NUMA has no such folder and is one node, 0.
 * Undefined when the tree tells neither nodes nor CPUs.
 */
export function numaNodes(tree: HostTree, notes: TreeNotes): readonly NodeSeen[] | undefined {
  const ids = onlineNodes(tree);
  if (ids.length === 0) return nodeOfAll(tree, notes);
  const memory = { isOnly: ids.length === 1, basePageKib: basePageKib(tree) };
  const cpusByNode = cpusOfNodes(tree, ids);
  return ids.map((id) => {
    const cpus = cpusByNode.get(id) ?? null;
    if (cpus === null) notes.unseen('numa_nodes.cpus', `${NODES}/node${id}/cpulist`, `${NODES}/node${id}/cpulist`);
    const distanceTo = distances(tree, id, ids, notes);
    return {
      id,
      ...(cpus && { cpus }),
      ...nodeMemory(tree, { ...memory, id }, notes),
      ...(distanceTo && { distanceTo }),
    };
  });
}

/** Nodes that are possible only have no folder, and captures may leave the list out, so it takes list and folders. */
function onlineNodes(tree: HostTree): readonly number[] {
  const folders = numberedNames(tree.list(NODES), 'node').filter((id) => id < MAX_NODES);
  const online = cpusOfFirst(tree, [`${NODES}/online`]) ?? [];
  if (online.length === 0) return folders;
  const there = online.filter((id) => folders.includes(id));
  return there.length > 0 ? there : online.filter((id) => id < MAX_NODES);
}

/** By the node's list or mask, else by the links between node and CPUs, of which a capture may have either end. */
function cpusOfNodes(tree: HostTree, ids: readonly number[]): ReadonlyMap<number, CpuSet> {
  const online = onlineCpus(tree);
  const found = new Map<number, CpuSet>();
  for (const id of ids) {
    const node = `${NODES}/node${id}`;
    const linked = numberedNames(tree.list(node), 'cpu');
    const cpus =
      cpusOfFirst(tree, [`${node}/cpulist`, `${node}/cpumap`]) ??
      (online === null ? linked : intersectCpus(linked, online));
    if (cpus.length > 0 || tree.exists(`${node}/cpulist`) || tree.exists(`${node}/cpumap`)) found.set(id, cpus);
  }
  if (found.size === ids.length) return found;
  for (const cpu of online ?? []) {
    const [id] = numberedNames(tree.list(`${CPUS}/cpu${cpu}`), 'node');
    if (id !== undefined && !tree.exists(`${NODES}/node${id}/cpulist`)) {
      found.set(
        id,
        [...(found.get(id) ?? []).filter((other) => other !== cpu), cpu].sort((a, b) => a - b),
      );
    }
  }
  return found;
}

/**
 * One number for each node that is online, in ascending order of their ids (drivers/base/node.c `node_read_distance`):
 * the third is not of node 2 where node 1 is missing.
 */
function distances(
  tree: HostTree,
  id: number,
  ids: readonly number[],
  notes: TreeNotes,
): Readonly<Record<number, number>> | null {
  const path = `${NODES}/node${id}/distance`;
  const text = attributeOf(tree, path);
  if (text === null || text === '') {
    notes.unseen('numa_nodes.distances', path, path);
    return null;
  }
  const values = text.split(/\s+/).map(decimal);
  if (values.length !== ids.length || values.includes(null)) {
    notes.unseen(
      'numa_nodes.distances',
      `${path} has ${values.length} numbers for ${ids.length} nodes`,
      null,
      'unreadable',
    );
    return null;
  }
  return Object.fromEntries(ids.map((other, at) => [other, values[at] as number]));
}

function nodeOfAll(tree: HostTree, notes: TreeNotes): readonly NodeSeen[] | undefined {
  const cpus = onlineCpus(tree);
  if (cpus === null) {
    notes.unseen('numa_nodes', `${NODES} and /sys/devices/system/cpu`, NODES);
    return undefined;
  }
  notes.assume('numa_nodes', `there is no ${NODES}: a kernel without NUMA counts as one node, 0`);
  notes.unseen('numa_nodes.distances', `${NODES}/node0/distance`, NODES);
  return [{ id: 0, cpus, ...wholeMemory(tree, basePageKib(tree), notes) }];
}
