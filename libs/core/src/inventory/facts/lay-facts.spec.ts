import { anInventory, inventories, inventoryFacts } from '@iopath/testing';
import fc from 'fast-check';
import { canonicalJson } from '../canonical-inventory';
import { checkInventory } from '../check-inventory';
import type { Inventory } from '../inventory';
import type { InventoryFacts, NumaNodeFacts, PfFacts } from './inventory-facts';
import { layFacts } from './lay-facts';

const PF = '0000:3b:00.0';
const VF = '0000:3b:02.0';

describe('what several sources tell of a host', () => {
  it('is an inventory that contradicts nothing, whatever they tell', () => {
    const base = fc.option(inventories());
    fc.assert(
      fc.property(base, fc.array(inventoryFacts(), { maxLength: 3 }), (put, layers) => {
        expect(checkInventory(layFacts(put, layers).inventory)).toEqual([]);
      }),
    );
  });

  it('is the same in whatever order they tell it, and told twice is told once', () => {
    const base = fc.option(inventories());
    const layers = fc.array(inventoryFacts(), { maxLength: 4 });
    fc.assert(
      fc.property(base, layers, fc.infiniteStream(fc.nat()), (put, told, random) => {
        const shuffled = [...told, ...told.slice(0, 1)]
          .map((layer) => ({ layer, place: random.next().value as number }))
          .sort((a, b) => a.place - b.place)
          .map(({ layer }) => layer);

        expect(canonicalJson(layFacts(put, shuffled))).toBe(canonicalJson(layFacts(put, told)));
      }),
    );
  });

  it('is what was put while nobody tells anything', () => {
    fc.assert(
      fc.property(inventories(), (told) => {
        const { factSources: _who, ...put } = told;
        const { inventory, warnings } = layFacts(put, []);
        const { factSources: _ours, ...laid } = inventory;

        expect(warnings).toEqual([]);
        expect(canonicalJson(sorted(laid))).toBe(canonicalJson(sorted(put)));
      }),
    );
  });

  it('takes CPUs and NUMA nodes of libvirt, VFs of the SR-IOV operator, and settings of Nova', () => {
    const libvirt = from('libvirt', {
      numaNodes: [aNode({ id: 0, cpus: [0, 1] })],
      pfs: [aPf({ numaNode: 0, vfs: [], driver: 'ixgbe' })],
      settings: { versions: { libvirt: '10.0.0' } },
    });
    const nodestate = from('sriov-nodestate', {
      pfs: [aPf({ driver: 'other', vfs: [{ address: VF, index: 0, vendorId: '8086', productId: '10ed' }] })],
      partialLists: ['pfs'],
    });
    const nova = from('nova-conf', { settings: { cpuDedicatedSet: [1], reserved: { memoryMib: 64 } } });

    const { inventory } = layFacts(null, [nodestate, nova, libvirt]);

    expect(inventory).toMatchObject({
      source: 'libvirt+nova-conf+sriov-nodestate',
      versions: { libvirt: '10.0.0' },
      cpuDedicatedSet: [1],
      reserved: { cpus: 0, memoryMib: 64, diskGib: 0 },
      allocationRatios: { cpu: 4, ram: 1, disk: 1 },
      pfs: [{ address: PF, driver: 'ixgbe', numaNode: 0, vfs: [{ address: VF, index: 0, state: 'available' }] }],
    });
    expect(inventory.factSources).toEqual(
      expect.arrayContaining([
        { fact: 'pfs.vfs', source: 'sriov-nodestate' },
        { fact: 'pfs.numa_node', source: 'libvirt' },
        { fact: 'numa_nodes', source: 'libvirt' },
        { fact: 'cpu_dedicated_set', source: 'nova-conf' },
      ]),
    );
  });
});

describe('what was put', () => {
  it('fills gaps, and is not believed where a source tells otherwise', () => {
    const [pf] = anInventory().pfs;
    const put = {
      ...anInventory(),
      rack: 'r1',
      pfs: [{ ...pf!, address: PF, physicalNetwork: 'physnet1', mtu: 1500 }],
    };
    const { inventory } = layFacts(put, [from('sysfs', { pfs: [aPf({ mtu: 9000 })] })]);

    expect(inventory.rack).toBe('r1');
    expect(inventory.pfs).toMatchObject([{ address: PF, physicalNetwork: 'physnet1', mtu: 9000 }]);
    expect(inventory.factSources).toEqual(
      expect.arrayContaining([
        { fact: 'pfs.mtu', source: 'sysfs' },
        { fact: 'pfs.physical_network', source: 'operator' },
      ]),
    );
  });

  it('is gone from a list that a source tells whole, and stays in one that it tells in part', () => {
    const [pf] = anInventory().pfs;
    const put = { ...anInventory(), pfs: [{ ...pf!, address: '0000:81:00.0', vfs: [] }] };
    const whole = from('libvirt', { pfs: [aPf()] });
    const addresses = (layers: InventoryFacts[]) => layFacts(put, layers).inventory.pfs.map(({ address }) => address);

    expect(addresses([whole])).toEqual([PF]);
    expect(addresses([{ ...whole, partialLists: ['pfs'] }])).toEqual([PF, '0000:81:00.0']);
    expect(addresses([from('nova-conf', {})])).toEqual(['0000:81:00.0']);
  });
});

describe('a NIC', () => {
  it('is left out while nobody tells its vendor and product ids', () => {
    const nameless = from('hwloc', { pfs: [{ address: PF }] });
    expect(layFacts(null, [nameless])).toMatchObject({
      inventory: { pfs: [] },
      warnings: [expect.stringContaining(PF)],
    });
    expect(layFacts(null, [nameless, from('lshw', { pfs: [aPf()] })]).inventory.pfs).toHaveLength(1);
  });

  it('has VFs of which a source names the addresses only, with the product id of its model', () => {
    const listing = (productId: string) =>
      layFacts(null, [
        from('libvirt', { pfs: [{ address: PF, vendorId: '15b3', productId, vfs: [{ address: VF }] }] }),
      ]);
    const { inventory } = listing('1017');

    expect(inventory.pfs[0]?.vfs).toMatchObject([{ index: 0, address: VF, vendorId: '15b3', productId: '1018' }]);
    expect(inventory.assumed).toContainEqual(expect.objectContaining({ fact: `pfs/${PF}/vfs` }));
    expect(listing('ffff')).toMatchObject({
      inventory: { pfs: [{ vfs: [] }] },
      warnings: [expect.stringContaining('product id')],
    });
  });

  it('counts once where it is a VF of one source and a NIC or a device of another', () => {
    const sysfs = from('sysfs', { pfs: [aPf({ vfs: [{ address: VF, productId: '10ed' }] })] });
    const lshw = from('lshw', {
      pfs: [aPf({ address: VF, driver: 'iavf', ifname: 'ens1f0v0' })],
      pciDevices: [{ address: VF, vendorId: '8086', productId: '10ed' }],
    });
    const { inventory } = layFacts(null, [sysfs, lshw]);

    expect(inventory.pciDevices).toEqual([]);
    expect(inventory.pfs).toMatchObject([{ address: PF, vfs: [{ address: VF, driver: 'iavf', ifname: 'ens1f0v0' }] }]);
  });

  it('has VFs numbered by address where nobody numbers them, of its own vendor', () => {
    const addresses = ['0000:3b:02.1', VF, '0000:3b:02.2'];
    const vfs = addresses.map((address, i) => ({ address, productId: '10ed', ...(i === 0 ? { index: 0 } : {}) }));
    expect(layFacts(null, [from('libvirt', { pfs: [aPf({ vfs })] })]).inventory.pfs[0]?.vfs).toMatchObject([
      { address: VF, index: 1, vendorId: '8086' },
      { address: '0000:3b:02.1', index: 0 },
      { address: '0000:3b:02.2', index: 2 },
    ]);
  });

  it('is on no known node where nobody tells of the node that it is said to be on', () => {
    const facts = from('libvirt', { numaNodes: [aNode({ id: 0, cpus: [0] })], pfs: [aPf({ numaNode: 1 })] });
    expect(layFacts(null, [facts])).toMatchObject({
      inventory: { pfs: [{ numaNode: null }] },
      warnings: [expect.stringContaining('NUMA node 1')],
    });
  });
});

describe('NUMA nodes', () => {
  it('have distances in their order once they are told between all of them', () => {
    const near = aNode({ id: 0, cpus: [0], distanceTo: { 0: 10, 8: 40 } });
    const far = aNode({ id: 8, cpus: [1], distanceTo: { 0: 40, 8: 10 } });
    const distances = (...numaNodes: NumaNodeFacts[]) =>
      layFacts(null, [from('sysfs', { numaNodes })]).inventory.numaNodes.map((node) => node.distances);

    expect(distances(far, near)).toEqual([
      [10, 40],
      [40, 10],
    ]);
    expect(distances(near, { id: 8, cpus: [1] })).toEqual([[], []]);
  });

  it('share no CPU: the first keeps it, and somebody is told', () => {
    const numaNodes = [aNode({ id: 0, cpus: [0, 1] }), aNode({ id: 1, cpus: [1, 2], siblings: [[1, 2]] })];
    expect(layFacts(null, [from('sysfs', { numaNodes })])).toMatchObject({
      inventory: { numaNodes: [{ cpus: [0, 1] }, { cpus: [2], siblings: [[2]] }] },
      warnings: [expect.stringContaining('CPU 1')],
    });
  });
});

describe('what nobody saw', () => {
  const unseen = [{ fact: 'pfs.vfs', reason: 'not_told', detail: 'the format has no VFs' }] as const;

  it('is told of until somebody else sees it', () => {
    const hwloc = { ...from('hwloc', { pfs: [aPf()] }), unseen };
    expect(layFacts(null, [hwloc]).inventory.unseen).toEqual(unseen);
    expect(layFacts(null, [hwloc, from('sysfs', { pfs: [aPf({ vfs: [] })] })]).inventory.unseen).toBeUndefined();
  });

  it('is assumed by one only while nobody else knows', () => {
    const assumed = [{ fact: 'pfs.total_vfs', why: 'the catalogue says so' }];
    const guess = { ...from('lshw', { pfs: [aPf({ totalVfs: 64 })] }), assumed };
    expect(layFacts(null, [guess]).inventory.assumed).toEqual(assumed);
    expect(layFacts(null, [guess, from('sysfs', { pfs: [aPf({ totalVfs: 8 })] })]).inventory.assumed).toBeUndefined();
  });
});

function from(source: string, facts: Partial<InventoryFacts>): InventoryFacts {
  return { source, observedAtMs: null, unseen: [], assumed: [], warnings: [], ...facts };
}

function aPf(facts: Partial<PfFacts> = {}): PfFacts {
  return { address: PF, vendorId: '8086', productId: '1528', ...facts };
}

function aNode(facts: NumaNodeFacts): NumaNodeFacts {
  return { memoryMib: 4096, ...facts };
}

/** In the order that layers come out in, without repeats; the document has no empty CPU set. */
function sorted(facts: Inventory): object {
  const set = (cpus: Inventory['cpuSharedSet']) => (cpus?.length === 0 ? null : cpus);
  const notes = <Note extends object>(list: readonly Note[] = []) =>
    [...new Set(list.map((one) => canonicalJson(one)))].sort();
  return {
    ...facts,
    cpuDedicatedSet: set(facts.cpuDedicatedSet),
    cpuSharedSet: set(facts.cpuSharedSet),
    numaNodes: facts.numaNodes.map((node) => ({
      ...node,
      pages: node.pages.toSorted((a, b) => a.sizeKib - b.sizeKib),
    })),
    bridges: facts.bridges.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    unseen: notes(facts.unseen),
    assumed: notes(facts.assumed),
  };
}
