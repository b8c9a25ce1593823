import { HANDBOOK_NODES, host, node, range, vm, type ExpectedPlace, type FitScenario } from './scenario';

type Texts = Readonly<Record<string, string>>;

const PINNED = { 'hw:cpu_policy': 'dedicated' };
const TWO_NODES = { 'hw:numa_nodes': '2' };
const ALL_DEDICATED = { numaNodes: HANDBOOK_NODES, cpuDedicatedSet: range(0, 7) };
const THE_HOST = host(ALL_DEDICATED);

function row(
  name: string,
  vcpus: number,
  specs: Texts,
  expected: ExpectedPlace | null,
  on = THE_HOST,
  source = 'handbook 3.7, vectors',
): FitScenario {
  return { kind: 'fit', name, source, host: on, request: vm({ vcpus, ramMib: 1536, specs }), expected };
}

/** Only one thread of each core of node 0 is free, and node 1 is full. */
const SINGLE_THREADS = host(ALL_DEDICATED, {
  cells: [
    { hostNode: 0, sharedVcpus: 0, pinnedCpus: [4, 5], memoryMib: 0, pageSizeKib: 4 },
    { hostNode: 1, sharedVcpus: 0, pinnedCpus: [2, 3, 6, 7], memoryMib: 0, pageSizeKib: 4 },
  ],
});

const NO_SMT = host({ numaNodes: [node(0, [[0], [1], [2], [3]])], cpuDedicatedSet: range(0, 3) });
const ONE_OF_TWO_SHARED = host({
  numaNodes: HANDBOOK_NODES,
  cpuDedicatedSet: [1, 5, 3, 7],
  cpuSharedSet: [0, 4, 2, 6],
});
const BUSY_0 = host(ALL_DEDICATED, {
  cells: [{ hostNode: 0, sharedVcpus: 0, pinnedCpus: [0], memoryMib: 512, pageSizeKib: 4 }],
});
const PACKING = host(
  { ...ALL_DEDICATED, packingHostNumaCellsAllocationStrategy: true },
  {
    cells: [{ hostNode: 1, sharedVcpus: 0, pinnedCpus: [2], memoryMib: 512, pageSizeKib: 4 }],
  },
);
const ALL_SHARED = host({ numaNodes: HANDBOOK_NODES });
const OLD_STYLE = 'nova/virt/hardware.py _pack_instance_onto_cores';
const ORDER = 'handbook 3.7, step 2';

export const PINNING: readonly FitScenario[] = [
  {
    kind: 'fit',
    name: 'require in the image, prefer in the flavor, no SMT: the scheduler reads them one by one',
    source: 'nova/scheduler/filters/numa_topology_filter.py _satisfies_cpu_policy',
    host: NO_SMT,
    request: vm({
      specs: { ...PINNED, 'hw:cpu_thread_policy': 'prefer' },
      image: { hw_cpu_thread_policy: 'require' },
    }),
    expected: null,
  },
  row('2 pinned, prefer', 2, { ...PINNED, 'hw:cpu_thread_policy': 'prefer' }, { nodes: [0], pins: { 0: 0, 1: 4 } }),
  row('2 pinned, no thread policy', 2, PINNED, { nodes: [0], pins: { 0: 0, 1: 4 } }),
  row('2 pinned, require', 2, { ...PINNED, 'hw:cpu_thread_policy': 'require' }, { nodes: [0], pins: { 0: 0, 1: 4 } }),
  row(
    '3 pinned, require: half a core is left over',
    3,
    { ...PINNED, 'hw:cpu_thread_policy': 'require' },
    { nodes: [0], pins: { 0: 0, 1: 4, 2: 1 } },
  ),
  row('4 pinned fill a node', 4, PINNED, { nodes: [0] }),
  row('2 pinned, isolate on a host with SMT (bug 1889633)', 2, { ...PINNED, 'hw:cpu_thread_policy': 'isolate' }, null),
  row(
    '2 pinned, isolate without SMT',
    2,
    { ...PINNED, 'hw:cpu_thread_policy': 'isolate' },
    { nodes: [0], pins: { 0: 0, 1: 1 } },
    NO_SMT,
  ),
  row('2 pinned, require without SMT', 2, { ...PINNED, 'hw:cpu_thread_policy': 'require' }, null, NO_SMT),
  row(
    '2 pinned, prefer without SMT',
    2,
    { ...PINNED, 'hw:cpu_thread_policy': 'prefer' },
    { nodes: [0], pins: { 0: 0, 1: 1 } },
    NO_SMT,
  ),
  row('5 pinned in one guest node, of 8 free in all', 5, PINNED, null),
  row('6 pinned in two guest nodes', 6, { ...PINNED, ...TWO_NODES }, { nodes: [0, 1] }),
  row('8 pinned in two guest nodes', 8, { ...PINNED, ...TWO_NODES }, { nodes: [0, 1] }),
  row('10 pinned in two guest nodes', 10, { ...PINNED, ...TWO_NODES }, null),
  row('3 guest nodes on two host nodes', 3, { ...PINNED, 'hw:numa_nodes': '3' }, null),
  row('4 pinned and one for the emulator', 4, { ...PINNED, 'hw:emulator_threads_policy': 'isolate' }, null),
  row(
    '3 pinned and one for the emulator',
    3,
    { ...PINNED, 'hw:emulator_threads_policy': 'isolate' },
    { nodes: [0], pins: { 0: 0, 1: 4, 2: 1 }, emulator: [5] },
  ),
  row(
    'emulator threads that share take no CPU',
    4,
    { ...PINNED, 'hw:emulator_threads_policy': 'share' },
    { nodes: [0], emulator: [] },
  ),
  row(
    'the emulator’s CPU lies with guest node 0',
    6,
    { ...PINNED, ...TWO_NODES, 'hw:emulator_threads_policy': 'isolate' },
    { nodes: [0, 1], emulator: [5] },
  ),
  row(
    '7 and the emulator fill both nodes unevenly: no',
    8,
    { ...PINNED, ...TWO_NODES, 'hw:emulator_threads_policy': 'isolate' },
    null,
  ),
  row('single threads, require', 2, { ...PINNED, 'hw:cpu_thread_policy': 'require' }, null, SINGLE_THREADS),
  row(
    'single threads, prefer',
    2,
    { ...PINNED, 'hw:cpu_thread_policy': 'prefer' },
    { nodes: [0], pins: { 0: 0, 1: 1 } },
    SINGLE_THREADS,
  ),
  row('more than is free', 3, PINNED, null, SINGLE_THREADS),
  row(
    'mixed: one floats, one is pinned',
    2,
    { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '1' },
    { nodes: [0], pins: { 1: 1 } },
    ONE_OF_TWO_SHARED,
  ),
  row(
    'mixed on a host without shared CPUs',
    2,
    { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '1' },
    null,
    THE_HOST,
    'handbook 3.7, step 3c',
  ),
  row(
    'mixed with a guest node that has no pinned vCPU (bug 1994526)',
    4,
    { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '0-1', ...TWO_NODES },
    null,
    ONE_OF_TWO_SHARED,
    'handbook 7, 13',
  ),
  row(
    // Nova walks a set of CPUs as CPython lays it out: 7 before 3.
    'mixed with both kinds in each guest node',
    4,
    { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '0,2', ...TWO_NODES },
    { nodes: [0, 1], pins: { 0: 1, 2: 7 } },
    ONE_OF_TWO_SHARED,
    OLD_STYLE,
  ),
  row('pinned where nothing is dedicated', 2, PINNED, null, ALL_SHARED, 'handbook 3.7'),
  row('spread: the node with more free CPUs first', 2, PINNED, { nodes: [1], pins: { 0: 2, 1: 6 } }, BUSY_0, ORDER),
  row('packing: the fuller node first', 2, PINNED, { nodes: [1], pins: { 0: 3, 1: 7 } }, PACKING, ORDER),
  row(
    'with as many guest nodes as host nodes the order stays',
    4,
    { ...PINNED, ...TWO_NODES },
    { nodes: [0, 1] },
    PACKING,
    ORDER,
  ),
  row('shared: 5 vCPUs do not go on 4 CPUs, whatever the ratio', 5, { 'hw:numa_nodes': '1' }, null, ALL_SHARED),
  row('shared: 4 vCPUs do', 4, { 'hw:numa_nodes': '1' }, { nodes: [0], pins: {} }, ALL_SHARED),
  row('shared: 5 vCPUs in one node of none', 5, {}, { nodes: null }, ALL_SHARED, 'handbook 3.7, step 0'),
  row(
    'shared: the ratio counts what others use',
    4,
    { 'hw:numa_nodes': '1' },
    null,
    host(
      { numaNodes: [HANDBOOK_NODES[0] ?? node(0, [])], allocationRatios: { cpu: 1, ram: 1, disk: 1 } },
      {
        cells: [{ hostNode: 0, sharedVcpus: 1, pinnedCpus: [], memoryMib: 0, pageSizeKib: 4 }],
      },
    ),
    'handbook 3.7, step 3c',
  ),
  row(
    'realtime on pinned vCPUs lies as any other',
    2,
    { ...PINNED, 'hw:cpu_realtime': 'yes', 'hw:cpu_realtime_mask': '^0' },
    { nodes: [0], pins: { 0: 0, 1: 4 } },
  ),
  row(
    'pinned by resources:PCPU',
    2,
    { 'resources:PCPU': '2' },
    { nodes: [0], pins: { 0: 0, 1: 4 } },
    THE_HOST,
    'handbook 1.4',
  ),
];
