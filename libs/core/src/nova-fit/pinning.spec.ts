import { aCell } from '@iopath/testing';
import type { CellState } from '../fleet/host-state';
import type { ThreadPolicy } from '../nova/cpu-policies';
import { canPin, hasSmt, pinnableCpus, pinsFor, type PinDemand } from './pinning';

function demand(count: number, threadPolicy: ThreadPolicy | null = null, emulatorCpus: 0 | 1 = 0): PinDemand {
  return { vcpus: Array.from({ length: count }, (_, vcpu) => vcpu), threadPolicy, emulatorCpus };
}

const NO_SMT = aCell({ siblings: [[0], [1], [2], [3]] });
const SMT = aCell();
const PARTLY_USED = aCell({ freeDedicatedCpus: [0, 1, 2, 5, 6] });
const LEGACY = aCell({ sharedCpus: [0, 1, 2, 3, 4, 5, 6, 7], dedicatedCpus: [0, 1, 2, 3, 4, 5, 6, 7] });
/** The old configuration with a thread of core 0/4 taken, and nothing left of core 3/7. */
const LEGACY_PARTLY_USED = { ...LEGACY, freeDedicatedCpus: [0, 1, 2, 5, 6] };
const FOUR_THREADS = aCell({
  siblings: [
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ],
});

describe('picking CPUs for pinned vCPUs', () => {
  it.each`
    case                                                           | cell                                                       | wanted                     | cpus                  | emulator
    ${'without SMT, in order'}                                     | ${NO_SMT}                                                  | ${demand(2)}               | ${[0, 1]}             | ${[]}
    ${'with SMT, whole cores'}                                     | ${SMT}                                                     | ${demand(4)}               | ${[0, 4, 1, 5]}       | ${[]}
    ${'prefer is the default'}                                     | ${SMT}                                                     | ${demand(2, 'prefer')}     | ${[0, 4]}             | ${[]}
    ${'an odd number leaves a thread'}                             | ${SMT}                                                     | ${demand(3, 'require')}    | ${[0, 4, 1]}          | ${[]}
    ${'cores with both threads free go first'}                     | ${PARTLY_USED}                                             | ${demand(4, 'require')}    | ${[1, 5, 2, 6]}       | ${[]}
    ${'prefer takes single threads where it must'}                 | ${PARTLY_USED}                                             | ${demand(5)}               | ${[0, 1, 5, 2, 6]}    | ${[]}
    ${'three threads fit three cores, one each'}                   | ${aCell({ freeDedicatedCpus: [0, 1, 2] })}                 | ${demand(3)}               | ${[0, 1, 2]}          | ${[]}
    ${'the emulator gets the first CPU left'}                      | ${SMT}                                                     | ${demand(2, null, 1)}      | ${[0, 4]}             | ${[1]}
    ${'four threads a core'}                                       | ${FOUR_THREADS}                                            | ${demand(6)}               | ${[0, 1, 2, 3, 4, 5]} | ${[]}
    ${'prefer spreads over cores before it breaks the even share'} | ${aCell({ freeDedicatedCpus: [0, 1, 2, 5] })}              | ${demand(3)}               | ${[0, 1, 2]}          | ${[]}
    ${'two of the three free threads of a core, to be even'}       | ${{ ...FOUR_THREADS, freeDedicatedCpus: [0, 1, 2, 4, 5] }} | ${demand(4)}               | ${[0, 1, 4, 5]}       | ${[]}
    ${'isolate passes over a core in use'}                         | ${LEGACY_PARTLY_USED}                                      | ${demand(2, 'isolate')}    | ${[1, 2]}             | ${[]}
    ${'isolate without SMT is like prefer'}                        | ${NO_SMT}                                                  | ${demand(2, 'isolate', 1)} | ${[0, 1]}             | ${[2]}
    ${'isolate on a vcpu_pin_set host takes a core each'}          | ${LEGACY}                                                  | ${demand(3, 'isolate', 1)} | ${[0, 1, 2]}          | ${[3]}
  `('$case', (given: { cell: CellState; wanted: PinDemand; cpus: number[]; emulator: number[] }) => {
    expect(pinsFor(given.cell, given.wanted)).toEqual({ cpus: given.cpus, emulatorCpus: given.emulator });
  });

  it.each`
    case                                                                        | cell                                                                                                           | wanted
    ${'more than are free'}                                                     | ${PARTLY_USED}                                                                                                 | ${demand(6)}
    ${'all that are free, and an emulator thread'}                              | ${NO_SMT}                                                                                                      | ${demand(4, null, 1)}
    ${'siblings on a host without SMT'}                                         | ${NO_SMT}                                                                                                      | ${demand(2, 'require')}
    ${'siblings where only single threads are free'}                            | ${aCell({ freeDedicatedCpus: [0, 1] })}                                                                        | ${demand(2, 'require')}
    ${'isolation with SMT and cpu_dedicated_set (bug 1889633)'}                 | ${SMT}                                                                                                         | ${demand(1, 'isolate')}
    ${'isolation of more vCPUs than there are whole cores'}                     | ${LEGACY}                                                                                                      | ${demand(5, 'isolate')}
    ${'isolation of the emulator thread where no core is left'}                 | ${LEGACY}                                                                                                      | ${demand(4, 'isolate', 1)}
    ${'isolation of more vCPUs than cores that are wholly free'}                | ${LEGACY_PARTLY_USED}                                                                                          | ${demand(3, 'isolate')}
    ${'isolation where all cores left are wholly free, and an emulator thread'} | ${{ ...LEGACY, freeDedicatedCpus: [0, 1, 4, 5] }}                                                              | ${demand(2, 'isolate', 1)}
    ${'isolation with SMT where as many CPUs float as are dedicated'}           | ${aCell({ sharedCpus: [0, 1, 4, 5], dedicatedCpus: [2, 3, 6, 7] })}                                            | ${demand(1, 'isolate')}
    ${'isolation with SMT where one CPU floats and another is dedicated'}       | ${aCell({ sharedCpus: [0, 1], dedicatedCpus: [0, 2], freeDedicatedCpus: [0, 2], siblings: [[0, 1], [2, 3]] })} | ${demand(1, 'isolate')}
    ${'no pinned vCPU in the cell of a mixed guest (bug 1994526)'}              | ${SMT}                                                                                                         | ${demand(0)}
  `('is impossible: $case', ({ cell, wanted }: { cell: CellState; wanted: PinDemand }) => {
    expect(canPin(cell, wanted)).toBe(false);
    expect(pinsFor(cell, wanted)).toBeNull();
  });
});

describe('how many vCPUs could be pinned', () => {
  it.each`
    case                                      | cell                                | wanted                    | count
    ${'all that are free'}                    | ${PARTLY_USED}                      | ${demand(9)}              | ${5}
    ${'less one for the emulator'}            | ${NO_SMT}                           | ${demand(9, 'prefer', 1)} | ${3}
    ${'never less than none'}                 | ${aCell({ freeDedicatedCpus: [] })} | ${demand(9, 'prefer', 1)} | ${0}
    ${'require: those with a free sibling'}   | ${PARTLY_USED}                      | ${demand(9, 'require')}   | ${4}
    ${'require without SMT: none'}            | ${NO_SMT}                           | ${demand(9, 'require')}   | ${0}
    ${'isolate: one of each core left whole'} | ${LEGACY_PARTLY_USED}               | ${demand(9, 'isolate')}   | ${2}
    ${'isolate with SMT and dedicated CPUs'}  | ${SMT}                              | ${demand(9, 'isolate')}   | ${0}
  `('$case: $count', ({ cell, wanted, count }: { cell: CellState; wanted: PinDemand; count: number }) => {
    expect(pinnableCpus(cell, wanted)).toBe(count);
  });
});

it('a cell has SMT when one of its cores has siblings', () => {
  expect(hasSmt(aCell({ siblings: [[0], [1, 5]] }))).toBe(true);
  expect(hasSmt(NO_SMT)).toBe(false);
});
