import { anInventory, aNumaNode, aPciDevice, aPf, inventories } from '@iopath/testing';
import fc from 'fast-check';
import { canonicalInventory, canonicalJson, normalisedInventory } from './canonical-inventory';
import type { Inventory } from './inventory';

describe('a canonical inventory', () => {
  it('does not depend on the order of lists', () => {
    fc.assert(
      fc.property(inventories(), (inventory) => {
        expect(canonicalInventory(reversed(inventory))).toBe(canonicalInventory(inventory));
      }),
    );
  });

  it('does not depend on when the facts were observed', () => {
    expect(canonicalInventory(anInventory({ observedAtMs: 1 }))).toBe(
      canonicalInventory(anInventory({ observedAtMs: 2 })),
    );
  });

  it.each<[string, Partial<Inventory>]>([
    ['source', { source: 'collector' }],
    ['unknown instead of no', { vhost: { net: true, user: null, vdpa: false } }],
    ['a VF state', { pfs: [aPf(4, { vfs: aPf(4).vfs.map((vf) => ({ ...vf, state: 'quarantined' })) })] }],
    ['a node less', { numaNodes: [] }],
    ['an aggregate', { aggregates: ['sriov'] }],
    ['a PCI device', { pciDevices: [aPciDevice()] }],
    ['a CPU of a node', { numaNodes: [aNumaNode({ cpus: [0, 1] })] }],
    ['a pool of pages', { numaNodes: [aNumaNode({ pages: [] })] }],
    ['a distance', { numaNodes: [aNumaNode({ distances: [11] })] }],
    ['the CPUs that are dedicated', { cpuDedicatedSet: [0, 1] }],
    ['a node of a physical network', { networkNumaAffinity: [{ physicalNetwork: 'physnet1', numaNodes: [0] }] }],
    ['traits that are known', { traits: [] }],
    ['a trait', { traits: ['CUSTOM_SRIOV'] }],
  ])('differs by %s', (_case, changes) => {
    expect(canonicalInventory(anInventory(changes))).not.toBe(canonicalInventory(anInventory()));
  });

  it.each<[string, Partial<Inventory>, Partial<Inventory>]>([
    ['dedicated CPUs', { cpuDedicatedSet: [2, 10] }, { cpuDedicatedSet: [10, 2] }],
    ['traits', { traits: ['CUSTOM_A', 'CUSTOM_B'] }, { traits: ['CUSTOM_B', 'CUSTOM_A'] }],
    [
      'physical networks and their nodes',
      {
        networkNumaAffinity: [
          { physicalNetwork: null, numaNodes: [0] },
          { physicalNetwork: 'physnet1', numaNodes: [0, 1] },
        ],
      },
      {
        networkNumaAffinity: [
          { physicalNetwork: 'physnet1', numaNodes: [1, 0] },
          { physicalNetwork: null, numaNodes: [0] },
        ],
      },
    ],
  ])('does not depend on the order of %s', (_case, one, other) => {
    expect(canonicalInventory(anInventory(one))).toBe(canonicalInventory(anInventory(other)));
  });

  it('moves distances along with their nodes', () => {
    const near = aNumaNode({ id: 0, cpus: [0], distances: [10, 12, 32] });
    const middle = aNumaNode({ id: 1, cpus: [1], distances: [12, 10, 32] });
    const far = aNumaNode({ id: 2, cpus: [2], distances: [32, 32, 10] });
    const turned = [
      { ...far, distances: [10, 32, 32] },
      { ...near, distances: [32, 10, 12] },
      { ...middle, distances: [32, 12, 10] },
    ];

    expect(canonicalInventory(anInventory({ numaNodes: turned }))).toBe(
      canonicalInventory(anInventory({ numaNodes: [near, middle, far] })),
    );
  });

  it('leaves distances alone that are not known', () => {
    const { numaNodes } = normalisedInventory(anInventory({ numaNodes: [aNumaNode({ distances: [] })] }));

    expect(numaNodes[0]?.distances).toEqual([]);
  });

  it('is JSON with keys in order', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: null, c: 'x' } })).toBe('{"a":{"c":"x","d":null},"b":[2,1]}');
  });
});

function reversed(inventory: Inventory): Inventory {
  return {
    ...inventory,
    aggregates: [...inventory.aggregates].reverse(),
    numaNodes: inventory.numaNodes
      .map((node) => ({
        ...node,
        siblings: [...node.siblings].reverse(),
        distances: [...node.distances].reverse(),
        pages: [...node.pages].reverse(),
      }))
      .reverse(),
    pfs: inventory.pfs.map((pf) => ({ ...pf, vfs: [...pf.vfs].reverse() })).reverse(),
    pciDevices: [...inventory.pciDevices].reverse(),
    bridges: [...inventory.bridges].reverse(),
  };
}
