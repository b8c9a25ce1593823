import { aCell, aFlavor, guestTopologies, numaHosts, theHandbookHost } from '@iopath/testing';
import fc from 'fast-check';
import type { CellState } from '../fleet/host-state';
import type { Flavor } from '../request/vm-request';
import { cellDemands, cellLimits, cellShortage, pagesFor } from './cell-fit';
import { orderedCells } from './cell-order';
import { guestTopologyOf, type GuestTopology } from './guest-topology';
import { firstHostFit, hostFits, pinsOf, type FitOrder, type HostFit } from './host-fit';
import { NO_PAGES } from './page-size';

const RATIOS = { cpu: 16, ram: 1.5 };
const SPREAD: FitOrder = { packing: false, wantsPci: false, freePciByCell: new Map() };

function topologyOf(flavor: Flavor): GuestTopology {
  const result = guestTopologyOf(flavor, { osId: null, properties: {} });
  if (!result.ok || result.topology === null) throw new Error('the flavor was meant to have a guest NUMA topology');
  return result.topology;
}

function fitOf(flavor: Flavor, cells: readonly CellState[], order: FitOrder = SPREAD): HostFit | null {
  return firstHostFit(topologyOf(flavor), { cells, allocationRatios: RATIOS }, order);
}

function pinned(vcpus: number, extraSpecs: Flavor['extraSpecs'] = {}): Flavor {
  return aFlavor({ 'hw:cpu_policy': 'dedicated', ...extraSpecs }, { vcpus, ramMib: 1024 });
}

/** Node and pins of the only guest cell. */
function whereabouts(fit: HostFit | null): unknown {
  return fit && pinsOf(fit).map(({ hostNode, pinning, emulatorCpus }) => ({ hostNode, pinning, emulatorCpus }));
}

describe('the vectors of the handbook (3.7): two nodes of two cores with two threads, all dedicated', () => {
  it.each`
    vcpus | policy       | pinning
    ${2}  | ${'prefer'}  | ${{ 0: 0, 1: 4 }}
    ${2}  | ${'require'} | ${{ 0: 0, 1: 4 }}
    ${3}  | ${'require'} | ${{ 0: 0, 1: 4, 2: 1 }}
  `(
    '$vcpus pinned vCPUs with $policy lie on node 0',
    ({ vcpus, policy, pinning }: { vcpus: number; policy: string; pinning: object }) => {
      const fit = fitOf(pinned(vcpus, { 'hw:cpu_thread_policy': policy }), theHandbookHost());

      expect(whereabouts(fit)).toEqual([{ hostNode: 0, pinning, emulatorCpus: [] }]);
    },
  );

  it.each`
    case                                                        | flavor
    ${'isolate on an SMT host with cpu_dedicated_set'}          | ${pinned(2, { 'hw:cpu_thread_policy': 'isolate' })}
    ${'5 vCPUs in one guest node, although 8 CPUs are free'}    | ${pinned(5)}
    ${'4 vCPUs and an isolated emulator thread in four CPUs'}   | ${pinned(4, { 'hw:emulator_threads_policy': 'isolate' })}
    ${'5 floating vCPUs on nodes of four CPUs, whatever ratio'} | ${aFlavor({ 'hw:numa_nodes': '1' }, { vcpus: 5, ramMib: 1024 })}
    ${'more guest nodes than host nodes'}                       | ${pinned(3, { 'hw:numa_nodes': '3', 'hw:numa_cpus.0': '0', 'hw:numa_cpus.1': '1', 'hw:numa_cpus.2': '2', 'hw:numa_mem.0': '512', 'hw:numa_mem.1': '256', 'hw:numa_mem.2': '256' })}
  `('do not fit: $case', ({ flavor }: { flavor: Flavor }) => {
    const floating = flavor.extraSpecs['hw:cpu_policy'] === undefined;
    const cells = floating
      ? theHandbookHost({ sharedCpus: [0, 1, 2, 3], dedicatedCpus: [], freeDedicatedCpus: [] })
      : theHandbookHost();

    expect(fitOf(flavor, cells)).toBeNull();
  });

  it('6 pinned vCPUs in two guest nodes lie 3 and 3 over both nodes', () => {
    const fit = fitOf(aFlavor({ 'hw:cpu_policy': 'dedicated', 'hw:numa_nodes': '2' }, { vcpus: 6 }), theHandbookHost());

    expect(whereabouts(fit)).toEqual([
      { hostNode: 0, pinning: { 0: 0, 1: 4, 2: 1 }, emulatorCpus: [] },
      { hostNode: 1, pinning: { 3: 2, 4: 6, 5: 3 }, emulatorCpus: [] },
    ]);
  });

  it('3 pinned vCPUs with an isolated emulator thread reserve CPU 5 for it', () => {
    const fit = fitOf(pinned(3, { 'hw:emulator_threads_policy': 'isolate' }), theHandbookHost());

    expect(whereabouts(fit)).toEqual([{ hostNode: 0, pinning: { 0: 0, 1: 4, 2: 1 }, emulatorCpus: [5] }]);
  });

  it('the emulator thread lies with guest node 0 and nowhere else', () => {
    const fit = fitOf(
      aFlavor(
        { 'hw:cpu_policy': 'dedicated', 'hw:numa_nodes': '2', 'hw:emulator_threads_policy': 'isolate' },
        { vcpus: 4, ramMib: 1024 },
      ),
      theHandbookHost(),
    );

    expect(fit && pinsOf(fit).map((cell) => cell.emulatorCpus)).toEqual([[1], []]);
  });

  it.each`
    policy       | pinning
    ${'require'} | ${null}
    ${'prefer'}  | ${{ 0: 0, 1: 1 }}
  `(
    'with single threads of two cores free, $policy gives $pinning',
    ({ policy, pinning }: { policy: string; pinning: object | null }) => {
      const [cell] = theHandbookHost({ freeDedicatedCpus: [0, 1] });
      const fit = fitOf(pinned(2, { 'hw:cpu_thread_policy': policy }), cell === undefined ? [] : [cell]);

      expect(fit && pinsOf(fit)[0]?.pinning).toEqual(pinning);
    },
  );
});

describe('a guest with floating vCPUs', () => {
  const floating = aFlavor({ 'hw:numa_nodes': '1' }, { vcpus: 4, ramMib: 2048 });
  const node = {
    sharedCpus: [0, 1, 4, 5],
    dedicatedCpus: [],
    siblings: [
      [0, 4],
      [1, 5],
    ],
    memoryMib: 4096,
  };

  it.each`
    usage                             | fits     | case
    ${{ sharedVcpusUsed: 4 }}         | ${true}  | ${'4 of 8 vCPUs used'}
    ${{ sharedVcpusUsed: 5 }}         | ${false} | ${'5 of 8 vCPUs used'}
    ${{ memoryUsedMib: 4096 }}        | ${true}  | ${'4 of 6 GiB used'}
    ${{ memoryUsedMib: 4097 }}        | ${false} | ${'a little more used'}
    ${{ memoryMib: 2047, pages: [] }} | ${false} | ${'less memory in the node than the guest has'}
    ${{ memoryMib: 2048, pages: [] }} | ${true}  | ${'as much, in a node that reports no pages'}
  `(
    'keeps to the allocation ratios 2 and 1.5: $case',
    ({ usage, fits }: { usage: Partial<CellState>; fits: boolean }) => {
      const host = { cells: [aCell({ ...node, ...usage })], allocationRatios: { cpu: 2, ram: 1.5 } };

      expect(firstHostFit(topologyOf(floating), host, SPREAD) !== null).toBe(fits);
    },
  );
});

describe('memory of a pinned guest without a page size', () => {
  const flavor = pinned(2);
  const smallPagesGone = aCell({ pages: [{ sizeKib: 4, total: 8192 * 256, used: 7500 * 256 }] });

  it('is never overcommitted', () => {
    expect(fitOf(flavor, [aCell({ memoryUsedMib: 7500 })])).toBeNull();
    expect(fitOf(flavor, [aCell({ memoryUsedMib: 8192 - flavor.ramMib })])).not.toBeNull();
    expect(fitOf(flavor, [aCell({ memoryUsedMib: 8193 - flavor.ramMib })])).toBeNull();
  });

  it('is not kept off a node whose floating vCPUs are overcommitted: it has none', () => {
    expect(fitOf(flavor, [aCell({ sharedCpus: [], sharedVcpusUsed: 9 })])).not.toBeNull();
  });

  it.each`
    release     | fits
    ${'zed'}    | ${true}
    ${'2024.1'} | ${true}
    ${'2024.2'} | ${false}
    ${'2026.1'} | ${false}
  `(
    'must find free small pages from 2024.2 on: $release',
    ({ release, fits }: { release: 'zed' | '2024.2'; fits: boolean }) => {
      expect(fitOf(flavor, [smallPagesGone], { ...SPREAD, release }) !== null).toBe(fits);
    },
  );
});

describe('the order in which cells are tried', () => {
  const shared = aFlavor({ 'hw:numa_nodes': '1' }, { vcpus: 1, ramMib: 512 });
  const used = (id: number, usage: Partial<CellState>) =>
    aCell({ id, sharedCpus: [0, 1], dedicatedCpus: [4, 5], ...usage });
  const cpuUse = [used(0, { sharedVcpusUsed: 2 }), used(1, { sharedVcpusUsed: 1 })];
  const memoryUse = [used(0, { memoryUsedMib: 1024 }), used(1, { memoryUsedMib: 512 })];
  const pinnedUse = [used(0, { freeDedicatedCpus: [4] }), used(1, {})];
  const both = [used(0, { sharedVcpusUsed: 1, memoryUsedMib: 512 }), used(1, { sharedVcpusUsed: 2 })];

  it.each`
    case                                                   | flavor                                                                                     | cells                                                                                        | packing  | node
    ${'fewest vCPUs first, floating by the flavor’s word'} | ${aFlavor({ 'hw:numa_nodes': '1', 'hw:cpu_policy': 'shared' }, { vcpus: 1, ramMib: 512 })} | ${[...cpuUse].map((cell) => ({ ...cell, freeDedicatedCpus: cell.id === 0 ? [4, 5] : [4] }))} | ${false} | ${1}
    ${'fewest vCPUs first, floating'}                      | ${shared}                                                                                  | ${cpuUse}                                                                                    | ${false} | ${1}
    ${'most vCPUs first when packing'}                     | ${shared}                                                                                  | ${cpuUse}                                                                                    | ${true}  | ${0}
    ${'most free memory first'}                            | ${shared}                                                                                  | ${memoryUse}                                                                                 | ${false} | ${1}
    ${'least free memory first when packing'}              | ${shared}                                                                                  | ${memoryUse}                                                                                 | ${true}  | ${0}
    ${'CPUs go before memory'}                             | ${shared}                                                                                  | ${both}                                                                                      | ${false} | ${0}
    ${'most free dedicated CPUs first, pinned'}            | ${pinned(1)}                                                                               | ${pinnedUse}                                                                                 | ${false} | ${1}
    ${'fewest free dedicated CPUs first when packing'}     | ${pinned(1)}                                                                               | ${pinnedUse}                                                                                 | ${true}  | ${0}
  `(
    '$case',
    ({ flavor, cells, packing, node }: { flavor: Flavor; cells: CellState[]; packing: boolean; node: number }) => {
      expect(fitOf(flavor, cells, { ...SPREAD, packing })?.cells[0]?.hostNode).toBe(node);
    },
  );

  it.each`
    wantsPci | packing  | node
    ${true}  | ${false} | ${0}
    ${true}  | ${true}  | ${0}
    ${false} | ${false} | ${1}
    ${false} | ${true}  | ${1}
  `(
    'devices on node 0 decide before anything else: wanted $wantsPci, packing $packing',
    ({ wantsPci, packing, node }: { wantsPci: boolean; packing: boolean; node: number }) => {
      const order = { packing, wantsPci, freePciByCell: new Map([[0, 3]]) };

      expect(fitOf(shared, [used(0, {}), used(1, {})], order)?.cells[0]?.hostNode).toBe(node);
    },
  );

  it('is the host’s own when the guest needs every cell', () => {
    const guest = aFlavor({ 'hw:numa_nodes': '2' }, { vcpus: 2, ramMib: 1024 });

    expect(fitOf(guest, cpuUse)?.cells.map((cell) => cell.hostNode)).toEqual([0, 1]);
  });
});

describe('the page size found on the first cell', () => {
  const gigantic = { sizeKib: 1048576, total: 2, used: 0 };
  const huge = { sizeKib: 2048, total: 1024, used: 0 };
  const small = { sizeKib: 4, total: 1, used: 0 };
  const flavor = pinned(2, { 'hw:mem_page_size': 'large', 'hw:cpu_thread_policy': 'require' });
  const tried = aCell({ id: 0, memoryMib: 8192, pages: [small, huge, gigantic], freeDedicatedCpus: [0, 1] });
  const next = aCell({ id: 1, memoryMib: 4096, pages: [small, huge], freeDedicatedCpus: [0, 4] });

  it('is asked of all others, as Nova does, even if the first cell has no sibling threads for the guest', () => {
    expect(fitOf(flavor, [tried, next])).toBeNull();
    expect(fitOf(flavor, [next])?.cells[0]).toMatchObject({ hostNode: 1, pageSizeKib: 2048 });
  });
});

const orders: fc.Arbitrary<FitOrder> = fc
  .record({
    packing: fc.boolean(),
    wantsPci: fc.boolean(),
    free: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }),
    release: fc.constantFrom('zed' as const, '2025.1' as const),
  })
  .map(({ free, ...rest }) => ({ ...rest, freePciByCell: new Map(free.map((count, node) => [node, count])) }));

describe('every fit', () => {
  it('stays within what each host cell has free', () => {
    fc.assert(
      fc.property(guestTopologies, numaHosts, orders, (guest, cells, order) => {
        for (const fit of hostFits(guest, { cells, allocationRatios: RATIOS }, order)) {
          const nodes = fit.cells.map((cell) => cell.hostNode);
          expect(new Set(nodes).size).toBe(guest.cells.length);
          for (const [i, placement] of pinsOf(fit).entries()) {
            const host = fit.cells[i]?.host as CellState;
            const vcpus = guest.cells[i]?.dedicatedVcpus ?? [];
            const assigned = [...Object.values(placement.pinning), ...placement.emulatorCpus];
            expect(Object.keys(placement.pinning).map(Number)).toEqual(vcpus);
            expect(new Set(assigned).size).toBe(assigned.length);
            expect(host.freeDedicatedCpus).toEqual(expect.arrayContaining(assigned));
            expect(placement.pinnedCpus).toEqual(expect.arrayContaining(assigned));
            const pool = host.pages.find((pages) => pages.sizeKib === placement.pageSizeKib);
            if (guest.cells[i]?.pageSize !== null && pool !== undefined) {
              expect(placement.memoryMib * 1024).toBeLessThanOrEqual((pool.total - pool.used) * pool.sizeKib);
            }
          }
        }
      }),
    );
  });

  it('has a set of host nodes of its own', () => {
    fc.assert(
      fc.property(guestTopologies, numaHosts, orders, (guest, cells, order) => {
        const sets = [...hostFits(guest, { cells, allocationRatios: RATIOS }, order)].map((fit) =>
          fit.cells
            .map((cell) => cell.hostNode)
            .sort((a, b) => a - b)
            .join(),
        );

        expect(new Set(sets).size).toBe(sets.length);
      }),
    );
  });
});

/**
 * Nova's own procedure, step by step: every permutation in order; pairs remembered by the ids of the two cells, and
 * a guest cell called after the host cell on which it fitted last; its page size fixed once found, and its pins kept
 * from the host cell that was judged last. A placement with an exclamation mark is accepted at another cell's word.
 */
function nodesByBruteForce(guest: GuestTopology, cells: readonly CellState[], order: FitOrder): string[] {
  const limits = cellLimits(RATIOS, order.release ?? 'zed');
  const demands = cellDemands(guest);
  const ids = guest.cells.map((cell) => cell.id);
  const settled = guest.cells.map((): number | null => null);
  const pinnedAt = guest.cells.map((): number | null => null);
  const remembered = new Map<string, boolean>();
  const fits = (g: number, host: CellState, isAsked = true): boolean => {
    const demand = demands[g];
    if (demand === undefined) throw new RangeError('no such guest cell');
    const size = pagesFor(host, demand, settled[g] ?? demand.cell.pageSize, limits);
    if (isAsked && size !== NO_PAGES && demand.cell.pageSize !== null) settled[g] = size;
    const shortage = cellShortage(host, demand, limits);
    const packed = isAsked && size !== NO_PAGES && (shortage === null || shortage.endsWith('overcommitted'));
    if (packed && demand.pinned) {
      pinnedAt[g] = host.id;
      ids[g] = host.id;
    }
    return size !== NO_PAGES && shortage === null;
  };
  const found = new Map<string, string>();
  for (const permutation of permutations(orderedCells(guest, cells, order), guest.cells.length)) {
    const accepted = permutation.every((host, g) => {
      const pair = `${host.id}/${ids[g]}`;
      const answer = remembered.get(pair) ?? fits(g, host);
      remembered.set(pair, answer);
      if (answer) ids[g] = host.id;
      return answer;
    });
    if (!accepted) continue;
    const nodes = permutation.map((host) => host.id);
    const set = [...nodes].sort((a, b) => a - b).join();
    if (found.has(set)) continue;
    const pinsAreStale = demands[0]?.pinned === true && permutation.some((host, g) => pinnedAt[g] !== host.id);
    const sizeIsMissing = demands.some(({ cell }, g) => typeof cell.pageSize === 'string' && settled[g] === null);
    const isHollow = pinsAreStale || sizeIsMissing || !permutation.every((host, g) => fits(g, host, false));
    found.set(set, `${nodes.join()}${isHollow ? '!' : ''}`);
  }
  return [...found.values()];
}

function permutations<Item>(items: readonly Item[], length: number): Item[][] {
  if (length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)], length - 1).map((rest) => [item, ...rest]),
  );
}

describe('guest nodes that are not alike', () => {
  const cells = [
    aCell({ id: 0, freeDedicatedCpus: [0, 4] }),
    aCell({ id: 1, siblings: [[8], [9], [10], [11]] }),
    aCell({ id: 2, freeDedicatedCpus: [] }),
  ];
  const devicesOnNode0: FitOrder = { ...SPREAD, freePciByCell: new Map([[0, 7]]) };
  const map = { 'hw:numa_nodes': '2', 'hw:numa_mem.0': '512', 'hw:numa_mem.1': '512' };

  it('are confused by Nova, which then overlooks the only placement', () => {
    const flavor = pinned(6, { ...map, 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-5' });

    expect(fitOf(flavor, cells, devicesOnNode0)).toBeNull();
  });

  it('are placed where Nova does not come to confuse them', () => {
    const flavor = pinned(6, { ...map, 'hw:numa_cpus.0': '0-3', 'hw:numa_cpus.1': '4-5' });

    expect(fitOf(flavor, cells, devicesOnNode0)?.cells.map((cell) => cell.hostNode)).toEqual([1, 0]);
  });
});

describe('the search', () => {
  it('finds what going through all permutations finds, in the same order', () => {
    fc.assert(
      fc.property(guestTopologies, numaHosts, orders, (guest, cells, order) => {
        const expected = cells.length < guest.cells.length ? [] : nodesByBruteForce(guest, cells, order);
        const found = [...hostFits(guest, { cells, allocationRatios: RATIOS }, order)];

        expect(
          found.map(
            ({ cells: on, isClaimable }) => `${on.map((cell) => cell.hostNode).join()}${isClaimable ? '' : '!'}`,
          ),
        ).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('ends although eight guest nodes meet sixteen host nodes and no placement satisfies the caller', () => {
    const node = { sharedCpus: [0, 1, 2, 3, 4, 5, 6, 7], dedicatedCpus: [] };
    const cells = Array.from({ length: 16 }, (_, id) => aCell({ id, ...node }));
    const guest = topologyOf(aFlavor({ 'hw:numa_nodes': '8' }, { vcpus: 16, ramMib: 8192 }));
    const sets = [...hostFits(guest, { cells, allocationRatios: RATIOS }, SPREAD)].length;

    expect(sets).toBe(12870);
  });

  it('ends although the guest nodes are pinned, which have to be tried one by one', () => {
    const cells = Array.from({ length: 16 }, (_, id) => aCell({ id }));
    const spec = { 'hw:numa_nodes': '8', 'hw:cpu_policy': 'dedicated' };
    const guest = topologyOf(aFlavor(spec, { vcpus: 16, ramMib: 8192 }));

    expect([...hostFits(guest, { cells, allocationRatios: RATIOS }, SPREAD)].length).toBeGreaterThan(100);
  });

  it('tells at once that seven of sixteen nodes are not enough for eight guest nodes', () => {
    const cells = Array.from({ length: 16 }, (_, id) => aCell(id < 7 ? { id } : { id, freeDedicatedCpus: [] }));
    const guest = topologyOf(
      aFlavor({ 'hw:numa_nodes': '8', 'hw:cpu_policy': 'dedicated' }, { vcpus: 16, ramMib: 8192 }),
    );

    expect(firstHostFit(guest, { cells, allocationRatios: RATIOS }, SPREAD)).toBeNull();
  });
});
