import { aCell, aFlavor, guestTopologies, numaHosts } from '@iopath/testing';
import fc from 'fast-check';
import type { CellState } from '../fleet/host-state';
import type { Flavor } from '../request/vm-request';
import { guestTopologyOf } from './guest-topology';
import { firstHostFit, whyNoFit } from './host-fit';

const RATIOS = { cpu: 2, ram: 1 };
const ORDER = { packing: false, wantsPci: false, freePciByCell: new Map<number, number>() };

function reasonFor(extraSpecs: Flavor['extraSpecs'], cells: readonly CellState[]) {
  const result = guestTopologyOf(aFlavor(extraSpecs), { osId: null, properties: {} });
  if (!result.ok || result.topology === null) throw new Error('the flavor was meant to have a guest NUMA topology');
  const host = { cells, allocationRatios: RATIOS };
  expect(firstHostFit(result.topology, host, ORDER)).toBeNull();
  return whyNoFit(result.topology, host);
}

const PINNED = { 'hw:cpu_policy': 'dedicated' };
const FLOATING = { 'hw:numa_nodes': '1' };
const SHARED = { sharedCpus: [0, 1, 2, 3], dedicatedCpus: [] };
const huge = (used: number) => [
  { sizeKib: 4, total: 0, used: 0 },
  { sizeKib: 2048, total: 4096, used },
];

describe('why a guest of 4 vCPUs and 4 GiB has no place on a host', () => {
  it.each`
    code                       | specs                                               | cells                                                                               | available
    ${'numa.too_many_cells'}   | ${{ 'hw:numa_nodes': '2' }}                         | ${[aCell()]}                                                                        | ${'1 NUMA nodes'}
    ${'numa.cell_pages'}       | ${{ 'hw:mem_page_size': '2MB' }}                    | ${[aCell({ ...SHARED, pages: huge(3000) })]}                                        | ${'2192 MiB in such pages in node 0'}
    ${'numa.cell_pages'}       | ${{ 'hw:mem_page_size': 'large' }}                  | ${[aCell({ ...SHARED, pages: huge(3000) })]}                                        | ${'2192 MiB in such pages in node 0'}
    ${'numa.cell_pages'}       | ${{ 'hw:mem_page_size': 'any' }}                    | ${[aCell({ ...SHARED, pages: huge(3000) })]}                                        | ${'2192 MiB in such pages in node 0'}
    ${'numa.cell_pages'}       | ${{ 'hw:mem_page_size': 'small' }}                  | ${[aCell({ ...SHARED, pages: huge(0) })]}                                           | ${'0 MiB in such pages in node 0'}
    ${'numa.cell_pages'}       | ${{ 'hw:mem_page_size': 'large' }}                  | ${[aCell({ ...SHARED, pages: [{ sizeKib: 4, total: 2_097_152, used: 0 }] })]}       | ${'0 MiB in such pages in node 0'}
    ${'numa.cell_memory'}      | ${PINNED}                                           | ${[aCell({ memoryUsedMib: 6000 })]}                                                 | ${'2192 MiB in node 0'}
    ${'numa.cell_memory'}      | ${FLOATING}                                         | ${[aCell({ ...SHARED, memoryMib: 2048 })]}                                          | ${'2048 MiB in node 0'}
    ${'numa.cell_memory'}      | ${FLOATING}                                         | ${[aCell({ ...SHARED, memoryUsedMib: 5000 })]}                                      | ${'3192 MiB in node 0, ratio 1'}
    ${'numa.cell_cpus'}        | ${FLOATING}                                         | ${[aCell({ sharedCpus: [0, 1], dedicatedCpus: [] })]}                               | ${'2 in node 0'}
    ${'numa.cell_cpus'}        | ${FLOATING}                                         | ${[aCell({ ...SHARED, sharedVcpusUsed: 5 })]}                                       | ${'3 left in node 0, ratio 2'}
    ${'numa.cell_pinned_cpus'} | ${PINNED}                                           | ${[aCell({ freeDedicatedCpus: [0] }), aCell({ id: 1, freeDedicatedCpus: [0, 4] })]} | ${'2 free in node 1'}
    ${'numa.no_smt'}           | ${{ ...PINNED, 'hw:cpu_thread_policy': 'require' }} | ${[aCell({ siblings: [[0], [1], [2], [3]] })]}                                      | ${'none in node 0'}
    ${'numa.thread_policy'}    | ${{ ...PINNED, 'hw:cpu_thread_policy': 'require' }} | ${[aCell({ freeDedicatedCpus: [0, 1, 2, 3, 4] })]}                                  | ${'2 that satisfy the policy in node 0'}
    ${'numa.thread_policy'}    | ${{ ...PINNED, 'hw:cpu_thread_policy': 'isolate' }} | ${[aCell()]}                                                                        | ${'0 that satisfy the policy in node 0'}
    ${'numa.cells_together'}   | ${{ ...PINNED, 'hw:numa_nodes': '2' }}              | ${[aCell(), aCell({ id: 1, freeDedicatedCpus: [0] })]}                              | ${'room for each guest node by itself, not for all at once'}
  `(
    '$code: $available',
    (given: { code: string; specs: Flavor['extraSpecs']; cells: CellState[]; available: string }) => {
      expect(reasonFor(given.specs, given.cells)).toMatchObject({ code: given.code, available: given.available });
    },
  );

  it('is that no node has SMT, where the image asks for siblings and the flavor merely prefers them', () => {
    const flavor = aFlavor({ ...PINNED, 'hw:cpu_thread_policy': 'prefer' });
    const result = guestTopologyOf(flavor, { osId: null, properties: { hw_cpu_thread_policy: 'require' } });
    if (!result.ok || result.topology === null) throw new Error('the flavor was meant to have a guest NUMA topology');
    const on = (...cells: CellState[]) => ({ cells, allocationRatios: RATIOS });
    const noSmt = aCell({ siblings: [[0], [1], [2], [3]] });

    expect(firstHostFit(result.topology, on(noSmt), ORDER)).toBeNull();
    expect(whyNoFit(result.topology, on(noSmt)).code).toBe('numa.no_smt');
    expect(firstHostFit(result.topology, on(noSmt, aCell({ id: 1 })), ORDER)).not.toBeNull();
  });

  it('is told of the node that comes closest: the last thing asked for, then the most of it', () => {
    const cells = [
      aCell({ id: 0, memoryUsedMib: 6000 }),
      aCell({ id: 1, freeDedicatedCpus: [0] }),
      aCell({ id: 2, freeDedicatedCpus: [0, 1] }),
      aCell({ id: 3, memoryUsedMib: 5000 }),
    ];

    expect(reasonFor(PINNED, cells)).toMatchObject({ code: 'numa.cell_pinned_cpus', available: '2 free in node 2' });
    expect(
      reasonFor(
        PINNED,
        [0, 3].map((id) => cells[id] as CellState),
      ).available,
    ).toBe('3192 MiB in node 3');
  });

  it('says what is required', () => {
    expect(
      reasonFor({ ...PINNED, 'hw:emulator_threads_policy': 'isolate' }, [aCell({ freeDedicatedCpus: [0, 1, 2, 3] })]),
    ).toEqual({
      code: 'numa.cell_pinned_cpus',
      required: '5 CPUs to pin in one NUMA node',
      available: '4 free in node 0',
    });
  });
});

it('an explanation can be given for every guest and host', () => {
  fc.assert(
    fc.property(guestTopologies, numaHosts, (guest, cells) => {
      expect(whyNoFit(guest, { cells, allocationRatios: RATIOS }).code).toMatch(/^numa\./);
    }),
  );
});
