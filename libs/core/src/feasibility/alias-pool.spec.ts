import { aHostClaim, aHostState, anInventory, aPf, aPfClaim, aVf, aVfClaim } from '@iopath/testing';
import type { DeviceClaim } from '../fleet/host-claims';
import type { HostState } from '../fleet/host-state';
import type { Inventory } from '../inventory/inventory';
import type { PciAliasDefinition } from '../nova/pci-alias';
import { PciAliases } from '../nova/pci-aliases';
import { aDrive } from '../spec-plans';
import { aliasPool } from './alias-pool';

const NIC = aPf(2);
const VF = NIC.vfs[0]?.address ?? '';
const DRIVE = aDrive();

function host(changes: Partial<Inventory> = {}, devices: readonly DeviceClaim[] = []): HostState {
  const inventory = anInventory({ pfs: [NIC], pciDevices: [DRIVE], ...changes });
  return aHostState('compute-1', { inventory, claims: [aHostClaim({ devices })] });
}

function pool(definition: Partial<PciAliasDefinition> | null, on = host()): string[] {
  const whole = { name: 'a', vendorId: null, productId: null, deviceType: null, numaPolicy: null, ...definition };
  const aliases = definition === null ? null : new PciAliases([whole]);
  return aliasPool(on, definition === null ? 'nvme' : 'a', aliases).map(({ address }) => address);
}

const vfs = NIC.vfs.map(({ address }) => address);

describe('what is left for an alias', () => {
  it.each<[string, Partial<PciAliasDefinition> | null, string[]]>([
    ['is what the inventory lists under it where Nova’s aliases are not known', null, [DRIVE.address]],
    ['without a device type: devices and VFs, no PF', {}, [DRIVE.address, ...vfs]],
    ['of type-VF: VFs, those that are tagged for Neutron among them (handbook 2.5)', { deviceType: 'type-VF' }, vfs],
    ['of type-PF: whole NICs', { deviceType: 'type-PF' }, [NIC.address]],
    ['of a product: the devices of it', { productId: 'a808' }, [DRIVE.address]],
  ])('%s', (_case, definition, expected) => {
    expect(pool(definition)).toEqual(expected);
  });

  it('is not what the inventory lists under another alias', () => {
    const other = aDrive({ address: '0000:5f:00.0', iommuGroup: 51, alias: 'hba' });

    expect(pool(null, host({ pciDevices: [DRIVE, other] }))).toEqual([DRIVE.address]);
  });

  it('of one VF product leaves out the VFs of another, though one PF has both', () => {
    const [one, other] = NIC.vfs.map((vf, index) => ({ ...vf, productId: index === 0 ? '101e' : '1018' }));
    const mixed = host({ pfs: [aPf(2, { vfs: [one, other].flatMap((vf) => vf ?? []) })] });

    expect(pool({ productId: '1018' }, mixed)).toEqual([other?.address]);
  });

  it('is under the alias by which it is asked for, whatever the inventory says', () => {
    const aliases = new PciAliases([
      { name: 'a', vendorId: '144d', productId: null, deviceType: null, numaPolicy: null },
    ]);

    expect(aliasPool(host(), 'a', aliases).map(({ alias }) => alias)).toEqual(['a']);
  });

  it.each<[string, Partial<PciAliasDefinition>, DeviceClaim, string[]]>([
    ['VFs of a NIC that is held', { deviceType: 'type-VF' }, aPfClaim(NIC.address), []],
    ['a NIC one VF of which is held', { deviceType: 'type-PF' }, aVfClaim(VF, NIC.address), []],
    ['a VF that is held', { deviceType: 'type-VF' }, aVfClaim(VF, NIC.address), vfs.slice(1)],
  ])('is not %s', (_case, definition, claim, expected) => {
    expect(pool(definition, host({}, [claim]))).toEqual(expected);
  });

  it.each<[string, Partial<Inventory>]>([
    ['what the host needs', { pciDevices: [aDrive({ hostInUse: true })] }],
    ['what shares its IOMMU group', { pciDevices: [DRIVE, aDrive({ address: '0000:5f:00.0' })] }],
    ['what Nova cannot address', { pciDevices: [aDrive({ address: '10000:5e:00.0' })] }],
    ['a VF of no known PF', { pciDevices: [aDrive({ deviceType: 'type-VF' })] }],
  ])('is not %s', (_case, inventory) => {
    expect(pool({ vendorId: '144d' }, host(inventory))).toEqual([]);
    expect(pool(null, host(inventory))).toEqual([]);
  });

  it('is not a VF with a vDPA device: Nova offers that as such only, which no alias can ask for', () => {
    const vdpa = aVf({ index: 0, vdpaDevice: 'vdpa0' });

    expect(pool({ deviceType: 'type-VF' }, host({ pfs: [aPf(1, { vfs: [vdpa] })] }))).toEqual([]);
  });
});
