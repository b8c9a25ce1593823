import type { CellClaim, NumaNode } from '@iopath/core';
import { host, node, vm, type ExpectedPlace, type FitScenario } from './scenario';

type Texts = Readonly<Record<string, string>>;

const CORES = [[0], [1], [2], [3]];
const OTHER_CORES = [[4], [5], [6], [7]];
const PINNED = { 'hw:cpu_policy': 'dedicated' };

/** A node of 4 GiB: small pages, 1024 pages of 2 MiB, and so many of 1 GiB. */
function pagedNode(id: number, cores: readonly (readonly number[])[], gigabytes: number): NumaNode {
  const pages = [
    { sizeKib: 4, total: (4096 - 2048 - gigabytes * 1024) * 256 },
    { sizeKib: 2048, total: 1024 },
    { sizeKib: 1_048_576, total: gigabytes },
  ];
  return node(id, cores, { memoryMib: 4096, pages });
}

function used(hostNode: number, memoryMib: number, pageSizeKib: number): { cells: readonly CellClaim[] } {
  return { cells: [{ hostNode, sharedVcpus: 0, pinnedCpus: [], memoryMib, pageSizeKib }] };
}

const FRESH = host({ numaNodes: [pagedNode(0, CORES, 1)], cpuDedicatedSet: [2, 3], cpuSharedSet: [0, 1] });
const USED_600 = host({ numaNodes: [pagedNode(0, CORES, 1)] }, used(0, 1200, 2048));
const TWO = host({ numaNodes: [pagedNode(0, CORES, 1), pagedNode(1, OTHER_CORES, 0)] });
const STRICT = host(
  { numaNodes: [node(0, CORES, { memoryMib: 2048 })], allocationRatios: { cpu: 4, ram: 1, disk: 1 } },
  used(0, 1024, 4),
);
const LENIENT = host({ numaNodes: [node(0, CORES, { memoryMib: 2048 })] }, used(0, 1536, 4));

function row(
  name: string,
  ramMib: number,
  specs: Texts,
  expected: ExpectedPlace | null,
  on = FRESH,
  source = 'handbook 3.7, step 3a',
): FitScenario {
  return { kind: 'fit', name, source, host: on, request: vm({ ramMib, specs }), expected };
}

const size = (text: string): Texts => ({ 'hw:mem_page_size': text });

export const MEMORY: readonly FitScenario[] = [
  row(
    '800 MiB in 424 free pages of 2 MiB',
    800,
    size('2MB'),
    { nodes: [0], pageSizeKib: 2048 },
    USED_600,
    'handbook 3.7, vectors',
  ),
  row('801 MiB are no whole number of them', 801, size('2MB'), null, USED_600, 'handbook 3.7, vectors'),
  row('850 MiB are more than is free', 850, size('2MB'), null, USED_600, 'handbook 3.7, vectors'),
  row('848 MiB are all that is free', 848, size('2MB'), { nodes: [0], pageSizeKib: 2048 }, USED_600),
  row('1 GiB in a page of 1 GiB', 1024, size('1GB'), { nodes: [0], pageSizeKib: 1_048_576 }),
  row('2 GiB where there is one such page', 2048, size('1GB'), null),
  row('512 MiB are no whole page of 1 GiB', 512, size('1GB'), null),
  row('large takes the largest that fits', 1024, size('large'), { nodes: [0], pageSizeKib: 1_048_576 }),
  row('large falls back to the next size', 512, size('large'), { nodes: [0], pageSizeKib: 2048 }),
  row('large never takes the smallest', 513, size('large'), null),
  row(
    'any takes the largest that fits',
    512,
    size('any'),
    { nodes: [0], pageSizeKib: 2048 },
    FRESH,
    'handbook 3.7, vectors',
  ),
  row('any takes the smallest if need be', 513, size('any'), { nodes: [0], pageSizeKib: 4 }),
  row('small takes the smallest', 512, size('small'), { nodes: [0], pageSizeKib: 4 }),
  row('small pages that are asked for are never overcommitted', 1100, size('small'), null),
  row('a size that the host does not have', 512, size('64'), null),
  row('the only node with the page', 1024, size('1GB'), { nodes: [0], pageSizeKib: 1_048_576 }, TWO),
  row('two guest nodes need the page in each', 2048, { ...size('1GB'), 'hw:numa_nodes': '2' }, null, TWO),
  row(
    'two guest nodes in pages of 2 MiB',
    1024,
    { ...size('2MB'), 'hw:numa_nodes': '2' },
    { nodes: [0, 1], pageSizeKib: 2048 },
    TWO,
  ),
  row(
    'pinned memory is never overcommitted',
    1536,
    PINNED,
    null,
    host({ numaNodes: [node(0, CORES, { memoryMib: 2048 })], cpuDedicatedSet: [0, 1, 2, 3] }, used(0, 1024, 4)),
    'handbook 3.7, step 3b',
  ),
  row(
    'pinned memory within what is free',
    1024,
    PINNED,
    { nodes: [0] },
    host({ numaNodes: [node(0, CORES, { memoryMib: 2048 })], cpuDedicatedSet: [0, 1, 2, 3] }, used(0, 1024, 4)),
    'handbook 3.7, step 3b',
  ),
  row(
    'floating memory up to the ratio',
    1536,
    { 'hw:numa_nodes': '1' },
    { nodes: [0] },
    LENIENT,
    'handbook 3.7, step 3b',
  ),
  row('floating memory past the ratio', 1600, { 'hw:numa_nodes': '1' }, null, LENIENT, 'handbook 3.7, step 3b'),
  row('with a ratio of 1, past what is free', 1536, { 'hw:numa_nodes': '1' }, null, STRICT, 'handbook 3.7, step 3b'),
  row(
    'a guest never overcommits against itself',
    2560,
    { 'hw:numa_nodes': '1' },
    null,
    host({ numaNodes: [node(0, CORES, { memoryMib: 2048 })] }),
    'handbook 3.7, step 3b',
  ),
  row(
    'the same guest without nodes may',
    2560,
    {},
    { nodes: null },
    host({ numaNodes: [node(0, CORES, { memoryMib: 2048 })] }),
    'handbook 3.7, step 0',
  ),
];
