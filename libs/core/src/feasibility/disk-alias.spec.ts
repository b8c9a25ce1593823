import { aHostState, anInventory, aPf } from '@iopath/testing';
import type { Inventory, PciDevice } from '../inventory/inventory';
import type { DiskPath } from '../io-path/disk-path';
import { pciPassthroughDisk } from '../io-path/disk/pci-passthrough.path';
import { sriovVfDisk } from '../io-path/disk/sriov-vf.path';
import type { PciAliasDefinition } from '../nova/pci-alias';
import { PciAliases } from '../nova/pci-aliases';
import { aDrive } from '../spec-plans';
import { diskAlias, underItsAlias } from './disk-alias';

const drive = aDrive({ alias: 'as-listed' });
const vf = aDrive({
  address: '0000:5f:00.1',
  productId: 'a824',
  deviceType: 'type-VF',
  pfAddress: '0000:5f:00.0',
  alias: 'vf-as-listed',
});
const gpu = aDrive({ address: '0000:65:00.0', vendorId: '10de', productId: '20b0', deviceClass: 'gpu', alias: 'gpu' });

function alias(name: string, changes: Partial<PciAliasDefinition> = {}): PciAliasDefinition {
  return { name, vendorId: null, productId: null, deviceType: null, numaPolicy: null, ...changes };
}

/** The alias, or the code of the refusal. */
function ask(
  path: DiskPath,
  device: PciDevice,
  definitions: readonly PciAliasDefinition[] | null,
  changes: Partial<Inventory> = {},
): string {
  const inventory = anInventory({ pfs: [], pciDevices: [drive, vf, gpu], ...changes });
  const aliases = definitions === null ? null : new PciAliases(definitions);
  const found = diskAlias(path, device, aHostState('compute-1', { inventory }), aliases);
  return 'alias' in found ? found.alias : found.rejection.code;
}

const SAMSUNG = { vendorId: '144d' };

describe('the alias of a disk', () => {
  it.each<[string, DiskPath, PciDevice, readonly PciAliasDefinition[] | null, string]>([
    ['is what the inventory lists where Nova’s are not known', pciPassthroughDisk, drive, null, 'as-listed'],
    [
      'is none where the inventory lists none',
      pciPassthroughDisk,
      { ...drive, alias: null },
      null,
      'pci_device.no_alias',
    ],
    [
      'is the first of Nova’s that matches the drive alone, whatever the inventory lists',
      pciPassthroughDisk,
      drive,
      [
        alias('nvidia', { vendorId: '10de' }),
        alias('pm9a3', { productId: 'a808' }),
        alias('second', { productId: 'a808' }),
      ],
      'pm9a3',
    ],
    ['is none in a cloud that has none', pciPassthroughDisk, drive, [], 'pci_device.no_alias'],
    [
      'is none of those for other devices',
      pciPassthroughDisk,
      drive,
      [alias('nvidia', { vendorId: '10de' })],
      'pci_device.no_alias',
    ],
    [
      'is none by which Nova may give a VF for a drive',
      pciPassthroughDisk,
      drive,
      [alias('samsung', SAMSUNG)],
      'pci_device.alias_too_wide',
    ],
    [
      'is one of type-PCI, which leaves the VFs of the same vendor out',
      pciPassthroughDisk,
      drive,
      [alias('samsung', SAMSUNG), alias('samsung-drive', { ...SAMSUNG, deviceType: 'type-PCI' })],
      'samsung-drive',
    ],
    [
      'of a VF is one of type-VF',
      sriovVfDisk,
      vf,
      [alias('samsung-vf', { ...SAMSUNG, deviceType: 'type-VF' })],
      'samsung-vf',
    ],
    [
      'is none by which Nova may give a GPU',
      pciPassthroughDisk,
      drive,
      [alias('any', { deviceType: 'type-PCI' })],
      'pci_device.alias_too_wide',
    ],
  ])('%s', (_case, path, device, definitions, expected) => {
    expect(ask(path, device, definitions)).toBe(expected);
  });

  it('is none by which Nova may give the VF of a NIC (handbook 2.5)', () => {
    const definitions = [alias('vfs', { deviceType: 'type-VF' })];

    expect(ask(sriovVfDisk, vf, definitions)).toBe('vfs');
    expect(ask(sriovVfDisk, vf, definitions, { pfs: [aPf(2)] })).toBe('pci_device.alias_too_wide');
  });

  it('is none by which Nova may give a whole NIC', () => {
    const controller = aDrive({ deviceType: 'type-PF' });
    const definitions = [alias('pfs', { deviceType: 'type-PF' })];

    expect(ask(pciPassthroughDisk, controller, definitions, { pciDevices: [controller] })).toBe('pfs');
    expect(ask(pciPassthroughDisk, controller, definitions, { pciDevices: [controller], pfs: [aPf(2)] })).toBe(
      'pci_device.alias_too_wide',
    );
  });

  it('names the device where Nova’s are known, and else leaves it the one that the inventory lists', () => {
    const host = aHostState('compute-1', { inventory: anInventory({ pfs: [], pciDevices: [drive] }) });
    const aliases = new PciAliases([alias('pm9a3', { productId: 'a808' })]);

    expect(underItsAlias(pciPassthroughDisk, drive, host, aliases).alias).toBe('pm9a3');
    expect(underItsAlias(pciPassthroughDisk, drive, host, null)).toBe(drive);
  });

  it('is not spoiled by a device that the host keeps for itself', () => {
    const definitions = [alias('any', { deviceType: 'type-PCI' })];

    expect(ask(pciPassthroughDisk, drive, definitions, { pciDevices: [drive, { ...gpu, hostInUse: true }] })).toBe(
      'any',
    );
  });

  it('that the inventory lists for a whole controller and its VFs alike is for neither', () => {
    const both = [aDrive({ alias: 'pm', deviceType: 'type-PF' }), { ...vf, alias: 'pm', pfAddress: drive.address }];

    const asked = both.map((device, index) =>
      ask(index === 0 ? pciPassthroughDisk : sriovVfDisk, device, null, { pciDevices: both }),
    );

    expect(asked).toEqual(['pci_device.alias_too_wide', 'pci_device.alias_too_wide']);
  });
});
