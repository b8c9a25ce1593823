import { type CpuSet, MAX_CPU, type NumaNodeFacts, type PagePool } from '@iopath/core';
import { UnreadableImport } from '../import/import-reader';
import type { SourceNotes } from '../notes/source-notes';
import { decimal } from '../pci/written-numbers';
import { attribute, childrenNamed, type XmlElement } from '../xml/xml-element';
import { BitMask } from './bit-mask';
import type { MemoryNode, Place, ProcessingUnit, TopologyObjects } from './topology-objects';

const BYTES_PER_KIB = 1024;
const BYTES_PER_MIB = 1024 * 1024;
/** `CONFIG_NODES_SHIFT` is at most 10 (Linux, `mm/Kconfig`). */
const MAX_NODES = 1024;
const LARGEST_BASE_PAGE_KIB = 64;

/** A node of the topology with the CPUs that are its own. */
interface OwnedNode extends MemoryNode {
  readonly cpuset: BitMask | null;
  readonly cpus: CpuSet;
}

/** The NUMA nodes of a topology, and where in it things are. */
export class NumaNodes {
  private readonly nodes: readonly OwnedNode[];
  private readonly near = new Map<Place, number | null>();

  constructor(
    private readonly objects: TopologyObjects,
    private readonly notes: SourceNotes,
  ) {
    if (objects.nodes.length > MAX_NODES) {
      throw new UnreadableImport('import.too_large', `more than ${MAX_NODES} NUMA nodes`);
    }
    const distinct = [...new Map(objects.nodes.toReversed().map((node) => [node.id, node])).values()];
    this.nodes = distinct.length === 0 ? this.onlyNode() : this.owned(distinct.toSorted(byKindOfMemory));
  }

  facts(distances: ReadonlyMap<number, Readonly<Record<number, number>>>): readonly NumaNodeFacts[] {
    const units = new Map(this.objects.units.map((unit) => [unit.id, unit]));
    return this.nodes
      .map((node) => {
        const own = node.cpus.flatMap((cpu) => units.get(cpu) ?? []);
        const distanceTo = distances.get(node.id);
        return {
          id: node.id,
          cpus: node.cpus,
          siblings: siblingsOf(own),
          ...socketOf(node, own),
          ...memoryOf(node.element),
          ...pagesOf(node.element),
          ...(distanceTo !== undefined && { distanceTo }),
        };
      })
      .sort((a, b) => a.id - b.id);
  }

  /**
   * The node that a place is on, when it is one: I/O objects hang below the smallest object with CPUs that they are near to.
   * Memory without CPUs of its own is beside the node with the CPUs, and does not make the place two.
   */
  nodeAt(place: Place): number | null {
    const known = this.near.get(place);
    if (known !== undefined) return known;
    const node = this.find(place);
    this.near.set(place, node);
    return node;
  }

  private find({ nodeset, cpuset }: Place): number | null {
    if (this.nodes.length === 1) return this.nodes[0]?.id ?? null;
    const nodeMask = nodeset === null ? null : BitMask.parse(nodeset);
    const cpuMask = cpuset === null ? null : BitMask.parse(cpuset);
    const within = this.nodes.filter((node) => {
      if (nodeMask !== null) return nodeMask.has(node.id);
      return cpuMask !== null && node.cpuset !== null && cpuMask.intersects(node.cpuset);
    });
    if (within.length === 1) return within[0]?.id ?? null;
    const [only, ...others] = within.filter(({ cpus }) => cpus.length > 0);
    return only === undefined || others.length > 0 ? null : only.id;
  }

  /** hwloc 1 knows no node where the kernel is built without NUMA, and puts all memory on the machine. */
  private onlyNode(): readonly OwnedNode[] {
    const [machine] = this.objects.machines;
    if (machine === undefined || this.objects.units.length === 0) return [];
    this.notes.assume('numa_nodes', 'the topology has no NUMA node: the machine as a whole is one');
    return [{ id: 0, element: machine, packageId: null, cpuset: null, cpus: cpuSet(this.objects.units) }];
  }

  /** A CPU is near to several nodes where memory of several kinds is; it is of the first of them. */
  private owned(nodes: readonly MemoryNode[]): readonly OwnedNode[] {
    const free = new Map(this.objects.units.map((unit) => [unit.id, unit]));
    return nodes.map((node) => {
      const text = attribute(node.element, 'cpuset');
      const cpuset = text === null ? null : BitMask.parse(text);
      const cpus = cpuset === null ? [] : cpuSet([...free.values()].filter(({ id }) => cpuset.has(id)));
      for (const cpu of cpus) free.delete(cpu);
      const hasCpusNear = cpuset !== null && this.objects.units.some(({ id }) => cpuset.has(id));
      if (cpus.length === 0 && hasCpusNear) {
        const why = 'the CPUs near this memory are those of another node; it has none of its own';
        this.notes.assume(`numa_nodes/${node.id}/cpus`, why);
      }
      return { ...node, cpuset, cpus };
    });
  }
}

/** Plain memory first, then by number: high-bandwidth, persistent, CXL and GPU memory have CPUs near, not of their own. */
function byKindOfMemory(a: MemoryNode, b: MemoryNode): number {
  return Number(isSpecial(a)) - Number(isSpecial(b)) || a.id - b.id;
}

function isSpecial({ element }: MemoryNode): boolean {
  const kind = attribute(element, 'subtype');
  return kind !== null && kind !== 'DRAM';
}

function cpuSet(units: readonly ProcessingUnit[]): CpuSet {
  return [...new Set(units.map(({ id }) => id))].filter((id) => id <= MAX_CPU).sort((a, b) => a - b);
}

/** The package that all its CPUs are in, or that it is in itself. */
function socketOf(node: MemoryNode, own: readonly ProcessingUnit[]): { socket?: number } {
  const [first, ...others] = new Set(own.length === 0 ? [node.packageId] : own.map(({ packageId }) => packageId));
  return first === undefined || first === null || others.length > 0 ? {} : { socket: first };
}

function siblingsOf(own: readonly ProcessingUnit[]): readonly CpuSet[] {
  const cores = new Map<object, ProcessingUnit[]>();
  for (const unit of own) {
    if (unit.core === null) continue;
    const threads = cores.get(unit.core);
    if (threads === undefined) cores.set(unit.core, [unit]);
    else threads.push(unit);
  }
  return [...cores.values()].filter((threads) => threads.length > 1).map(cpuSet);
}

function memoryOf(element: XmlElement): { memoryMib?: number } {
  const bytes = decimal(attribute(element, 'local_memory'));
  return bytes === null ? {} : { memoryMib: Math.floor(bytes / BYTES_PER_MIB) };
}

/** Base pages that nobody counted are written as none. */
function pagesOf(element: XmlElement): { pages?: readonly PagePool[] } {
  const pools = childrenNamed(element, 'page_type').flatMap((page) => {
    const sizeKib = (decimal(attribute(page, 'size')) ?? 0) / BYTES_PER_KIB;
    const total = decimal(attribute(page, 'count'));
    if (!Number.isInteger(sizeKib) || sizeKib === 0 || total === null) return [];
    return total === 0 && sizeKib <= LARGEST_BASE_PAGE_KIB ? [] : [{ sizeKib, total }];
  });
  return pools.length === 0 ? {} : { pages: pools };
}
