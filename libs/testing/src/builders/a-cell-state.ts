import type { CellState, Flavor } from '@iopath/core';

/** A NUMA node of four cores with two threads each: (0,4) (1,5) (2,6) (3,7), all dedicated, 8 GiB of 4 KiB pages. */
export function aCell(changes: Partial<CellState> = {}): CellState {
  const siblings = changes.siblings ?? [
    [0, 4],
    [1, 5],
    [2, 6],
    [3, 7],
  ];
  const cpus = siblings.flat().sort((a, b) => a - b);
  const sharedCpus = changes.sharedCpus ?? [];
  const dedicatedCpus = changes.dedicatedCpus ?? cpus.filter((cpu) => !sharedCpus.includes(cpu));
  const memoryMib = changes.memoryMib ?? 8192;
  return {
    id: 0,
    socket: 0,
    sharedCpus,
    dedicatedCpus,
    freeDedicatedCpus: dedicatedCpus,
    siblings,
    memoryMib,
    memoryUsedMib: 0,
    sharedVcpusUsed: 0,
    pages: [{ sizeKib: 4, total: memoryMib * 256, used: 0 }],
    distances: new Map(),
    ...changes,
  };
}

/** The host of the handbook's vectors (3.7): sibling pairs (0,4)(1,5) on node 0 and (2,6)(3,7) on node 1. */
export function theHandbookHost(changes: Partial<CellState> = {}): readonly CellState[] {
  return [
    aCell({
      id: 0,
      siblings: [
        [0, 4],
        [1, 5],
      ],
      ...changes,
    }),
    aCell({
      id: 1,
      siblings: [
        [2, 6],
        [3, 7],
      ],
      ...changes,
    }),
  ];
}

/** A flavor of 4 vCPUs and 4 GiB, as in the handbook's table of conflicts (1.5). */
export function aFlavor(extraSpecs: Flavor['extraSpecs'] = {}, changes: Partial<Flavor> = {}): Flavor {
  return { vcpus: 4, ramMib: 4096, diskGib: 20, extraSpecs, ...changes };
}
