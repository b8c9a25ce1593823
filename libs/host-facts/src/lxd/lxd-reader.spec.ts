import type { InventoryFacts } from '@iopath/core';
import fc from 'fast-check';
import { UnreadableImport } from '../import/import-reader';
import { lxdReader } from './lxd-reader';

const GIB = 2 ** 30;

function core(node: number, ...threads: readonly (readonly [id: number, online?: boolean, isolated?: boolean])[]) {
  return {
    core: 0,
    die: 0,
    threads: threads.map(([id, online = true, isolated = false]) => ({
      id,
      numa_node: node,
      thread: 0,
      online,
      isolated,
    })),
  };
}

const CPU = {
  architecture: 'x86_64',
  sockets: [
    { name: 'Some CPU', socket: 0, cores: [core(0, [0], [4]), core(0, [1], [5, false])] },
    { name: 'Some CPU', socket: 36, cores: [core(2, [2], [6, true, true]), core(2, [3], [7])] },
  ],
  total: 8,
};
const MEMORY = {
  nodes: [
    { numa_node: 0, hugepages_used: 4 * 2 ** 21, hugepages_total: 16 * 2 ** 21, used: 0, total: 4 * GIB },
    { numa_node: 2, hugepages_used: 0, hugepages_total: 0, used: 0, total: 4 * GIB - 5 },
    { numa_node: 4, hugepages_used: 0, hugepages_total: 0, used: 0, total: GIB },
  ],
  hugepages_size: 2 ** 21,
  total: 9 * GIB,
};
const VF = { driver: 'iavf', numa_node: 2, pci_address: '0000:86:02.0', vendor_id: '8086', product_id: '154c' };
const CARD = {
  driver: 'i40e',
  firmware_version: '8.30',
  numa_node: 2,
  pci_address: '0000:86:00.0',
  vendor_id: '8086',
  product_id: '1572',
  ports: [{ id: 'ens9', port: 0, protocol: 'ethernet', link_detected: true, link_speed: 10_000 }],
  sriov: {
    current_vfs: 1,
    maximum_vfs: 64,
    vfs: [{ ...VF, ports: [{ id: 'ens9v0', port: 0, link_detected: false }] }],
  },
};

function read(document: unknown): InventoryFacts {
  return lxdReader.read(new TextEncoder().encode(JSON.stringify(document))) as InventoryFacts;
}

function card(changes: object): InventoryFacts {
  return read({ network: { cards: [{ ...CARD, ...changes }] } });
}

function refusal(text: string): string | null {
  try {
    void lxdReader.read(new TextEncoder().encode(text));
    return null;
  } catch (error) {
    if (!(error instanceof UnreadableImport)) throw error;
    return error.code;
  }
}

describe('resources of LXD', () => {
  it('tell CPUs that are online, by node and core', () => {
    const told = read({ cpu: CPU });

    expect(told.numaNodes).toEqual([
      { id: 0, cpus: [0, 1, 4], siblings: [[0, 4]], socket: 0 },
      {
        id: 2,
        cpus: [2, 3, 6, 7],
        siblings: [
          [2, 6],
          [3, 7],
        ],
        socket: 36,
      },
    ]);
    expect(told.settings?.cpu).toEqual({ arch: 'x86_64', model: 'Some CPU', smtActive: true, isolatedCpus: [6] });
  });

  it('tell memory by node, also of a node without CPUs, and huge pages that are counted in bytes', () => {
    expect(read({ cpu: CPU, memory: MEMORY }).numaNodes).toMatchObject([
      { id: 0, memoryMib: 4096, pages: [{ sizeKib: 2048, total: 16, free: 12 }] },
      { id: 2, memoryMib: 4095, pages: [{ sizeKib: 2048, total: 0, free: 0 }] },
      { id: 4, cpus: [], siblings: [], memoryMib: 1024 },
    ]);
  });

  it('say which memory is counted with the share of the kernel', () => {
    expect(read({ memory: MEMORY }).assumed.map(({ fact }) => fact)).toEqual([
      'numa_nodes/0/memory_mib',
      'numa_nodes/4/memory_mib',
    ]);
  });

  it('have all memory on the only node where nodes of memory are not told', () => {
    const oneNode = { ...CPU, sockets: CPU.sockets.slice(0, 1) };

    expect(read({ cpu: oneNode, memory: { nodes: null, total: 3 * GIB + 1 } }).numaNodes).toMatchObject([
      { id: 0, memoryMib: 3072 },
    ]);
    expect(read({ cpu: CPU, memory: { total: 3 * GIB } }).numaNodes?.[0]).not.toHaveProperty('memoryMib');
  });

  it('are of one node where threads have none', () => {
    const sockets = [{ socket: 0, cores: [{ threads: [{ id: 0 }, { id: 1, online: true }] }] }];

    expect(read({ cpu: { sockets } }).numaNodes).toEqual([{ id: 0, cpus: [0, 1], siblings: [[0, 1]], socket: 0 }]);
    expect(read({ cpu: { sockets } }).assumed).toEqual([
      { fact: 'numa_nodes', why: 'threads have no NUMA node, so all are on one' },
    ]);
  });

  it('tell NICs with their VFs', () => {
    expect(read({ network: { cards: [CARD], total: 2 } }).pfs).toEqual([
      {
        address: '0000:86:00.0',
        vendorId: '8086',
        productId: '1572',
        driver: 'i40e',
        numaNode: 2,
        ifname: 'ens9',
        firmwareVersion: '8.30',
        linkState: 'up',
        linkSpeedMbps: 10_000,
        totalVfs: 64,
        vfs: [
          {
            address: '0000:86:02.0',
            vendorId: '8086',
            productId: '154c',
            driver: 'iavf',
            ifname: 'ens9v0',
            state: 'available',
          },
        ],
      },
    ]);
  });

  it('leave open how many VFs there are on a card without SR-IOV, and say how many they leave out', () => {
    const [plain] = card({ sriov: undefined }).pfs ?? [];

    expect(plain).not.toHaveProperty('totalVfs');
    expect(plain).not.toHaveProperty('vfs');
    expect(card({ sriov: { current_vfs: 30, maximum_vfs: 64, vfs: [VF] } }).warnings).toEqual([
      'PF 0000:86:00.0 has 30 VFs by current_vfs, and 1 are listed',
    ]);
    expect(card({ sriov: { current_vfs: 0, maximum_vfs: 8, vfs: null } }).pfs?.[0]).toMatchObject({
      totalVfs: 8,
      vfs: [],
    });
  });

  it('show a VF without interface to be in a container, unless its driver or vDPA device says why', () => {
    const used = (changes: object): unknown =>
      card({ sriov: { current_vfs: 1, maximum_vfs: 8, vfs: [{ ...VF, ...changes }] } }).pfs?.[0]?.vfs?.[0];

    expect(used({})).toMatchObject({ state: 'in_use_externally' });
    expect(used({ driver: 'vfio-pci' })).not.toHaveProperty('state');
    expect(used({ vdpa: { name: 'vdpa0', device: 'vhost-vdpa-0' } })).toMatchObject({ vdpaDevice: 'vdpa0' });
    expect(used({ vdpa: { name: 'vdpa0', device: 'vhost-vdpa-0' } })).not.toHaveProperty('state');
  });

  it('mark the NUMA node 0, which may be none', () => {
    expect(card({ numa_node: 0 }).pfs?.[0]?.numaNode).toBe(0);
    expect(card({ numa_node: 0 }).assumed).toContainEqual(
      expect.objectContaining({ fact: 'pfs/0000:86:00.0/numa_node' }),
    );
  });

  it('keep one port of a function, and no card on USB or without an address', () => {
    const ports = [
      { id: 'ib1', port: 1 },
      { id: 'ib0', port: 0 },
    ];
    const told = read({ network: { cards: [{ ...CARD, ports }, { usb_address: '2:7', ...CARD }, {}, null, CARD] } });

    expect(told.pfs).toHaveLength(1);
    expect(told.pfs?.[0]?.ifname).toBe('ib0');
    expect(told.warnings).toEqual([
      '0000:86:00.0 has 2 ports, of which an inventory keeps the first, ib0',
      'a network card on USB is left out',
      'a network card without PCI address is left out',
      '0000:86:00.0 is listed before already, and the first entry counts',
    ]);
  });

  it('tell GPUs and NVMe drives, with ids and groups from the bus', () => {
    const told = read({
      gpu: {
        cards: [
          {
            pci_address: '0000:3d:00.0',
            vendor_id: '10de',
            product_id: '20b5',
            numa_node: 1,
            sriov: {
              current_vfs: 1,
              maximum_vfs: 20,
              vfs: [{ pci_address: '0000:3d:00.4', vendor_id: '10de', product_id: '20b5', numa_node: 1 }],
            },
          },
          { usb_address: '1:2' },
        ],
      },
      storage: {
        disks: [
          { type: 'nvme', device_path: 'pci-0000:5e:00.0-nvme-1', numa_node: 1, partitions: [{}] },
          { type: 'nvme', pci_address: '0000:5f:00.0', numa_node: 1, partitions: [] },
          { type: 'sata', pci_address: '0000:00:17.0' },
        ],
      },
      pci: {
        devices: [
          {
            pci_address: '0000:5e:00.0',
            vendor_id: '144d',
            product_id: 'a808',
            driver: 'nvme',
            numa_node: 1,
            iommu_group: 50,
          },
          { pci_address: '0000:3d:00.0', iommu_group: 0 },
        ],
      },
    });

    expect(told.pciDevices).toMatchObject([
      { address: '0000:3d:00.0', deviceClass: 'gpu', deviceType: 'type-PF', iommuGroup: 0 },
      { address: '0000:3d:00.4', deviceClass: 'gpu', deviceType: 'type-VF', pfAddress: '0000:3d:00.0' },
      { address: '0000:5e:00.0', vendorId: '144d', productId: 'a808', driver: 'nvme', iommuGroup: 50, hostInUse: true },
      { address: '0000:5f:00.0', deviceClass: 'nvme', numaNode: 1 },
    ]);
    expect(told.partialLists).toEqual(['pciDevices']);
    expect(told.settings?.iommu).toEqual({ enabled: true });
  });

  it('know no IOMMU group where all are 0', () => {
    const told = read({
      network: { cards: [CARD] },
      pci: { devices: [{ pci_address: '0000:86:00.0', iommu_group: 0 }] },
    });

    expect(told.pfs?.[0]).not.toHaveProperty('iommuGroup');
    expect(told.settings).not.toHaveProperty('iommu');
  });

  it('may come in an answer of the API, or beside the environment', () => {
    const resources = { cpu: CPU, memory: MEMORY, network: { cards: [CARD] } };

    expect(read({ type: 'sync', status_code: 200, metadata: resources })).toEqual(read(resources));
    expect(read({ resources, environment: { kernel_version: '6.8.0-31-generic' } })).toMatchObject({
      numaNodes: read(resources).numaNodes,
      settings: { versions: { kernel: '6.8.0-31-generic' } },
    });
  });

  it.each([
    ['{}', 'import.not_this_format'],
    ['[]', 'import.not_this_format'],
    ['{"cpu": null, "metadata": []}', 'import.not_this_format'],
    ['{"cpu": {}', 'import.malformed'],
    ['\u0000', 'import.malformed'],
  ])('are not %j', (text, code) => {
    expect(refusal(text)).toBe(code);
  });

  it('never make the reader fail in another way', () => {
    const part = fc.jsonValue();
    const numbers = fc.oneof(fc.integer(), fc.double(), part);
    const some = (fields: Record<string, fc.Arbitrary<unknown>>) =>
      fc.oneof(fc.record(fields, { requiredKeys: [] }), part);
    const list = (item: fc.Arbitrary<unknown>) => fc.oneof(fc.array(item), part);
    const thread = some({ id: numbers, numa_node: numbers, online: part });
    const device = some({
      pci_address: fc.oneof(fc.constant('0000:86:00.0'), part),
      numa_node: numbers,
      iommu_group: numbers,
    });
    const nic = some({
      pci_address: fc.constant('0000:86:00.0'),
      ports: list(some({ id: part, port: numbers })),
      sriov: some({ current_vfs: numbers, maximum_vfs: numbers, vfs: list(device) }),
      vdpa: part,
    });
    const document = some({
      cpu: some({ sockets: list(some({ socket: numbers, cores: list(some({ threads: list(thread) })) })) }),
      memory: some({
        hugepages_size: numbers,
        nodes: list(some({ numa_node: numbers, total: numbers, hugepages_total: numbers })),
      }),
      network: some({ cards: list(nic) }),
      gpu: some({ cards: list(nic) }),
      storage: some({ disks: list(some({ type: fc.constant('nvme'), device_path: part, partitions: part })) }),
      pci: some({ devices: list(device) }),
    });
    fc.assert(
      fc.property(document, (value) => {
        refusal(JSON.stringify(value));
      }),
    );
  });
});
