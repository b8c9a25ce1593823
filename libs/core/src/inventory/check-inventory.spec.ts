import { anInventory, aNumaNode, aPciDevice, aPf, aVf, inventories } from '@iopath/testing';
import fc from 'fast-check';
import { checkInventory } from './check-inventory';
import type { Inventory, NumaNode, PciDevice } from './inventory';

const first = aNumaNode({ id: 0, cpus: [0, 1, 4, 5], siblings: [], memoryMib: 1024, distances: [], pages: [] });
const second: NumaNode = { ...first, id: 1, cpus: [2, 3, 6, 7] };
const nvme = aPciDevice({ numaNode: 1 });
const vfOfNvme: PciDevice = { ...nvme, address: '0000:5e:00.1', deviceType: 'type-VF', pfAddress: nvme.address };
const bridge = {
  name: 'br-ex',
  physicalNetwork: 'physnet1',
  datapath: 'system',
  uplinkMbps: null,
  hwOffload: null,
} as const;

/** A sound host of two nodes, changed by a test in the one thing it is about. */
function host(changes: Partial<Inventory> = {}): Inventory {
  return anInventory({ numaNodes: [first, second], pfs: [aPf(8, { vfs: [aVf()] })], pciDevices: [nvme], ...changes });
}

function firstNode(changes: Partial<NumaNode>): Partial<Inventory> {
  return { numaNodes: [{ ...first, ...changes }, second] };
}

function vfs(...list: ReturnType<typeof aVf>[]): Partial<Inventory> {
  return { pfs: [aPf(4, { vfs: list })] };
}

describe('an inventory', () => {
  it.each<[string, Partial<Inventory>, string, string]>([
    ['a node id twice', { numaNodes: [first, { ...second, id: 0 }] }, '/numa_nodes/1/id', 'numa_node.id_duplicate'],
    [
      'a CPU in two nodes',
      { numaNodes: [first, { ...second, cpus: [3, 4] }] },
      '/numa_nodes/1/cpus',
      'numa_node.cpu_in_two_nodes',
    ],
    [
      'a sibling of another node',
      firstNode({
        siblings: [
          [0, 4],
          [1, 2],
        ],
      }),
      '/numa_nodes/0/siblings/1',
      'numa_node.sibling_outside_node',
    ],
    [
      'a CPU in two sibling groups',
      firstNode({
        siblings: [
          [0, 4],
          [1, 4],
        ],
      }),
      '/numa_nodes/0/siblings/1',
      'numa_node.sibling_in_two_groups',
    ],
    [
      'a CPU twice in a sibling group',
      firstNode({ siblings: [[0, 0]] }),
      '/numa_nodes/0/siblings/0',
      'numa_node.sibling_in_two_groups',
    ],
    ['an empty sibling group', firstNode({ siblings: [[]] }), '/numa_nodes/0/siblings/0', 'numa_node.siblings_empty'],
    [
      'a distance too few',
      {
        numaNodes: [
          { ...first, distances: [10] },
          { ...second, distances: [21, 10] },
        ],
      },
      '/numa_nodes/0/distances',
      'numa_node.distances_not_square',
    ],
    [
      'distances of one node only',
      firstNode({ distances: [10, 21] }),
      '/numa_nodes/1/distances',
      'numa_node.distances_not_square',
    ],
    [
      'a node that is far from itself',
      {
        numaNodes: [
          { ...first, distances: [21, 10] },
          { ...second, distances: [21, 10] },
        ],
      },
      '/numa_nodes/0/distances/0',
      'numa_node.distance_to_itself',
    ],
    [
      'a distance below the local one',
      {
        numaNodes: [
          { ...first, distances: [10, 9] },
          { ...second, distances: [21, 10] },
        ],
      },
      '/numa_nodes/0/distances/1',
      'numa_node.distance_out_of_range',
    ],
    [
      'a distance beyond unreachable, which is 255 (ACPI 6.5, 5.2.17)',
      {
        numaNodes: [
          { ...first, distances: [10, 256] },
          { ...second, distances: [21, 10] },
        ],
      },
      '/numa_nodes/0/distances/1',
      'numa_node.distance_out_of_range',
    ],
    [
      'a page size of 3 KiB',
      firstNode({ pages: [{ sizeKib: 3, total: 1 }] }),
      '/numa_nodes/0/pages/0/size_kib',
      'page_pool.size_not_power_of_two',
    ],
    [
      'a page size twice',
      firstNode({
        pages: [
          { sizeKib: 2048, total: 1 },
          { sizeKib: 2048, total: 2 },
        ],
      }),
      '/numa_nodes/0/pages/1/size_kib',
      'page_pool.size_duplicate',
    ],
    [
      'more pages than memory',
      firstNode({ pages: [{ sizeKib: 4, total: 262_400 }] }),
      '/numa_nodes/0/pages/0/total',
      'page_pool.exceeds_memory',
    ],
    [
      'more huge pages together than memory',
      firstNode({
        pages: [
          { sizeKib: 2048, total: 1 },
          { sizeKib: 1_048_576, total: 1 },
        ],
      }),
      '/numa_nodes/0/pages',
      'page_pool.exceeds_memory',
    ],
    [
      'a dedicated CPU that it does not have',
      { cpuDedicatedSet: [7, 8] },
      '/cpu_dedicated_set',
      'cpu_set.cpu_not_on_host',
    ],
    ['a shared CPU that it does not have', { cpuSharedSet: [9] }, '/cpu_shared_set', 'cpu_set.cpu_not_on_host'],
    [
      'a CPU dedicated and shared',
      { cpuDedicatedSet: [2, 3], cpuSharedSet: [0, 2] },
      '/cpu_dedicated_set',
      'cpu_set.overlap',
    ],
    [
      'more CPUs reserved than it has',
      { reserved: { cpus: 9, memoryMib: 0, diskGib: 0 } },
      '/reserved/cpus',
      'reserved.exceeds_total',
    ],
    [
      'more memory reserved than it has',
      { reserved: { cpus: 0, memoryMib: 2049, diskGib: 0 } },
      '/reserved/memory_mib',
      'reserved.exceeds_total',
    ],
    [
      'more disk reserved than it has',
      { localDisk: { totalGib: 5, kind: 'ssd' }, reserved: { cpus: 0, memoryMib: 0, diskGib: 6 } },
      '/reserved/disk_gib',
      'reserved.exceeds_total',
    ],
    [
      'an allocation ratio of zero',
      { allocationRatios: { cpu: 0, ram: 1, disk: 1 } },
      '/allocation_ratios/cpu',
      'allocation_ratio.not_positive',
    ],
    [
      'an address of a PF and a VF',
      vfs(aVf({ address: '0000:3b:00.0' })),
      '/pfs/0/vfs/0/address',
      'pci_address.duplicate',
    ],
    [
      'a PF of a device that is no VF',
      { pciDevices: [{ ...nvme, pfAddress: '0000:5f:00.0' }] },
      '/pci_devices/0/pf_address',
      'pci_device.pf_of_no_vf',
    ],
    [
      'a VF of itself',
      { pciDevices: [{ ...nvme, deviceType: 'type-VF', pfAddress: nvme.address }] },
      '/pci_devices/0/pf_address',
      'pci_device.pf_not_a_pf',
    ],
    [
      'a VF of a drive without SR-IOV',
      { pciDevices: [nvme, vfOfNvme] },
      '/pci_devices/1/pf_address',
      'pci_device.pf_not_a_pf',
    ],
    ['an address of two PFs', { pfs: [aPf(0), aPf(0)] }, '/pfs/1/address', 'pci_address.duplicate'],
    ['an address of two VFs', vfs(aVf(), aVf({ index: 1 })), '/pfs/0/vfs/1/address', 'pci_address.duplicate'],
    [
      'an address of a PF and another device',
      { pciDevices: [{ ...nvme, address: '0000:3b:00.0' }] },
      '/pci_devices/0/address',
      'pci_address.duplicate',
    ],
    ['a VF number twice', vfs(aVf(), aVf({ address: '0000:3b:00.3' })), '/pfs/0/vfs/1/index', 'vf.index_duplicate'],
    ['a VF number that its PF cannot have', vfs(aVf({ index: 4 })), '/pfs/0/vfs/0/index', 'vf.index_beyond_total'],
    [
      'more VFs than its PF can have',
      { pfs: [aPf(1, { totalVfs: 1, vfs: [aVf(), aVf({ index: 0, address: '0000:3b:00.3' })] })] },
      '/pfs/0/vfs',
      'pf.more_vfs_than_total',
    ],
    ['VFs of a PF without SR-IOV', { pfs: [aPf(0, { vfs: [aVf()] })] }, '/pfs/0/total_vfs', 'pf.vfs_without_sriov'],
    [
      'a PF on a node that is not listed',
      { pfs: [aPf(0, { numaNode: 2 })] },
      '/pfs/0/numa_node',
      'device.numa_node_not_listed',
    ],
    [
      'a device on a node that is not listed',
      { pciDevices: [{ ...nvme, numaNode: 7 }] },
      '/pci_devices/0/numa_node',
      'device.numa_node_not_listed',
    ],
    ['a bridge twice', { bridges: [bridge, bridge] }, '/bridges/1/name', 'bridge.name_duplicate'],
    ['an aggregate twice', { aggregates: ['a', 'b', 'a'] }, '/aggregates/2', 'aggregate.duplicate'],
  ])('cannot have %s', (_case, changes, pointer, code) => {
    const found = checkInventory(host(changes)).map((fault) => ({ pointer: fault.pointer, code: fault.code }));

    expect(found).toContainEqual({ pointer, code });
  });

  it.each<[string, Partial<Inventory>]>([
    [
      'base pages counted with the huge ones, as in the contract',
      firstNode({
        pages: [
          { sizeKib: 4, total: 262_144 },
          { sizeKib: 2048, total: 256 },
        ],
      }),
    ],
    [
      'base pages of 64 KiB, as arm64 has them, counted with the huge ones',
      firstNode({
        pages: [
          { sizeKib: 64, total: 16_384 },
          { sizeKib: 2048, total: 256 },
        ],
      }),
    ],
    [
      'base pages beyond the MiB that its memory is rounded down to',
      firstNode({ pages: [{ sizeKib: 4, total: 262_399 }] }),
    ],
    [
      'a node that cannot be reached',
      {
        numaNodes: [
          { ...first, distances: [10, 255] },
          { ...second, distances: [255, 10] },
        ],
      },
    ],
    [
      'all of itself reserved',
      {
        localDisk: { totalGib: 5, kind: 'ssd' },
        reserved: { cpus: 8, memoryMib: 2048, diskGib: 5 },
      },
    ],
    ['a VF of a drive with SR-IOV', { pciDevices: [{ ...nvme, deviceType: 'type-PF' }, vfOfNvme] }],
    ['a VF whose PF the operator keeps to the host', { pciDevices: [vfOfNvme] }],
    ['devices of unknown node', { pfs: [aPf(0, { numaNode: null })], pciDevices: [{ ...nvme, numaNode: null }] }],
    [
      'a PF that does not say how many VFs it can have',
      { pfs: [aPf(0, { totalVfs: null, vfs: [aVf({ index: 200 })] })] },
    ],
    ['sparse node ids', { numaNodes: [first, { ...second, id: 8 }], pciDevices: [] }],
    ['a node of memory only', { numaNodes: [first, { ...second, cpus: [] }] }],
    [
      'no NUMA node listed at all',
      { numaNodes: [], reserved: { cpus: 2, memoryMib: 4096, diskGib: 0 }, cpuSharedSet: [0] },
    ],
  ])('may have %s', (_case, changes) => {
    expect(checkInventory(host(changes))).toEqual([]);
  });

  it('names every fault, not only the first', () => {
    const faults = checkInventory(host({ aggregates: ['a', 'a'], pfs: [aPf(0, { numaNode: 2 })], cpuSharedSet: [99] }));

    expect(faults.map((fault) => fault.code)).toEqual([
      'cpu_set.cpu_not_on_host',
      'device.numa_node_not_listed',
      'aggregate.duplicate',
    ]);
  });

  it('of a real machine has no fault', () => {
    fc.assert(fc.property(inventories(), (inventory) => expect(checkInventory(inventory)).toEqual([])));
  });
});
