import type { HostState } from '@iopath/core';
import { figure } from '../figures';

const MIB_PER_GIB = 1024;

/** How much of something a host has, and how much is taken. */
export interface HostAmount {
  readonly what: string;
  readonly used: number;
  readonly total: number;
  /** In words, with the unit. */
  readonly inWords: string;
}

/** What bars are drawn of: the host as a whole, then each NUMA node. */
export function hostAmounts({ capacity, free, cells, pfs }: HostState): readonly HostAmount[] {
  const amounts = [
    plain('vCPUs', capacity.vcpus - free.vcpus, capacity.vcpus),
    inMib('memory', capacity.memoryMib - free.memoryMib, capacity.memoryMib),
  ];
  for (const { id, dedicatedCpus, freeDedicatedCpus, memoryMib, memoryUsedMib } of cells) {
    const { length: pinnable } = dedicatedCpus;
    amounts.push(plain(`node ${id}: pinned CPUs`, pinnable - freeDedicatedCpus.length, pinnable));
    amounts.push(inMib(`node ${id}: guest memory`, memoryUsedMib, memoryMib));
    amounts.push(
      vfs(
        `node ${id}: VFs`,
        pfs.filter(({ pf }) => pf.numaNode === id),
      ),
    );
  }
  const known = new Set(cells.map(({ id }) => id));
  const elsewhere = pfs.filter(({ pf }) => pf.numaNode === null || !known.has(pf.numaNode));
  return [...amounts, vfs('VFs of unknown node', elsewhere)].filter(({ total }) => total > 0);
}

function vfs(what: string, pfs: HostState['pfs']): HostAmount {
  const total = pfs.reduce((sum, { pf }) => sum + pf.vfs.length, 0);
  return plain(what, total - pfs.reduce((sum, { freeVfs }) => sum + freeVfs.length, 0), total);
}

function plain(what: string, used: number, total: number): HostAmount {
  return { what, used, total, inWords: `${used} of ${total}` };
}

function inMib(what: string, used: number, total: number): HostAmount {
  return { what, used, total, inWords: `${figure(used / MIB_PER_GIB)} of ${figure(total / MIB_PER_GIB)} GiB` };
}
