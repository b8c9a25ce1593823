import { type CpuSet, MAX_CPU, type NumaNodeFacts } from '@iopath/core';
import { integerOf, listOf, member, withoutUndefined } from '../json/json-values';
import { MAX_NODE } from '../json/limits';
import type { SourceNotes } from '../notes/source-notes';
import type { Inspection } from './inspection';

const KIB_PER_MIB = 1024;
const MAX_KIB = 2 ** 50;
const MAX_THREADS_OF_CORE = 64;

/**
 * NUMA nodes of the collector `numa-topology` (ironic-python-agent, `numa_inspector.py`): its `cpu` is the number of a core in
 * its node, and the CPUs that the kernel counts are `thread_siblings`. Without it, the masks that extra-hardware takes from
 * `lscpu -x`. Undefined when neither is there.
 */
export function numaNodesOf(inspection: Inspection, notes: SourceNotes): readonly NumaNodeFacts[] | undefined {
  const nodes = new NodesOfInspection(notes);
  for (const entry of listOf(inspection.numaTopology['ram'])) nodes.addMemory(entry);
  for (const entry of listOf(inspection.numaTopology['cpus'])) nodes.addCore(entry);
  if (!nodes.isEmpty) return nodes.facts();
  for (const [item, names] of inspection.extra.items('numa')) nodes.addMask(item, names.get('cpu_mask'));
  return nodes.isEmpty ? undefined : nodes.facts();
}

interface Node {
  memoryMib?: number;
  readonly cpus: Set<number>;
  readonly cores: CpuSet[];
  /** Whether siblings are told, too. */
  tellsCores: boolean;
}

class NodesOfInspection {
  private readonly nodes = new Map<number, Node>();
  private readonly taken = new Set<number>();

  constructor(private readonly notes: SourceNotes) {}

  get isEmpty(): boolean {
    return this.nodes.size === 0;
  }

  addMemory(entry: unknown): void {
    const node = this.node(member(entry, 'numa_node'));
    const sizeKib = integerOf(member(entry, 'size_kb'), 0, MAX_KIB);
    if (node === null || sizeKib === undefined) this.notes.warn('an entry of numa_topology.ram has no node or no size');
    else node.memoryMib = Math.floor(sizeKib / KIB_PER_MIB);
  }

  addCore(entry: unknown): void {
    const node = this.node(member(entry, 'numa_node'));
    const threads = listOf(member(entry, 'thread_siblings')).map((thread) => integerOf(thread, 0, MAX_CPU));
    const cpus = [...new Set(threads.filter((cpu) => cpu !== undefined))].sort((a, b) => a - b);
    if (node === null || cpus.length === 0 || cpus.length < threads.length || cpus.length > MAX_THREADS_OF_CORE) {
      this.notes.warn('an entry of numa_topology.cpus has no node, or its thread_siblings are no CPUs');
      return;
    }
    const free = this.take(cpus);
    for (const cpu of free) node.cpus.add(cpu);
    node.tellsCores = true;
    if (free.length > 1) node.cores.push(free);
  }

  addMask(item: string, mask: string | undefined): void {
    const id = /^node_(\d{1,4})$/.exec(item)?.[1];
    if (id === undefined) return;
    const node = this.node(id);
    if (node === null || mask === undefined || !/^0x[0-9a-f]{1,2048}$/i.test(mask)) {
      this.notes.warn(`numa.${item} of the extra hardware has no mask of CPUs`);
      return;
    }
    for (const cpu of this.take(cpusOfMask(mask))) node.cpus.add(cpu);
  }

  facts(): readonly NumaNodeFacts[] {
    return [...this.nodes]
      .sort(([a], [b]) => a - b)
      .map(([id, { cpus, cores, memoryMib, tellsCores }]) =>
        withoutUndefined({
          id,
          cpus: [...cpus].sort((a, b) => a - b),
          siblings: tellsCores ? cores : undefined,
          memoryMib,
        }),
      );
  }

  /** Null for the node -1, which is none. */
  private node(id: unknown): Node | null {
    const number = integerOf(id, 0, MAX_NODE);
    if (number === undefined) return null;
    const node = this.nodes.get(number) ?? { cpus: new Set(), cores: [], tellsCores: false };
    this.nodes.set(number, node);
    return node;
  }

  /** A CPU is in one core of one node: the first that names it. */
  private take(cpus: CpuSet): CpuSet {
    const free = cpus.filter((cpu) => !this.taken.has(cpu));
    if (free.length < cpus.length) this.notes.warn(`CPUs ${cpus.join(', ')} are in another core or node already`);
    for (const cpu of free) this.taken.add(cpu);
    return free;
  }
}

/** The last digit has CPUs 0 to 3. */
function cpusOfMask(mask: string): CpuSet {
  const digits = [...mask.slice(2)].reverse();
  return digits.flatMap((digit, index) => {
    const bits = Number.parseInt(digit, 16);
    return [0, 1, 2, 3].filter((bit) => (bits & (1 << bit)) !== 0).map((bit) => 4 * index + bit);
  });
}
