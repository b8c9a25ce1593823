import { anInventory, aNumaNode, aPciDevice, aPf, aVf, inventories } from '@iopath/testing';
import fc from 'fast-check';
import { diffInventory } from './diff-inventory';
import type { Inventory } from './inventory';
import type { InventoryChanges } from './inventory-changes';

const NOTHING: InventoryChanges = { added: [], removed: [], changed: [] };
const PF = 'pfs/0000:3b:00.0';
const VF = `${PF}/vfs/0000:3b:00.2`;

const oneVf = aPf(8, { vfs: [aVf()] });
const before = anInventory({ pfs: [oneVf], pciDevices: [], numaNodes: [aNumaNode()] });

describe('the changes between two inventories', () => {
  it.each<[string, Partial<Inventory>, Partial<InventoryChanges>]>([
    ['nothing when only the time is newer', { observedAtMs: 2 }, {}],
    ['a VF on its own when one is gone', { pfs: [aPf(8, { vfs: [] })] }, { removed: [VF] }],
    [
      'a VF on its own when its state is another',
      { pfs: [aPf(8, { vfs: [aVf({ state: 'unhealthy' })] })] },
      { changed: [VF] },
    ],
    [
      'a VF on its own when one comes',
      { pfs: [aPf(8, { vfs: [aVf(), aVf({ index: 1, address: '0000:3b:00.3' })] })] },
      { added: [`${PF}/vfs/0000:3b:00.3`] },
    ],
    ['the PF when a field of its own is another', { pfs: [{ ...oneVf, linkState: 'down' }] }, { changed: [PF] }],
    ['a PF with its VFs when it is gone', { pfs: [] }, { removed: [PF, VF] }],
    [
      'a PF at another address as one gone and one come',
      { pfs: [{ ...oneVf, address: '0000:5e:00.0', vfs: [] }] },
      { added: ['pfs/0000:5e:00.0'], removed: [PF, VF] },
    ],
    ['a NUMA node by its id', { numaNodes: [aNumaNode({ memoryMib: 1 })] }, { changed: ['numa_nodes/0'] }],
    ['a fact that becomes known', { cpuSharedSet: [0, 1] }, { added: ['cpu_shared_set'] }],
    ['a fact that is no longer known', { availabilityZone: null }, { removed: ['availability_zone'] }],
    ['a fact by its wire name', { iommu: { enabled: false, passthrough: true } }, { changed: ['iommu'] }],
    ['a PCI device by its address', { pciDevices: [aPciDevice()] }, { added: [`pci_devices/${aPciDevice().address}`] }],
    [
      'what changed in the order of its names',
      { iommu: { enabled: false, passthrough: true }, allocationRatios: { cpu: 1, ram: 1, disk: 1 } },
      { changed: ['allocation_ratios', 'iommu'] },
    ],
    ['a bridge by its name', { bridges: [] }, { removed: ['bridges/br-physnet1'] }],
  ])('name %s', (_case, changes, expected) => {
    expect(diffInventory(before, { ...before, ...changes })).toEqual({ ...NOTHING, ...expected });
  });

  it('are everything, all added, when there was no inventory', () => {
    const { added, removed, changed } = diffInventory(null, before);

    expect(added).toEqual(expect.arrayContaining([PF, VF, 'numa_nodes/0', 'bridges/br-physnet1', 'iommu']));
    expect([...removed, ...changed]).toEqual([]);
  });

  it('are none between an inventory and itself', () => {
    fc.assert(fc.property(inventories(), (inventory) => expect(diffInventory(inventory, inventory)).toEqual(NOTHING)));
  });

  it('are the same the other way round, with added and removed exchanged', () => {
    fc.assert(
      fc.property(inventories(), inventories(), (a, b) => {
        const there = diffInventory(a, b);

        expect(diffInventory(b, a)).toEqual({ added: there.removed, removed: there.added, changed: there.changed });
      }),
    );
  });
});
