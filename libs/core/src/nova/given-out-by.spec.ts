import { anInventory, aPciDevice, aPf, inventories } from '@iopath/testing';
import fc from 'fast-check';
import { checkInventory } from '../inventory/check-inventory';
import type { PciPassthrough } from '../inventory/facts/inventory-facts';
import type { Inventory, PciDevice, PhysicalFunction } from '../inventory/inventory';
import { givenOutBy } from './given-out-by';
import type { PciAliasDefinition } from './pci-alias';
import { readPciDeviceSpecs } from './read-pci-device-specs';

const NVME_ALIAS: PciAliasDefinition = {
  name: 'nvme',
  vendorId: '144d',
  productId: 'a808',
  deviceType: null,
  numaPolicy: null,
};

/** 0000:3b:00.0, ens1f0, with VFs at 0000:3b:01.2 to 0000:3b:04.2. */
const pf = aPf(4, { physicalNetwork: 'from-before' });
const otherPf = aPf(2, {
  address: '0000:3b:00.1',
  ifname: 'ens1f1',
  vfs: aPf(2).vfs.map((vf, i) => ({ ...vf, address: `0000:3b:09.${i}` })),
});

function passthrough(deviceSpecs: unknown, aliases: readonly PciAliasDefinition[] = []): PciPassthrough {
  const result = readPciDeviceSpecs(deviceSpecs);
  if (!result.ok) throw new Error(result.problem);
  return { deviceSpecs: result.specs, aliases };
}

function given(deviceSpecs: unknown, changes: Partial<Inventory> = {}, aliases: readonly PciAliasDefinition[] = []) {
  const inventory = anInventory({ pfs: [pf, otherPf], pciDevices: [], ...changes });
  return givenOutBy(passthrough(deviceSpecs, aliases), inventory);
}

function networks({ inventory }: { readonly inventory: Inventory }): (string | null)[] {
  return inventory.pfs.map(({ physicalNetwork }) => physicalNetwork);
}

/** Indexes of the VFs that can be given away, for each PF. */
function available({ inventory }: { readonly inventory: Inventory }): number[][] {
  return inventory.pfs.map(({ vfs }) => vfs.filter(({ state }) => state === 'available').map(({ index }) => index));
}

describe('what Nova gives out', () => {
  it('is nothing without a device_spec', () => {
    const nothing = given([]);

    expect(networks(nothing)).toEqual([null, null]);
    expect(available(nothing)).toEqual([[], []]);
    expect(nothing.inventory.pfs[0]?.vfs[0]?.state).toBe('in_use_externally');
  });

  it.each<[string, object]>([
    ['the name of the PF', { devname: 'ens1f0' }],
    ['the address of the PF', { address: '0000:3B:00.0' }],
    ['expressions that spell its address', { address: { domain: '0000', bus: '3b', slot: '00', function: '0' } }],
  ])('is the PF and its VFs by %s', (_what, spec) => {
    const result = given({ ...spec, physical_network: 'physnet1' });

    expect(networks(result)).toEqual(['physnet1', null]);
    expect(available(result)).toEqual([[0, 1, 2, 3], []]);
  });

  it('leaves VFs out that a pattern of addresses does not reach', () => {
    const result = given({ address: '*:3b:00.*', physical_network: 'physnet1' });

    expect(networks(result)).toEqual(['physnet1', 'physnet1']);
    expect(available(result)).toEqual([[], []]);
  });

  it('leaves out the VFs of a PF whose address stands there and which says that it can have none', () => {
    const result = given({ address: '0000:3b:00.0' }, { pfs: [aPf(4, { totalVfs: 0 })] });

    expect(available(result)).toEqual([[]]);
  });

  it('takes a PF with VFs for one when nobody counted how many it can have', () => {
    const result = given({ devname: 'ens1f0' }, { pfs: [aPf(4, { totalVfs: null })] });

    expect(available(result)).toEqual([[0, 1, 2, 3]]);
  });

  it('is some VFs of a PF where the addresses of these stand there', () => {
    const result = given([
      { address: '0000:3b:01.2', physical_network: 'physnet1' },
      { address: { bus: '3b', slot: '0[23]' }, physical_network: 'physnet1' },
    ]);

    expect(networks(result)).toEqual(['physnet1', null]);
    expect(available(result)).toEqual([[0, 1, 2], []]);
  });

  it('goes by the ids of VFs, which are not those of their PF', () => {
    const result = given({ vendor_id: '15B3', product_id: '101E', physical_network: 'physnet1' });

    expect(available(result)).toEqual([
      [0, 1, 2, 3],
      [0, 1],
    ]);
    expect(available(given({ vendor_id: '15b3', product_id: '101d' }))).toEqual([[], []]);
  });

  it('goes by the first entry that matches', () => {
    const specific = { devname: 'ens1f0', physical_network: 'physnet1' };
    const general = { vendor_id: '15b3', physical_network: 'physnet2' };

    expect(networks(given([specific, general]))).toEqual(['physnet1', 'physnet2']);
    expect(networks(given([general, specific]))).toEqual(['physnet2', 'physnet2']);
  });

  it('has one network for a PF: VFs of another one are left out, and that is said', () => {
    const result = given([
      { address: '0000:3b:04.2', physical_network: 'physnet2' },
      { devname: 'ens1f0', physical_network: 'physnet1' },
    ]);

    expect(networks(result)).toEqual(['physnet1', null]);
    expect(available(result)[0]).toEqual([0, 1, 2]);
    expect(result.warnings).toEqual([
      'PF 0000:3b:00.0 is taken for one of physnet1: 1 of its VFs are of another and are left out',
    ]);
  });

  it('compares networks without case, as Nova does', () => {
    const result = given([
      { address: '0000:3b:04.2', physical_network: 'PhysNet1' },
      { devname: 'ens1f0', physical_network: 'physnet1' },
    ]);

    expect(available(result)[0]).toEqual([0, 1, 2, 3]);
  });

  it.each([{}, { physical_network: null }])('belongs to no network by %j, and is given out', (tags) => {
    const result = given({ devname: 'ens1f0', ...tags });

    expect(networks(result)).toEqual([null, null]);
    expect(available(result)[0]).toEqual([0, 1, 2, 3]);
  });

  it('is not what is for ports that are managed elsewhere', () => {
    const result = given({ devname: 'ens1f0', physical_network: null, remote_managed: 'true' });

    expect(available(result)[0]).toEqual([]);
    expect(result.warnings).toEqual(['4 VFs of PF 0000:3b:00.0 are for remote-managed ports only and are left out']);
  });

  it('leaves a VF out of use that was so before', () => {
    const [first, ...others] = pf.vfs;
    const worn: PhysicalFunction = {
      ...pf,
      vfs: [{ ...(first as (typeof pf.vfs)[number]), state: 'unhealthy' }, ...others],
    };

    expect(given([], { pfs: [worn] }).inventory.pfs[0]?.vfs.map(({ state }) => state)).toEqual([
      'unhealthy',
      'in_use_externally',
      'in_use_externally',
      'in_use_externally',
    ]);
  });

  it('is nothing in a PCI domain that Nova skips', () => {
    const vmd = aPciDevice({ address: '10000:e1:00.0' });

    expect(given({}, { pciDevices: [vmd] }, [NVME_ALIAS]).inventory.pciDevices[0]?.alias).toBeNull();
  });

  it('can be for one use, as a PF and not as a VF', () => {
    const [first] = given({ devname: 'ens1f0', one_time_use: 'yes' }, { pfs: [aPf(0, { totalVfs: 8 })] }).inventory.pfs;

    expect(first?.oneTimeUse).toBe(true);
    expect(given({ devname: 'ens1f0', one_time_use: 'yes' }).warnings).toEqual([
      'one_time_use matches VFs of PF 0000:3b:00.0, and Nova knows it of type-PCI and type-PF only',
    ]);
  });

  it('says which interface of an entry is not known', () => {
    expect(given({ devname: 'ens9' }).warnings).toEqual([
      'device_spec names the interface ens9, which no NIC is known by here',
    ]);
  });

  it('is one VF by the name of its interface', () => {
    const named = { ...pf, vfs: pf.vfs.map((vf) => ({ ...vf, ifname: `ens1f0v${vf.index}` })) };

    expect(available(given({ devname: 'ens1f0v2' }, { pfs: [named] }))).toEqual([[2]]);
  });
});

describe('an inventory as Nova offers it', () => {
  const entry = fc.record(
    {
      vendor_id: fc.constantFrom('15b3', '8086', '*'),
      address: fc.constantFrom<unknown>('*:*:*.0', '.2', { bus: '[0-7]' }, ''),
      physical_network: fc.constantFrom('physnet1', 'physnet2', null),
      one_time_use: fc.constantFrom('yes', 'no'),
      remote_managed: fc.constantFrom('true', 'false'),
    },
    { requiredKeys: [] },
  );

  it('is as sound as it was, and the same when it is asked for again', () => {
    fc.assert(
      fc.property(inventories(), fc.array(entry, { maxLength: 4 }), (inventory, entries) => {
        const config = passthrough(entries, [NVME_ALIAS]);
        const once = givenOutBy(config, inventory).inventory;

        expect(checkInventory(once)).toEqual([]);
        expect(givenOutBy(config, once).inventory).toEqual(once);
      }),
    );
  });
});

describe('a device that Nova gives out by alias', () => {
  const nvme = aPciDevice({ alias: 'from-before' });
  const aliasesOf = (deviceSpecs: unknown, devices: readonly PciDevice[], aliases = [NVME_ALIAS]) =>
    given(deviceSpecs, { pciDevices: devices }, aliases).inventory.pciDevices.map(({ alias }) => alias);

  it('needs both a device_spec and an alias that match', () => {
    expect(aliasesOf({ vendor_id: '144d' }, [nvme])).toEqual(['nvme']);
    expect(aliasesOf([], [nvme])).toEqual([null]);
    expect(aliasesOf({ vendor_id: '144d' }, [nvme], [])).toEqual([null]);
    expect(aliasesOf({ vendor_id: '8086' }, [nvme])).toEqual([null]);
  });

  it('is no PF unless the alias asks for one', () => {
    const pfLike = aPciDevice({ deviceType: 'type-PF' });

    expect(aliasesOf({ vendor_id: '144d' }, [pfLike])).toEqual([null]);
    expect(aliasesOf({ vendor_id: '144d' }, [pfLike], [{ ...NVME_ALIAS, deviceType: 'type-PF' }])).toEqual(['nvme']);
  });

  it('comes with the address of its PF', () => {
    const pfLike = aPciDevice({ deviceType: 'type-PF' });
    const vf = aPciDevice({ address: '0000:5e:00.1', deviceType: 'type-VF', pfAddress: '0000:5e:00.0' });

    expect(aliasesOf({ address: '0000:5e:00.0', one_time_use: 'true' }, [pfLike, vf])).toEqual([null, 'nvme']);
  });

  it('has one alias, and it is said when it could have more', () => {
    const result = given({}, { pciDevices: [nvme] }, [NVME_ALIAS, { ...NVME_ALIAS, name: 'any', productId: null }]);

    expect(result.inventory.pciDevices[0]?.alias).toBe('nvme');
    expect(result.warnings).toEqual(['0000:5e:00.0 can be asked for by 2 aliases, of which only nvme is kept']);
  });

  it('is for one use where the entry says so', () => {
    const result = given({ vendor_id: '144d', one_time_use: true }, { pciDevices: [nvme] }, [NVME_ALIAS]);

    expect(result.inventory.pciDevices[0]?.oneTimeUse).toBe(true);
  });
});
