import { type CpuSet, intersectCpus, type NumaNodeFacts } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { numberOf } from '../attributes';
import type { TreeNotes } from '../tree-notes';
import { cpusOfFirst } from './cpu-lists';
import { CPUS } from './online-cpus';

type CoreFacts = Pick<NumaNodeFacts, 'socket' | 'siblings'>;

/**
 * Threads of the cores of a node, and the socket that it is in. A node whose CPUs are in several sockets, or in none that
 * the kernel knows (-1: ARM, virtual machines, LPARs), has no socket. Siblings are those that are online
 * (Documentation/admin-guide/cputopology.rst); CPUs that are alone in their core are in no group.
 */
export function coreFacts(tree: HostTree, cpus: CpuSet, notes: TreeNotes): CoreFacts {
  const sockets = new Set(cpus.map((cpu) => numberOf(tree, `${topologyOf(cpu)}/physical_package_id`)));
  const [socket = null] = sockets.size === 1 ? sockets : [];
  const siblings = siblingsOf(tree, cpus);
  if (cpus.length > 0 && (socket === null || socket < 0)) {
    notes.unseen('numa_nodes.socket', `${CPUS}/cpu*/topology/physical_package_id`, `${CPUS}/cpu${cpus[0]}`);
  }
  if (siblings === null) {
    notes.unseen('numa_nodes.siblings', `${CPUS}/cpu*/topology/thread_siblings_list`, `${CPUS}/cpu${cpus[0]}`);
  }
  return { ...(socket !== null && socket >= 0 && { socket }), ...(siblings && { siblings }) };
}

/** Null when no CPU of the node tells its core. Each CPU goes into the first group that names it. */
function siblingsOf(tree: HostTree, cpus: CpuSet): readonly CpuSet[] | null {
  const threads = new Map(cpus.map((cpu) => [cpu, threadsOf(tree, cpu)] as const));
  const cores = coresOf(
    tree,
    cpus.filter((cpu) => threads.get(cpu) === null),
  );
  if (cpus.length > 0 && cores.size === 0 && cpus.every((cpu) => threads.get(cpu) === null)) return null;
  const left = new Set(cpus);
  const groups: CpuSet[] = [];
  for (const cpu of cpus) {
    if (!left.has(cpu)) continue;
    const together = threads.get(cpu) ?? cores.get(coreOf(tree, cpu) ?? '') ?? [cpu];
    const group = intersectCpus(together, cpus).filter((thread) => left.has(thread));
    for (const thread of group) left.delete(thread);
    if (group.length > 1) groups.push(group);
  }
  return groups;
}

/** Newer kernels call them `core_cpus`, and keep the older names; masks are what the oldest have. */
function threadsOf(tree: HostTree, cpu: number): CpuSet | null {
  const topology = topologyOf(cpu);
  const names = ['thread_siblings_list', 'core_cpus_list', 'thread_siblings', 'core_cpus'];
  const threads = cpusOfFirst(
    tree,
    names.map((name) => `${topology}/${name}`),
  );
  return threads !== null && threads.length > 0 ? threads : null;
}

/** CPUs by their core, for captures without lists of threads. */
function coresOf(tree: HostTree, cpus: CpuSet): ReadonlyMap<string, CpuSet> {
  const cores = new Map<string, number[]>();
  for (const cpu of cpus) {
    const core = coreOf(tree, cpu);
    if (core === null) continue;
    const threads = cores.get(core);
    if (threads === undefined) cores.set(core, [cpu]);
    else threads.push(cpu);
  }
  return cores;
}

/** `core_id` is unique within a socket only, or within a die of it. */
function coreOf(tree: HostTree, cpu: number): string | null {
  const topology = topologyOf(cpu);
  const [socket, die, core] = ['physical_package_id', 'die_id', 'core_id'].map((name) =>
    numberOf(tree, `${topology}/${name}`),
  );
  if (socket == null || core == null || socket < 0 || core < 0) return null;
  return `${socket}:${die ?? 0}:${core}`;
}

function topologyOf(cpu: number): string {
  return `${CPUS}/cpu${cpu}/topology`;
}
