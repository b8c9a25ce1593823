import { anInventory, aNumaNode, aPf, inventories } from '@iopath/testing';
import fc from 'fast-check';
import { canonicalInventory, canonicalJson } from './canonical-inventory';
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
  ])('differs by %s', (_case, changes) => {
    expect(canonicalInventory(anInventory(changes))).not.toBe(canonicalInventory(anInventory()));
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
