import type { ExpectedCell, MeaningScenario } from './scenario';

type Texts = Readonly<Record<string, string>>;

/** What a flavor of 4 vCPUs and 4096 MiB means together with an image. */
function row(
  name: string,
  expected: null | readonly ExpectedCell[],
  specs: Texts,
  image: Texts = {},
  source = 'handbook 1.5',
): MeaningScenario {
  return { kind: 'meaning', name, source, flavor: { vcpus: 4, ramMib: 4096, extraSpecs: specs }, image, expected };
}

const ALL = [0, 1, 2, 3];
const DEDICATED = { 'hw:cpu_policy': 'dedicated' };
const PAGES = 'handbook 1.2';

export const MEANINGS: readonly MeaningScenario[] = [
  row('nothing asked, no guest topology', null, {}),
  row('a PCI policy alone makes no topology', null, { 'hw:pci_numa_affinity_policy': 'required' }),
  row('an alias alone makes no topology', null, { 'pci_passthrough:alias': 'nvme:1' }),
  row('maps without hw:numa_nodes are ignored', null, {
    'hw:numa_cpus.0': '0-1',
    'hw:numa_cpus.1': '2-3',
    'hw:numa_mem.0': '2048',
    'hw:numa_mem.1': '2048',
  }),
  row('share without pinning has no effect', null, { 'hw:emulator_threads_policy': 'share' }),
  row('a shared policy alone makes no topology', null, { 'hw:cpu_policy': 'shared' }),
  row('resources:VCPU says shared', null, { 'resources:VCPU': '4' }),
  row('one node', [{ shared: ALL, dedicated: [], memoryMib: 4096, pageSize: null }], { 'hw:numa_nodes': '1' }),
  row('one node by the image', [{ shared: ALL, memoryMib: 4096 }], {}, { hw_numa_nodes: '1' }),
  row(
    'two equal nodes',
    [
      { shared: [0, 1], memoryMib: 2048 },
      { shared: [2, 3], memoryMib: 2048 },
    ],
    { 'hw:numa_nodes': '2' },
  ),
  row(
    'two nodes as mapped',
    [
      { shared: [0, 3], memoryMib: 1024 },
      { shared: [1, 2], memoryMib: 3072 },
    ],
    {
      'hw:numa_nodes': '2',
      'hw:numa_cpus.0': '0,3',
      'hw:numa_cpus.1': '1-2',
      'hw:numa_mem.0': '1024',
      'hw:numa_mem.1': '3072',
    },
  ),
  row(
    'a map that leaves CPUs out by caret',
    [
      { shared: [0, 1], memoryMib: 2048 },
      { shared: [2, 3], memoryMib: 2048 },
    ],
    {
      'hw:numa_nodes': '2',
      'hw:numa_cpus.0': '0-2,^2',
      'hw:numa_cpus.1': '2-3',
      'hw:numa_mem.0': '2048',
      'hw:numa_mem.1': '2048',
    },
    {},
    PAGES,
  ),
  row('pinned', [{ shared: [], dedicated: ALL }], DEDICATED),
  row('pinned by the image where the flavor says nothing', [{ dedicated: ALL }], {}, { hw_cpu_policy: 'dedicated' }),
  row('pinned by the flavor although the image says shared', [{ dedicated: ALL }], DEDICATED, {
    hw_cpu_policy: 'shared',
  }),
  row('pinned by resources:PCPU', [{ dedicated: ALL }], { 'resources:PCPU': '4' }),
  row('pinned by resources:PCPU and one more for the emulator', [{ dedicated: ALL }], {
    'resources:PCPU': '5',
    'hw:emulator_threads_policy': 'isolate',
  }),
  row(
    'prefer in the flavor stands against the image',
    [{ dedicated: ALL }],
    { ...DEDICATED, 'hw:cpu_thread_policy': 'prefer' },
    { hw_cpu_thread_policy: 'require' },
  ),
  row('mixed by mask', [{ shared: [0, 1], dedicated: [2, 3] }], {
    'hw:cpu_policy': 'mixed',
    'hw:cpu_dedicated_mask': '2-3',
  }),
  row('mixed by a mask of exceptions', [{ shared: [0], dedicated: [1, 2, 3] }], {
    'hw:cpu_policy': 'mixed',
    'hw:cpu_dedicated_mask': '^0',
  }),
  row('mixed by realtime mask', [{ shared: [0], dedicated: [1, 2, 3] }], {
    'hw:cpu_policy': 'mixed',
    'hw:cpu_realtime': 'yes',
    'hw:cpu_realtime_mask': '^0',
  }),
  row('realtime with a mask', [{ dedicated: ALL }], {
    ...DEDICATED,
    'hw:cpu_realtime': 'yes',
    'hw:cpu_realtime_mask': '^0',
  }),
  row('realtime for all with shared emulator threads', [{ dedicated: ALL }], {
    ...DEDICATED,
    'hw:cpu_realtime': 'yes',
    'hw:emulator_threads_policy': 'share',
  }),
  row('pages of 2 MiB in megabytes', [{ pageSize: 2048 }], { 'hw:mem_page_size': '2MB' }, {}, PAGES),
  row('pages of 2 MiB in KiB', [{ pageSize: 2048 }], { 'hw:mem_page_size': '2048' }, {}, PAGES),
  row('pages of 1 GiB', [{ pageSize: 1048576 }], { 'hw:mem_page_size': '1GB' }, {}, PAGES),
  row('a gigabit is an eighth', [{ pageSize: 131072 }], { 'hw:mem_page_size': '1Gb' }, {}, PAGES),
  row('so is a gibibit', [{ pageSize: 131072 }], { 'hw:mem_page_size': '1Gib' }, {}, PAGES),
  row('large pages', [{ pageSize: 'large' }], { 'hw:mem_page_size': 'large' }, {}, PAGES),
  row('small pages make a topology too', [{ pageSize: 'small' }], { 'hw:mem_page_size': 'small' }, {}, PAGES),
  row('any pages', [{ pageSize: 'any' }], { 'hw:mem_page_size': 'any' }, {}, PAGES),
  row(
    'the image chooses among any',
    [{ pageSize: 1048576 }],
    { 'hw:mem_page_size': 'any' },
    { hw_mem_page_size: '1GB' },
  ),
  row(
    'the image chooses among large',
    [{ pageSize: 1048576 }],
    { 'hw:mem_page_size': 'large' },
    { hw_mem_page_size: '1GB' },
  ),
  row('locked memory with small pages', [{ pageSize: 'small' }], {
    'hw:locked_memory': 'true',
    'hw:mem_page_size': 'small',
  }),
  row('memory that is said not to be locked needs no pages', null, { 'hw:locked_memory': 'false' }),
];
