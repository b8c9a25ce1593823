import type { CellState } from '../fleet/host-state';
import type { CpuSet } from '../inventory/cpu-set';
import type { ThreadPolicy } from '../nova/cpu-policies';
import { cpythonMergedOrder, cpythonSetOrder } from './cpython-set-order';

/** How many CPUs a guest cell wants to itself, and how they may lie on cores. */
export interface PinDemand {
  /** Pinned vCPUs, ascending. */
  readonly vcpus: readonly number[];
  readonly threadPolicy: ThreadPolicy | null;
  /** One more CPU for the emulator threads, or none. */
  readonly emulatorCpus: 0 | 1;
}

/** CPUs picked for a guest cell. */
export interface Pins {
  /** Host CPUs, one a pinned vCPU, in the vCPUs' order. */
  readonly cpus: readonly number[];
  /** CPUs for the emulator threads; empty when none were asked for. */
  readonly emulatorCpus: readonly number[];
}

/** The free dedicated CPUs of a cell, core by core. */
interface FreeCores {
  /** Threads of the cell's largest core, whatever they are used for; 1 without SMT. */
  readonly threadsPerCore: number;
  /** Free threads of each core that has any, in the order in which Nova takes them. */
  readonly cores: readonly CpuSet[];
  /** How many cores have at least this many free threads, by number of threads. */
  readonly coresWith: readonly number[];
}

/** Cells are immutable and outlive a planning run, so each one's cores are worked out once. */
const coresOfCell = new WeakMap<CellState, FreeCores>();

function freeCores(cell: CellState): FreeCores {
  const known = coresOfCell.get(cell);
  if (known !== undefined) return known;
  const free = new Set(cell.freeDedicatedCpus);
  const cores = cell.siblings.map((core) => freeThreads(core, cell, free)).filter((core) => core.length > 0);
  const threadsPerCore = cell.siblings.reduce((most, core) => Math.max(most, core.length), 1);
  const coresWith = Array.from(
    { length: threadsPerCore + 1 },
    (_, threads) => cores.filter((core) => core.length >= threads).length,
  );
  const result = { threadsPerCore, cores, coresWith };
  coresOfCell.set(cell, result);
  return result;
}

/** The free threads of a core as CPython computes `core & (dedicated - pinned)`: an intersection walks the smaller set. */
function freeThreads(core: CpuSet, cell: CellState, isFree: ReadonlySet<number>): readonly number[] {
  if (isFree.size > core.length) return cpythonSetOrder(asNovaHolds(core).filter((cpu) => isFree.has(cpu)));
  return cpythonSetOrder(freeAsNovaHolds(cell, isFree).filter((cpu) => core.includes(cpu)));
}

/** A set that was built from a list, and built anew and merged into an empty one when Nova made its NUMACell of it. */
function asNovaHolds(cpus: CpuSet): readonly number[] {
  return cpythonMergedOrder(cpythonSetOrder(cpythonSetOrder(cpus)));
}

/** A difference that takes little away keeps the layout; any other is built anew. */
function freeAsNovaHolds({ dedicatedCpus }: CellState, isFree: ReadonlySet<number>): readonly number[] {
  const free = asNovaHolds(dedicatedCpus).filter((cpu) => isFree.has(cpu));
  return dedicatedCpus.length >> 2 > dedicatedCpus.length - isFree.size ? free : cpythonSetOrder(free);
}

/** True when the cell's CPUs are hyperthreads (or other SMT threads) of shared cores. */
export function hasSmt(cell: CellState): boolean {
  return cell.siblings.some((core) => core.length > 1);
}

/**
 * Whether {@link pinsFor} would find CPUs, by counting alone (`nova/virt/hardware.py _pack_instance_onto_cores`).
 * A cell of a pinned guest without a pinned vCPU of its own fits nowhere (Nova bug 1994526).
 */
export function canPin(cell: CellState, demand: PinDemand): boolean {
  const wanted = demand.vcpus.length;
  if (wanted === 0 || wanted + demand.emulatorCpus > cell.freeDedicatedCpus.length) return false;
  if (demand.threadPolicy === 'require') return mostThreads(freeCores(cell), wanted, 2) > 0;
  return demand.threadPolicy === 'isolate' ? canIsolate(cell, demand) : true;
}

/** How many pinned vCPUs the cell could take under the thread policy, for an explanation. */
export function pinnableCpus(cell: CellState, demand: PinDemand): number {
  const free = cell.freeDedicatedCpus.length - demand.emulatorCpus;
  if (demand.threadPolicy !== 'require' && demand.threadPolicy !== 'isolate') return Math.max(0, free);
  const { coresWith, threadsPerCore } = freeCores(cell);
  if (demand.threadPolicy === 'isolate') return isolationWorks(cell) ? (coresWith[threadsPerCore] ?? 0) : 0;
  return coresWith.reduce((most, cores, threads) => (threads < 2 ? most : Math.max(most, cores * threads)), 0);
}

/**
 * Picks host CPUs for a guest cell in Nova's order: as many threads of a core as possible, emptier cores first in
 * the sense that cores with more free threads are tried first, and single threads only where the policy allows it.
 *
 * @returns Null when the cell has no room under the policy.
 */
export function pinsFor(cell: CellState, demand: PinDemand): Pins | null {
  if (!canPin(cell, demand)) return null;
  const wanted = demand.vcpus.length;
  const { cores, threadsPerCore } = freeCores(cell);
  if (demand.threadPolicy === 'isolate') {
    const whole = cores.filter((core) => core.length >= threadsPerCore).slice(0, wanted);
    const rest = cores.filter((core) => !whole.includes(core)).flat();
    return { cpus: whole.map((core) => core[0] as number), emulatorCpus: rest.slice(0, demand.emulatorCpus) };
  }
  const threads = mostThreads(freeCores(cell), wanted, demand.threadPolicy === 'require' ? 2 : 1);
  const usable =
    threads > 0 ? cores.filter((core) => core.length >= threads).map((core) => core.slice(0, threads)) : cores;
  const cpus = usable.flat().slice(0, wanted);
  const rest = cores.flat().filter((cpu) => !cpus.includes(cpu));
  return { cpus, emulatorCpus: rest.slice(0, demand.emulatorCpus) };
}

/** The largest number of threads, at least `least`, that can be taken of each core to hold the vCPUs; 0 for none. */
function mostThreads({ coresWith }: FreeCores, wanted: number, least: number): number {
  for (let threads = coresWith.length - 1; threads >= least; threads--) {
    if (threads * (coresWith[threads] ?? 0) >= wanted) return threads;
  }
  return 0;
}

function canIsolate(cell: CellState, demand: PinDemand): boolean {
  const { cores, coresWith, threadsPerCore } = freeCores(cell);
  const wanted = demand.vcpus.length;
  const whole = coresWith[threadsPerCore] ?? 0;
  return isolationWorks(cell) && whole >= wanted && cores.length >= wanted + demand.emulatorCpus;
}

/**
 * On a host with SMT, only the old `vcpu_pin_set` configuration can isolate (Nova bug 1889633); it is told by the
 * same CPUs being both shared and dedicated.
 */
function isolationWorks(cell: CellState): boolean {
  if (freeCores(cell).threadsPerCore === 1) return true;
  const { sharedCpus, dedicatedCpus } = cell;
  return sharedCpus.length === dedicatedCpus.length && sharedCpus.every((cpu, i) => cpu === dedicatedCpus[i]);
}
