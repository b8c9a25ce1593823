import { MAX_CPU, type NumaNodeFacts, type SettingFacts } from '@iopath/core';
import { booleanOf, integerOf, listOf, member, memberAt, textOf, withoutUndefined } from '../json/json-values';
import { MAX_LONG, MAX_NODE, MAX_SHORT } from '../json/limits';
import type { SourceNotes } from '../notes/source-notes';

const BYTES_PER_MIB = 1024 ** 2;
const BYTES_PER_KIB = 1024;
/** LXD since 4.x counts whole blocks of memory where it can, and the kernel's share with it. */
const MEMORY_BLOCK_BYTES = 128 * BYTES_PER_MIB;

interface Node {
  readonly cpus: number[];
  readonly siblings: number[][];
  readonly sockets: Set<number>;
}

interface Thread {
  readonly cpu: number;
  readonly node: number;
  readonly isolated: boolean | undefined;
}

/** CPUs by NUMA node, and what goes for all of them. */
export interface CpusOfLxd {
  readonly nodes: ReadonlyMap<number, Node>;
  readonly settings: NonNullable<SettingFacts['cpu']>;
}

/**
 * `cpu` of the resources (`shared/api ResourcesCPU`): sockets, their cores, and the threads of these that are online, which are
 * the CPUs that the kernel counts.
 */
export function cpusOf(resources: unknown, notes: SourceNotes): CpusOfLxd {
  const nodes = new Map<number, Node>();
  const seen = new Set<number>();
  const isolated: number[] = [];
  let tellsIsolated = false;
  let smtActive = false;
  const sockets = listOf(memberAt(resources, 'cpu', 'sockets'));
  for (const socket of sockets) {
    const socketId = integerOf(member(socket, 'socket'), 0, MAX_NODE);
    for (const core of listOf(member(socket, 'cores'))) {
      const threads = onlineThreads(core, seen, notes);
      smtActive ||= threads.length > 1;
      for (const thread of threads) {
        const node = nodes.get(thread.node) ?? { cpus: [], siblings: [], sockets: new Set() };
        nodes.set(thread.node, node);
        node.cpus.push(thread.cpu);
        if (socketId !== undefined) node.sockets.add(socketId);
        tellsIsolated ||= thread.isolated !== undefined;
        if (thread.isolated === true) isolated.push(thread.cpu);
      }
      const [first] = threads;
      const group = threads.filter(({ node }) => node === first?.node).map(({ cpu }) => cpu);
      if (first !== undefined && group.length > 1) nodes.get(first.node)?.siblings.push(group.sort(ascending));
    }
  }
  const settings = withoutUndefined({
    arch: textOf(memberAt(resources, 'cpu', 'architecture'), MAX_SHORT),
    model: textOf(member(sockets[0], 'name'), MAX_LONG),
    smtActive: seen.size === 0 ? undefined : smtActive,
    isolatedCpus: tellsIsolated ? isolated.sort(ascending) : undefined,
  });
  return { nodes, settings };
}

/** A thread that is listed twice counts once. */
function onlineThreads(core: unknown, seen: Set<number>, notes: SourceNotes): readonly Thread[] {
  return listOf(member(core, 'threads')).flatMap((entry) => {
    if (booleanOf(member(entry, 'online')) === false) return [];
    const cpu = integerOf(member(entry, 'id'), 0, MAX_CPU);
    const told = member(entry, 'numa_node');
    // The field is left out where the kernel has no NUMA, and then all is one node.
    const node = told === undefined ? 0 : integerOf(told, 0, MAX_NODE);
    if (told === undefined) notes.assume('numa_nodes', 'threads have no NUMA node, so all are on one');
    if (cpu === undefined || node === undefined || seen.has(cpu)) {
      notes.warn('a thread has no number, no NUMA node, or the number of another one, and is left out');
      return [];
    }
    seen.add(cpu);
    return [{ cpu, node, isolated: booleanOf(member(entry, 'isolated')) }];
  });
}

/**
 * NUMA nodes with their memory (`ResourcesMemory`), in bytes there. Huge pages are those of the default size only, counted in
 * bytes as well. Undefined when neither CPUs nor memory are told by node.
 */
export function numaNodesOf(
  resources: unknown,
  { nodes }: CpusOfLxd,
  notes: SourceNotes,
): readonly NumaNodeFacts[] | undefined {
  const memory = memoryByNode(resources, nodes, notes);
  const ids = [...new Set([...nodes.keys(), ...memory.keys()])].sort(ascending);
  if (ids.length === 0) return undefined;
  return ids.map((id) => {
    const { cpus = [], siblings, sockets } = nodes.get(id) ?? {};
    return withoutUndefined({
      id,
      // A node of memory alone has none.
      cpus: nodes.size === 0 ? undefined : [...cpus].sort(ascending),
      siblings: nodes.size === 0 ? undefined : (siblings ?? []),
      socket: sockets?.size === 1 ? [...sockets][0] : undefined,
      ...memory.get(id),
    });
  });
}

type Memory = Pick<NumaNodeFacts, 'memoryMib' | 'pages'>;

function memoryByNode(resources: unknown, nodes: CpusOfLxd['nodes'], notes: SourceNotes): ReadonlyMap<number, Memory> {
  const pageBytes = integerOf(memberAt(resources, 'memory', 'hugepages_size'), 1, 2 ** 40);
  const byNode = new Map<number, Memory>();
  for (const entry of listOf(memberAt(resources, 'memory', 'nodes'))) {
    const id = integerOf(member(entry, 'numa_node'), 0, MAX_NODE);
    if (id === undefined || byNode.has(id)) notes.warn('a node of memory has no number, or that of another one');
    else byNode.set(id, memoryOf(entry, id, pageBytes, notes));
  }
  const [only] = nodes.keys();
  if (byNode.size === 0 && nodes.size === 1 && only !== undefined) {
    byNode.set(only, memoryOf(member(resources, 'memory'), only, pageBytes, notes));
  }
  return byNode;
}

function memoryOf(entry: unknown, id: number, pageBytes: number | undefined, notes: SourceNotes): Memory {
  const bytes = integerOf(member(entry, 'total'), 0, Number.MAX_SAFE_INTEGER);
  if (bytes !== undefined && bytes > 0 && bytes % MEMORY_BLOCK_BYTES === 0) {
    notes.assume(`numa_nodes/${id}/memory_mib`, 'of whole blocks of memory, of which the kernel keeps some for itself');
  }
  return withoutUndefined({
    memoryMib: bytes === undefined ? undefined : Math.floor(bytes / BYTES_PER_MIB),
    pages: pagesOf(entry, id, pageBytes, notes),
  });
}

function pagesOf(entry: unknown, id: number, pageBytes: number | undefined, notes: SourceNotes): Memory['pages'] {
  const total = integerOf(member(entry, 'hugepages_total'), 0, Number.MAX_SAFE_INTEGER);
  const used = integerOf(member(entry, 'hugepages_used'), 0, total ?? 0);
  if (pageBytes === undefined || total === undefined || pageBytes % BYTES_PER_KIB !== 0) return undefined;
  if (total % pageBytes !== 0) {
    notes.warn(`${total} bytes of huge pages on node ${id} are no number of pages of ${pageBytes} bytes`);
    return undefined;
  }
  const free = used === undefined ? undefined : Math.floor((total - used) / pageBytes);
  return [withoutUndefined({ sizeKib: pageBytes / BYTES_PER_KIB, total: total / pageBytes, free })];
}

function ascending(a: number, b: number): number {
  return a - b;
}
