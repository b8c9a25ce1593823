import type { CellState, GuestCell, GuestTopology } from '@iopath/core';
import fc from 'fast-check';
import { aCell } from '../builders/a-cell-state';

/** A node of up to four cores with one or two threads each, numbered from `id * 16`, partly used. */
function cells(id: number): fc.Arbitrary<CellState> {
  return fc
    .record({
      cores: fc.integer({ min: 1, max: 4 }),
      threads: fc.constantFrom(1, 2),
      shared: fc.integer({ min: 0, max: 4 }),
      taken: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      memoryUsedMib: fc.constantFrom(0, 0, 512, 1536),
      sharedVcpusUsed: fc.integer({ min: 0, max: 6 }),
      huge: fc.constantFrom(0, 256, 512),
      hugeUsed: fc.constantFrom(0, 0, 200),
      gigantic: fc.constantFrom(0, 1),
    })
    .map((given) => {
      const first = id * 16;
      const siblings = Array.from({ length: given.cores }, (_, core) =>
        Array.from({ length: given.threads }, (_thread, t) => first + core + t * given.cores),
      );
      const sharedCpus = siblings
        .slice(given.cores - Math.min(given.shared, given.cores))
        .flat()
        .sort((a, b) => a - b);
      const dedicatedCpus = siblings
        .flat()
        .filter((cpu) => !sharedCpus.includes(cpu))
        .sort((a, b) => a - b);
      return aCell({
        id,
        socket: id >> 1,
        siblings,
        sharedCpus,
        dedicatedCpus,
        freeDedicatedCpus: dedicatedCpus.filter((_, i) => given.taken[i] !== true),
        memoryMib: 2048,
        memoryUsedMib: given.memoryUsedMib,
        sharedVcpusUsed: given.sharedVcpusUsed,
        pages: [
          { sizeKib: 4, total: 2048 * 256, used: given.memoryUsedMib * 256 },
          { sizeKib: 2048, total: given.huge, used: Math.min(given.huge, given.hugeUsed) },
          { sizeKib: 1048576, total: given.gigantic, used: 0 },
        ],
      });
    });
}

/** Hosts of one to four small nodes. */
export const numaHosts: fc.Arbitrary<readonly CellState[]> = fc
  .integer({ min: 1, max: 4 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, id) => cells(id))));

/** Guests of one to three small nodes, with every policy. */
export const guestTopologies: fc.Arbitrary<GuestTopology> = fc
  .record({
    cpuPolicy: fc.constantFrom(null, 'shared' as const, 'dedicated' as const, 'mixed' as const),
    threadPolicy: fc.constantFrom(null, 'prefer' as const, 'require' as const, 'isolate' as const),
    emulatorThreadsPolicy: fc.constantFrom(null, 'isolate' as const),
    pageSize: fc.constantFrom(null, null, 'any' as const, 'large' as const, 'small' as const, 2048),
    sizes: fc.array(fc.record({ vcpus: fc.integer({ min: 1, max: 4 }), memoryMib: fc.constantFrom(256, 512, 1024) }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ cpuPolicy, threadPolicy, emulatorThreadsPolicy, pageSize, sizes }) => {
    const pinned = cpuPolicy === 'dedicated' || cpuPolicy === 'mixed';
    let next = 0;
    const guestCells = sizes.map(({ vcpus, memoryMib }, id): GuestCell => {
      const all = Array.from({ length: vcpus }, () => next++);
      const shared = cpuPolicy === 'mixed' ? all.slice(0, Math.floor(vcpus / 2)) : pinned ? [] : all;
      return { id, sharedVcpus: shared, dedicatedVcpus: all.slice(shared.length), memoryMib, pageSize };
    });
    return {
      cells: guestCells.map((cell) => (pinned ? cell : { ...cell, dedicatedVcpus: [] })),
      cpuPolicy,
      threadPolicy: pinned ? threadPolicy : null,
      emulatorThreadsPolicy: pinned ? emulatorThreadsPolicy : null,
    };
  });
