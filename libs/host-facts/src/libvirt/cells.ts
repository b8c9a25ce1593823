import { type CpuSet, MAX_CPU, type NumaNodeFacts, type PagePool } from '@iopath/core';
import type { SourceNotes } from '../notes/source-notes';
import { decimal } from '../pci/written-numbers';
import { attribute, childNamed, childrenNamed, type XmlElement } from '../xml/xml-element';
import { bytesOf } from './memory-units';

const BYTES_PER_KIB = 1024;
const BYTES_PER_MIB = 1024 * 1024;
/** POWER has eight (SMT8). */
const MAX_THREADS_OF_CORE = 64;
const THREAD_LIST = /^\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?){0,63}$/;

/**
 * A NUMA node of `virsh capabilities` (`/capabilities/host/topology/cells/cell`). Ids may be sparse, a cell may have no memory
 * or no CPUs, and old libvirt tells neither memory nor distances. Memory is the floor in MiB.
 */
export function numaNodeOfCell(cell: XmlElement, notes: SourceNotes): NumaNodeFacts | null {
  const id = decimal(attribute(cell, 'id'));
  if (id === null) {
    notes.warn('a cell has no id; it is left out.');
    return null;
  }
  const cpus = childrenNamed(childNamed(cell, 'cpus'), 'cpu').flatMap((cpu) => hostCpu(cpu, id, notes));
  return {
    id,
    cpus: cpuSet(cpus.map((cpu) => cpu.id)),
    ...socketOf(cpus),
    ...siblingsOf(cpus),
    ...memoryOf(cell, id, notes),
    ...distancesOf(cell),
    ...pagesOf(cell, id, notes),
  };
}

interface HostCpu {
  readonly id: number;
  readonly socket: number | null;
  /** Null: not told. */
  readonly siblings: CpuSet | null;
}

function hostCpu(cpu: XmlElement, cell: number, notes: SourceNotes): HostCpu[] {
  const id = decimal(attribute(cpu, 'id'));
  if (id === null || id > MAX_CPU) {
    notes.warn(`cell ${cell}: a CPU has an id that none can have; it is left out.`);
    return [];
  }
  const socket = decimal(attribute(cpu, 'socket_id'));
  return [{ id, socket, siblings: threadList(attribute(cpu, 'siblings')) }];
}

/** `0-7` or `0,12`. Null for what is no list of one core's threads; wider ranges are not even counted through. */
function threadList(text: string | null): CpuSet | null {
  if (text === null || !THREAD_LIST.test(text)) return null;
  const threads = new Set<number>();
  for (const part of text.split(',')) {
    const [first = 0, last = first] = part.split('-').map(Number);
    if (last < first || last - first >= MAX_THREADS_OF_CORE || last > MAX_CPU) return null;
    for (let cpu = first; cpu <= last; cpu++) threads.add(cpu);
  }
  return threads.size > MAX_THREADS_OF_CORE ? null : [...threads].sort((a, b) => a - b);
}

/** A cell across sockets, as s390x and some ARM machines have it, has none of its own. */
function socketOf(cpus: readonly HostCpu[]): { socket?: number } {
  const [first, ...others] = new Set(cpus.map(({ socket }) => socket));
  return first === undefined || first === null || others.length > 0 ? {} : { socket: first };
}

/** Groups of two threads and more, each within the cell and once. Left out where libvirt did not know. */
function siblingsOf(cpus: readonly HostCpu[]): { siblings?: readonly CpuSet[] } {
  if (cpus.length > 0 && cpus.every(({ siblings }) => siblings === null)) return {};
  const free = new Set(cpus.map(({ id }) => id));
  const groups: CpuSet[] = [];
  for (const { id, siblings } of cpus) {
    if (siblings === null || !siblings.includes(id)) continue;
    const group = siblings.filter((cpu) => free.delete(cpu));
    if (group.length > 1) groups.push(group);
  }
  return { siblings: groups };
}

function memoryOf(cell: XmlElement, id: number, notes: SourceNotes): { memoryMib?: number } {
  const memory = childNamed(cell, 'memory');
  if (memory === null) return {};
  const amount = decimal(memory.text);
  const bytes = amount === null ? null : bytesOf(amount, attribute(memory, 'unit'));
  if (bytes !== null) return { memoryMib: Math.floor(bytes / BYTES_PER_MIB) };
  notes.warn(`cell ${id}: its memory is no amount of a known unit.`);
  return {};
}

function distancesOf(cell: XmlElement): { distanceTo?: Readonly<Record<number, number>> } {
  const distances = childrenNamed(childNamed(cell, 'distances'), 'sibling').flatMap((sibling) => {
    const to = decimal(attribute(sibling, 'id'));
    const value = decimal(attribute(sibling, 'value'));
    return to === null || value === null ? [] : [[to, value] as const];
  });
  return distances.length === 0 ? {} : { distanceTo: Object.fromEntries(distances) };
}

/** Totals: how many of them are free, libvirt does not say here. */
function pagesOf(cell: XmlElement, id: number, notes: SourceNotes): { pages?: readonly PagePool[] } {
  const elements = childrenNamed(cell, 'pages');
  if (elements.length === 0) return {};
  const pools = elements.flatMap((pages) => {
    const size = decimal(attribute(pages, 'size'));
    const bytes = size === null ? null : bytesOf(size, attribute(pages, 'unit'));
    const total = decimal(pages.text);
    if (bytes !== null && bytes > 0 && bytes % BYTES_PER_KIB === 0 && total !== null) {
      return [{ sizeKib: bytes / BYTES_PER_KIB, total }];
    }
    notes.warn(`cell ${id}: a pool of pages has no size or no number; it is left out.`);
    return [];
  });
  return { pages: pools };
}

function cpuSet(cpus: readonly number[]): CpuSet {
  return [...new Set(cpus)].sort((a, b) => a - b);
}
