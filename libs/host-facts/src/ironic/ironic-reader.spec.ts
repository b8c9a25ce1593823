import type { InventoryFacts } from '@iopath/core';
import fc from 'fast-check';
import { UnreadableImport } from '../import/import-reader';
import { ironicReader } from './ironic-reader';

const NUMA_TOPOLOGY = {
  ram: [
    { numa_node: 1, size_kb: 1_048_577 },
    { numa_node: 0, size_kb: 2_097_152 },
  ],
  cpus: [
    { cpu: 0, numa_node: 0, thread_siblings: [4, 0] },
    { cpu: 0, numa_node: 1, thread_siblings: [2, 6] },
    { cpu: 1, numa_node: 0, thread_siblings: [1, 5] },
    { cpu: 1, numa_node: 1, thread_siblings: [3, 7] },
  ],
  nics: [{ name: 'ens5', numa_node: 1 }],
};
const PCI_DEVICES = [
  { vendor_id: '15b3', product_id: '101d', class: '020000', revision: '00', bus: '0000:06:00.0', numa_node_id: '0' },
  { vendor_id: '8086', product_id: '1572', class: '020000', revision: '02', bus: '0000:86:00.0', numa_node_id: '-1' },
  { vendor_id: '144d', product_id: 'a808', class: '010802', revision: '00', bus: '0000:5e:00.0', numa_node_id: 1 },
  { vendor_id: '8086', product_id: '2020', class: '060400', revision: '00', bus: '0000:00:00.0', numa_node_id: '0' },
];
const INVENTORY = {
  cpu: { count: 8, architecture: 'x86_64', model_name: 'Some CPU' },
  interfaces: [
    {
      name: 'ens5',
      mac_address: '52:54:00:00:00:01',
      has_carrier: true,
      vendor: '0x15b3',
      product: '0x101d',
      speed_mbps: 100_000,
      pci_address: '0000:06:00.0',
      driver: 'mlx5_core',
    },
    { name: 'ens9', has_carrier: false, vendor: '0x8086', product: '0x1572', speed_mbps: null },
    { name: 'usb0', has_carrier: false },
  ],
};
const EXTRA_LIST = [
  ['system', 'kernel', 'arch', 'x86_64'],
  ['cpu', 'physical_0', 'product', 'Some CPU'],
  ['cpu', 'logical', 'number', 8],
  ['numa', 'nodes', 'count', 2],
  ['numa', 'node_0', 'cpu_mask', '0x33'],
  ['numa', 'node_2', 'cpu_mask', '0xcc'],
  ['network', 'ens9', 'businfo', 'pci@0000:86:00.0'],
  ['network', 'ens9', 'link', 'no'],
  ['network', 'ens9', 'driver', 'i40e'],
  ['network', 'ens9', 'speed', '10Gbit/s'],
  ['network', 'ens9', 'hw-tc-offload', 'off [fixed]'],
  ['network', 'ens9', 'firmware', '8.30 0x8000a49d'],
  ['network', 'br-ex', 'link', 'yes'],
  ['network', 'eth9', 'businfo', 'virtio@3'],
];

/** As ironic-inspector nests it. */
function nested(list: readonly (readonly unknown[])[]): object {
  const classes: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [hardwareClass, item, name, value] of list as [string, string, string, unknown][]) {
    ((classes[hardwareClass] ??= {})[item] ??= {})[name] = value;
  }
  return classes;
}

function read(document: unknown): InventoryFacts {
  return ironicReader.read(new TextEncoder().encode(JSON.stringify(document))) as InventoryFacts;
}

function refusal(text: string): string | null {
  try {
    void ironicReader.read(new TextEncoder().encode(text));
    return null;
  } catch (error) {
    if (!(error instanceof UnreadableImport)) throw error;
    return error.code;
  }
}

describe('inspection data of ironic', () => {
  const told = read({
    inventory: INVENTORY,
    plugin_data: { numa_topology: NUMA_TOPOLOGY, pci_devices: PCI_DEVICES, extra: nested(EXTRA_LIST) },
  });

  it('tell NUMA nodes, whose CPUs are the threads and not the cores', () => {
    expect(told.numaNodes).toEqual([
      {
        id: 0,
        cpus: [0, 1, 4, 5],
        siblings: [
          [0, 4],
          [1, 5],
        ],
        memoryMib: 2048,
      },
      {
        id: 1,
        cpus: [2, 3, 6, 7],
        siblings: [
          [2, 6],
          [3, 7],
        ],
        memoryMib: 1024,
      },
    ]);
    expect(told.settings).toEqual({ cpu: { arch: 'x86_64', model: 'Some CPU', smtActive: true } });
  });

  it('tell NICs by their address, with what any part says of them', () => {
    expect(told.pfs).toEqual([
      {
        address: '0000:06:00.0',
        vendorId: '15b3',
        productId: '101d',
        numaNode: 0,
        ifname: 'ens5',
        driver: 'mlx5_core',
        linkSpeedMbps: 100_000,
        linkState: 'up',
      },
      {
        address: '0000:86:00.0',
        vendorId: '8086',
        productId: '1572',
        ifname: 'ens9',
        driver: 'i40e',
        firmwareVersion: '8.30 0x8000a49d',
        hwTcOffload: false,
        linkSpeedMbps: 10_000,
        linkState: 'down',
      },
    ]);
    expect(told.partialLists).toBeUndefined();
    expect(told.warnings).toEqual(['the interface usb0 has no PCI address and is left out']);
  });

  it('tell other devices that are worth passing through, and no bridges', () => {
    expect(told.pciDevices).toEqual([
      { address: '0000:5e:00.0', vendorId: '144d', productId: 'a808', numaNode: 1, deviceClass: 'nvme' },
    ]);
  });

  it('say that they know nothing of VFs', () => {
    expect(told.unseen.map(({ fact }) => fact)).toEqual([
      'pfs.total_vfs',
      'pfs.vfs',
      'pfs.iommu_group',
      'numa_nodes.pages',
    ]);
  });

  it('are the same without plugin_data around them', () => {
    const introspection = {
      inventory: INVENTORY,
      numa_topology: NUMA_TOPOLOGY,
      pci_devices: PCI_DEVICES,
      all_interfaces: {},
    };

    expect(read({ ...introspection, extra: EXTRA_LIST })).toEqual(told);
    expect(read({ inventory: INVENTORY, plugin_data: { ...introspection, data: EXTRA_LIST } })).toEqual(told);
  });

  it('may be an inventory by itself, of which an interface without an address is no NIC', () => {
    const bare = read(INVENTORY);

    expect(bare.pfs).toMatchObject([{ address: '0000:06:00.0', ifname: 'ens5', vendorId: '15b3' }]);
    expect(bare.partialLists).toEqual(['pfs']);
    expect(bare.pciDevices).toBeUndefined();
    expect(bare.unseen).toContainEqual({
      fact: 'numa_nodes',
      reason: 'not_told',
      detail: 'the collector numa-topology was not on: 8 CPUs are counted, and nothing says on which nodes they are',
    });
  });

  it('may be the list of extra-hardware, with masks of CPUs', () => {
    const extra = read(EXTRA_LIST);

    expect(extra.numaNodes).toEqual([
      { id: 0, cpus: [0, 1, 4, 5] },
      { id: 2, cpus: [2, 3, 6, 7] },
    ]);
    expect(extra.pfs).toMatchObject([{ address: '0000:86:00.0', ifname: 'ens9', driver: 'i40e', linkState: 'down' }]);
  });

  it('leave VFs out, as nothing says whose they are', () => {
    const vf = { vendor_id: '8086', product_id: '154c', class: '020000', bus: '0000:86:02.0', numa_node_id: '1' };

    expect(read({ pci_devices: [vf] })).toMatchObject({
      pfs: [],
      warnings: ['0000:86:02.0 is a VF by its ids, of a PF that is not told; left out'],
    });
  });

  it('leave out what is odd, and say so', () => {
    const odd = read({
      numa_topology: {
        ram: [{ numa_node: -1, size_kb: 5 }, null],
        cpus: [
          { numa_node: 0, thread_siblings: [0] },
          { numa_node: 1, thread_siblings: [0] },
          { numa_node: 0, thread_siblings: ['x'] },
        ],
      },
      pci_devices: [{ vendor_id: '8086', product_id: '1572' }, 5],
    });

    expect(odd.numaNodes).toEqual([
      { id: 0, cpus: [0], siblings: [] },
      { id: 1, cpus: [], siblings: [] },
    ]);
    expect(odd.warnings).toEqual([
      'an entry of numa_topology.ram has no node or no size',
      'CPUs 0 are in another core or node already',
      'an entry of numa_topology.cpus has no node, or its thread_siblings are no CPUs',
    ]);
    expect(odd.unseen).toContainEqual(expect.objectContaining({ fact: 'pci_devices', reason: 'unreadable' }));
  });

  it.each([
    ['{}', 'import.not_this_format'],
    ['[]', 'import.not_this_format'],
    ['null', 'import.not_this_format'],
    ['"inventory"', 'import.not_this_format'],
    ['[[1, 2, 3]]', 'import.not_this_format'],
    ['', 'import.malformed'],
    ['{"inventory": ', 'import.malformed'],
    ['"\u0000"', 'import.malformed'],
    ['['.repeat(1000), 'import.too_large'],
  ])('are not %s', (text, code) => {
    expect(refusal(text)).toBe(code);
  });

  it('never make the reader fail in another way', () => {
    const part = fc.jsonValue();
    const list = fc.oneof(
      fc.array(fc.oneof(part, fc.dictionary(fc.constantFrom('numa_node', 'name', 'bus', 'class'), part))),
      part,
    );
    const document = fc.record(
      {
        inventory: fc.oneof(fc.record({ interfaces: list, cpu: part }), part),
        numa_topology: fc.oneof(fc.record({ ram: list, cpus: list, nics: list }), part),
        pci_devices: list,
        extra: fc.oneof(fc.dictionary(fc.string(), fc.dictionary(fc.string(), part)), list),
        plugin_data: part,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(document, list), (value) => {
        refusal(JSON.stringify(value));
      }),
    );
  });
});
