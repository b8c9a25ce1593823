import type { PfFacts } from '@iopath/core';
import fc from 'fast-check';
import { factsIn, refusalOf } from '../import/reading.fixture';
import { hwlocReader } from './hwloc-reader';
import {
  behindBridge,
  core,
  mask,
  nic,
  numaNode,
  onHostBridge,
  pciDevice,
  pu,
  topology,
  type WrittenObject,
} from './lstopo.fixture';

const read = (text: string) => factsIn(hwlocReader, text);

function machine(...inside: readonly (WrittenObject | string)[]): WrittenObject {
  return { type: 'Machine', attributes: { os_index: 0 }, inside };
}

/** One node with two CPUs, and what hangs below. */
function smallMachine(...inside: readonly (WrittenObject | string)[]): WrittenObject {
  return machine(numaNode(0, [0, 1], { local_memory: 4_294_967_296 }), core(0), core(1), ...inside);
}

function packageOf(id: number, cpus: readonly number[], ...inside: readonly WrittenObject[]): WrittenObject {
  return { type: 'Package', attributes: { os_index: id, cpuset: mask(...cpus), nodeset: mask(id) }, inside };
}

function pfsOf(...devices: readonly WrittenObject[]): readonly PfFacts[] {
  return read(topology(2, smallMachine(...devices))).pfs ?? [];
}

describe('the hwloc reader, on CPUs and memory', () => {
  it('reads nodes beside the cores of a package, as hwloc 2 writes them', () => {
    const two = machine(
      packageOf(0, [0, 2], numaNode(0, [0, 2], { local_memory: 68_682_809_344 }), core(0, 2)),
      packageOf(1, [1, 3], numaNode(1, [1, 3], { local_memory: 68_719_476_736 }), core(1, 3)),
    );
    const matrix = `<distances2 type="NUMANode" nbobjs="2" kind="5" name="NUMALatency" indexing="os">
      <indexes length="4">0 1 </indexes><u64values length="6">10 21 </u64values><u64values length="6">21 10 </u64values></distances2>`;

    expect(read(topology(2, two, matrix)).numaNodes).toEqual([
      { id: 0, cpus: [0, 2], siblings: [[0, 2]], socket: 0, memoryMib: 65_501, distanceTo: { 0: 10, 1: 21 } },
      { id: 1, cpus: [1, 3], siblings: [[1, 3]], socket: 1, memoryMib: 65_536, distanceTo: { 0: 21, 1: 10 } },
    ]);
  });

  it('reads nodes around the cores, as hwloc 1 writes them', () => {
    const node = (id: number, cpus: readonly number[], bytes: number): WrittenObject => ({
      type: 'NUMANode',
      attributes: { os_index: id, cpuset: mask(...cpus), nodeset: mask(id), local_memory: bytes },
      inside: [
        '<page_type size="4096" count="0"/><page_type size="2097152" count="64"/>',
        { type: 'Socket', attributes: { os_index: id }, inside: cpus.map((id) => core(id)) },
      ],
    });
    const latencies = [1, 2.1, 2.1, 1].map((value) => `<latency value="${value.toFixed(6)}"/>`).join('');
    const matrix = `<distances nbobjs="2" relative_depth="1" latency_base="10.000000">${latencies}</distances>`;

    const { numaNodes } = read(topology(1, machine(matrix, node(0, [0, 1], 2 ** 31), node(4, [2, 3], 2 ** 30 + 1))));

    const pages = [{ sizeKib: 2048, total: 64 }];
    expect(numaNodes).toEqual([
      { id: 0, cpus: [0, 1], siblings: [], socket: 0, memoryMib: 2048, pages, distanceTo: { 0: 10, 4: 21 } },
      { id: 4, cpus: [2, 3], siblings: [], socket: 4, memoryMib: 1024, pages, distanceTo: { 0: 21, 4: 10 } },
    ]);
  });

  it('takes a machine without nodes, which hwloc 1 has without NUMA, for one node', () => {
    const plain: WrittenObject = { ...machine(core(0), core(1)), attributes: { os_index: 0, local_memory: 2 ** 32 } };

    const { numaNodes, assumed } = read(topology(1, plain));

    expect(numaNodes).toEqual([{ id: 0, cpus: [0, 1], siblings: [], memoryMib: 4096 }]);
    expect(assumed.map(({ fact }) => fact)).toEqual(['numa_nodes']);
  });

  it('leaves out CPUs that are off', () => {
    const off = pu(1, { cpuset: mask(1), online_cpuset: '0x00000000' });

    const { numaNodes } = read(topology(1, machine(numaNode(0, [0, 1, 2]), pu(0), off, pu(2))));

    expect(numaNodes?.[0]?.cpus).toEqual([0, 2]);
  });

  it('reads masks of more than 32 bits, with empty words, and without end', () => {
    const cpus = [0, 31, 32, 95, 4095];
    const nodeWith = (cpuset: string) =>
      machine({ type: 'NUMANode', attributes: { os_index: 0, cpuset } }, ...cpus.map((id) => pu(id)));
    const found = (cpuset: string) => read(topology(2, nodeWith(cpuset))).numaNodes?.[0]?.cpus;

    expect(found(mask(...cpus))).toEqual(cpus);
    expect(found('0x80000000,,0x80000001')).toEqual([0, 31, 95]);
    expect(found('0xf...f')).toEqual(cpus);
    expect(found('0xf...f,0xfffffffe')).toEqual([31, 32, 95, 4095]);
  });

  it('reads any mask back', () => {
    const sets = fc.uniqueArray(fc.nat(1023), { minLength: 1, maxLength: 40 });

    fc.assert(
      fc.property(sets, (cpus) => {
        const { numaNodes } = read(topology(2, machine(numaNode(0, cpus), ...cpus.map((id) => pu(id)))));

        expect(numaNodes?.[0]?.cpus).toEqual([...cpus].sort((a, b) => a - b));
      }),
    );
  });

  it('reads eight threads of a core, through groups and caches', () => {
    const threads = [0, 1, 2, 3, 4, 5, 6, 7];
    const group: WrittenObject = { type: 'Group', inside: [{ type: 'L2Cache', inside: [core(...threads)] }] };

    expect(read(topology(2, machine(numaNode(0, threads), group))).numaNodes?.[0]?.siblings).toEqual([threads]);
  });

  it('gives CPUs to plain memory where memory of several kinds is near them', () => {
    const hbm = numaNode(0, [0, 1], { subtype: 'HBM', local_memory: 2 ** 34 });
    const cached: WrittenObject = { type: 'MemCache', inside: [numaNode(2, [0, 1], { local_memory: 2 ** 36 })] };

    const { numaNodes, assumed } = read(topology(2, machine(packageOf(0, [0, 1], hbm, cached, core(0), core(1)))));

    expect(numaNodes).toEqual([
      { id: 0, cpus: [], siblings: [], socket: 0, memoryMib: 16_384 },
      { id: 2, cpus: [0, 1], siblings: [], socket: 0, memoryMib: 65_536 },
    ]);
    expect(assumed.map(({ fact }) => fact)).toEqual(['numa_nodes/0/cpus']);
  });

  it('takes neither CXL memory nor DAX devices for nodes', () => {
    const dax: WrittenObject = { type: 'OSDev', attributes: { name: 'dax0.0', subtype: 'SPM', osdev_type: 0 } };
    const cxl = pciDevice('0000:0c:00.0', '0502 [8086:0d93] [0000:0000] 01', {
      inside: [{ type: 'OSDev', attributes: { name: 'mem0', subtype: 'CXLMem', osdev_type: 0 } }],
    });

    const { numaNodes, pciDevices } = read(topology(2, smallMachine(dax, onHostBridge(cxl))));

    expect(numaNodes).toHaveLength(1);
    expect(pciDevices).toEqual([]);
  });

  it('names nodes in a matrix by hwloc numbers, where it is written so', () => {
    const two = machine(numaNode(0, [0], { gp_index: 17 }), numaNode(8, [1], { gp_index: 23 }), pu(0), pu(1));
    const matrix = (name: string, values: string) =>
      `<distances2 type="NUMANode" nbobjs="2" kind="5" name="${name}" indexing="gp">
        <indexes length="6">23 17 </indexes><u64values length="9">${values}</u64values></distances2>`;

    const { numaNodes } = read(topology(2, two, matrix('Bandwidth', '1 2 3 4') + matrix('NUMALatency', '10 32 31 10')));

    expect(numaNodes?.map(({ distanceTo }) => distanceTo)).toEqual([
      { 0: 10, 8: 31 },
      { 0: 32, 8: 10 },
    ]);
  });

  it('reads architecture, kernel and CPU model, which hwloc 3 has on the topology', () => {
    const info = { OSName: 'Linux', OSRelease: '6.1.0', Architecture: 'aarch64' };
    const pairs = Object.entries(info).map(([name, value]) => `<info name="${name}" value="${value}"/>`);
    const cpus: WrittenObject = { type: 'Package', info: { CPUModel: 'Kunpeng-920' }, inside: [pu(0)] };
    const settings = { cpu: { arch: 'aarch64', model: 'Kunpeng-920' }, versions: { kernel: '6.1.0' } };

    expect(read(topology(2, { ...machine(cpus), info })).settings).toEqual(settings);
    expect(read(topology(3, machine(cpus), pairs.join(''))).settings).toEqual(settings);
  });
});

describe('the hwloc reader, on devices', () => {
  it('puts a NIC on the node of the nearest object with one', () => {
    const socket = (id: number, cpu: number, device: WrittenObject) =>
      packageOf(id, [cpu], numaNode(id, [cpu]), core(cpu), onHostBridge(device));
    const two = machine(
      socket(0, 0, nic('0000:3b:00.0', '15b3:101d', ['ens1f0'])),
      socket(1, 1, nic('0000:af:00.0', '15b3:101d', ['ens2f0'])),
      onHostBridge(nic('0000:00:1f.6', '8086:15b7', ['eno1'])),
    );
    const withSets: WrittenObject = { ...two, attributes: { os_index: 0, cpuset: mask(0, 1), nodeset: mask(0, 1) } };

    expect(read(topology(2, withSets)).pfs).toEqual([
      { address: '0000:00:1f.6', vendorId: '8086', productId: '15b7', ifname: 'eno1' },
      { address: '0000:3b:00.0', vendorId: '15b3', productId: '101d', ifname: 'ens1f0', numaNode: 0 },
      { address: '0000:af:00.0', vendorId: '15b3', productId: '101d', ifname: 'ens2f0', numaNode: 1 },
    ]);
  });

  it('finds the node by CPUs where node sets are not written', () => {
    const group = (cpu: number, device: WrittenObject): WrittenObject => ({
      type: 'Group',
      attributes: { cpuset: mask(cpu) },
      inside: [pu(cpu), onHostBridge(device)],
    });
    const both = machine(
      numaNode(0, [0]),
      numaNode(3, [1]),
      group(0, nic('0000:01:00.0', '8086:1521', [])),
      group(1, nic('0000:81:00.0', '8086:1521', [])),
    );

    expect(read(topology(1, both)).pfs?.map(({ numaNode: node }) => node)).toEqual([0, 3]);
  });

  it('does not count memory without CPUs as another node that a NIC could be on', () => {
    const hbm = numaNode(1, [0, 1], { subtype: 'HBM' });
    const far = packageOf(1, [2], numaNode(2, [2]), core(2));
    const place = { type: 'Package', attributes: { os_index: 0, cpuset: mask(0, 1), nodeset: mask(0, 1) } };
    const near = {
      ...place,
      inside: [numaNode(0, [0, 1]), hbm, core(0), core(1), onHostBridge(nic('0000:01:00.0', '8086:1521', []))],
    };

    expect(read(topology(2, machine(near, far))).pfs?.[0]?.numaNode).toBe(0);
  });

  it('reads which OS devices are interfaces, as kinds until hwloc 2 and as bits since 3', () => {
    const roce = (network: number, fabric: number, ofBoth: number): WrittenObject =>
      pciDevice('0000:3b:00.0', '0200 [15b3:101d] [0000:0000] 00', {
        inside: [
          { type: 'OSDev', attributes: { name: 'mlx5_0', osdev_type: fabric } },
          { type: 'OSDev', attributes: { name: 'usnic_0', osdev_type: ofBoth } },
          { type: 'OSDev', attributes: { name: 'ens1f0', osdev_type: network } },
        ],
      });
    const ifname = (version: 2 | 3, device: WrittenObject) =>
      read(topology(version, smallMachine(device))).pfs?.[0]?.ifname;

    expect(ifname(2, roce(2, 3, 3))).toBe('ens1f0');
    expect(ifname(3, roce(16, 32, 48))).toBe('ens1f0');
  });

  it('reads a domain of 32 bits', () => {
    expect(pfsOf(nic('10000:e1:00.0', '8086:1572', []))[0]?.address).toBe('10000:e1:00.0');
  });

  it('lists what is no NIC by its class, bridges and chipset parts apart', () => {
    const devices = [
      '0300 [10de:1eb8]',
      '0108 [144d:a808]',
      '0107 [1000:0097]',
      '0c06 [15b3:6746]',
      '0106 [8086:2922]',
    ].map((pciType, i) => pciDevice(`0000:0${i}:00.0`, `${pciType} [0000:0000] 00`));

    const { pciDevices, pfs } = read(topology(2, smallMachine(behindBridge(...devices))));

    expect(pfs).toEqual([]);
    expect(pciDevices?.map(({ deviceClass, vendorId }) => [deviceClass, vendorId])).toEqual([
      ['gpu', '10de'],
      ['nvme', '144d'],
      ['hba', '1000'],
    ]);
  });

  it('takes functions that are called VF for those of the only PF behind their bridge, and says so', () => {
    const name = 'Ethernet Virtual Function 700 Series';
    const vfs = ['0000:3b:02.0', '0000:3b:02.1'].map((address) => nic(address, '8086:154c', [], name));
    const bound = nic('0000:3b:02.2', '8086:154c', ['ens1f0v2'], name);

    const { pfs, assumed } = read(
      topology(2, smallMachine(behindBridge(nic('0000:3b:00.0', '8086:1572', ['ens1f0']), ...vfs, bound))),
    );

    expect(pfs).toHaveLength(1);
    expect(pfs?.[0]?.vfs).toEqual([
      { address: '0000:3b:02.0', vendorId: '8086', productId: '154c' },
      { address: '0000:3b:02.1', vendorId: '8086', productId: '154c' },
      { address: '0000:3b:02.2', vendorId: '8086', productId: '154c', ifname: 'ens1f0v2' },
    ]);
    expect(assumed.map(({ fact }) => fact)).toEqual(['pfs/0000:3b:00.0/vfs']);
  });

  it('takes another product without interface beside the only NIC of its maker for a VF', () => {
    const [pf, ...others] = pfsOf(
      behindBridge(
        nic('0000:0b:00.0', '1137:0043', ['eth4']),
        nic('0000:0b:00.1', '1137:9999', []),
        nic('0000:0b:00.2', '1137:9999', []),
      ),
    );

    expect(pf?.vfs?.map(({ address }) => address)).toEqual(['0000:0b:00.1', '0000:0b:00.2']);
    expect(others).toEqual([]);
  });

  it('takes a second port without interface for a NIC', () => {
    const pfs = pfsOf(behindBridge(nic('0000:3b:00.0', '8086:1572', ['ens1f0']), nic('0000:3b:00.1', '8086:1572', [])));

    expect(pfs.map(({ vfs }) => vfs)).toEqual([undefined, undefined]);
  });

  it('deals VFs out to the ports of a card that places them in turn', () => {
    const ports = [0, 1].map((fn) => nic(`0000:05:00.${fn}`, '8086:1521', [`eno${fn}`]));
    const vfs = [0, 1, 4, 5].map((fn) =>
      nic(`0000:05:10.${fn}`, '8086:1520', [], 'I350 Ethernet Controller Virtual Function'),
    );

    expect(pfsOf(behindBridge(...ports, ...vfs)).map((pf) => pf.vfs?.map(({ address }) => address))).toEqual([
      ['0000:05:10.0', '0000:05:10.4'],
      ['0000:05:10.1', '0000:05:10.5'],
    ]);
  });

  it('leaves VFs out whose PF is one of several, with a warning each', () => {
    const ports = [0, 1].map((fn) => nic(`0000:3b:00.${fn}`, '8086:1572', [`ens1f${fn}`]));
    const vf = nic('0000:3b:02.0', '8086:154c', [], 'Ethernet Virtual Function 700 Series');

    const { pfs, warnings } = read(topology(2, smallMachine(behindBridge(...ports, vf))));

    expect(pfs?.map(({ address, vfs }) => [address, vfs])).toEqual([
      ['0000:3b:00.0', undefined],
      ['0000:3b:00.1', undefined],
    ]);
    expect(warnings).toEqual([expect.stringContaining('0000:3b:02.0')]);
  });

  it('takes the VF that a virtual machine was given for its NIC', () => {
    expect(
      pfsOf(
        onHostBridge(nic('0000:00:05.0', '15b3:1016', ['eth1'], 'MT27710 Family [ConnectX-4 Lx Virtual Function]')),
      ),
    ).toHaveLength(1);
  });
});

describe('the hwloc reader, on what is no topology', () => {
  it.each([
    ['capabilities of libvirt', '<capabilities><host/></capabilities>'],
    ['a difference of topologies', '<topologydiff refname="a"/>'],
    ['two topologies', topology(2, smallMachine()).repeat(2)],
    ['a topology of two machines', topology(1, { type: 'System', inside: [smallMachine(), smallMachine()] })],
    ['a topology without CPUs', topology(2, machine())],
  ])('refuses %s', (_what, text) => {
    expect(refusalOf(() => read(text))?.code).toBe('import.not_this_format');
  });

  it('refuses a topology that was cut short', () => {
    expect(refusalOf(() => read(topology(2, smallMachine()).slice(0, -30)))?.code).toBe('import.malformed');
  });

  it('refuses more CPUs than any machine has', () => {
    const many = Array.from({ length: 9000 }, (_, id) => pu(id, { cpuset: '0x1' }));

    expect(refusalOf(() => read(topology(2, machine(...many))))?.code).toBe('import.too_large');
  });

  it('says of a topology without devices that they are not told', () => {
    const { pfs, unseen } = read(topology(2, smallMachine()));

    expect(pfs).toBeUndefined();
    expect(unseen.map(({ fact }) => fact)).toEqual(expect.arrayContaining(['pfs', 'pci_devices']));
  });
});
