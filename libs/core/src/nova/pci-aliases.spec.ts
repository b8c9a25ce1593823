import type { PciAliasDefinition } from './pci-alias';
import { PciAliases, undefinedAliasRefusal, type DeviceIdentity } from './pci-aliases';

function definition(changes: Partial<PciAliasDefinition> = {}): PciAliasDefinition {
  return { name: 'a', vendorId: null, productId: null, deviceType: null, numaPolicy: null, ...changes };
}

const VF: DeviceIdentity = { vendorId: '15b3', productId: '101e', deviceType: 'type-VF' };
const PF: DeviceIdentity = { vendorId: '15b3', productId: '101d', deviceType: 'type-PF' };
const DRIVE: DeviceIdentity = { vendorId: '144d', productId: 'a808', deviceType: 'type-PCI' };

describe('a [pci]alias', () => {
  it.each<[string, Partial<PciAliasDefinition>, boolean[]]>([
    ['without device_type: VFs and type-PCI devices, no PF (handbook 3.2)', {}, [true, false, true]],
    ['of type-PF: PFs', { deviceType: 'type-PF' }, [false, true, false]],
    ['of type-VF: VFs', { deviceType: 'type-VF' }, [true, false, false]],
    ['of type-PCI: what has no SR-IOV', { deviceType: 'type-PCI' }, [false, false, true]],
    ['of a vendor: its devices, but no PF that was not asked for', { vendorId: '15b3' }, [true, false, false]],
    ['of ids in capitals: as in small letters', { vendorId: '144D', productId: 'A808' }, [false, false, true]],
    ['of a product: with the vendor it is given for', { vendorId: '8086', productId: '101e' }, [false, false, false]],
  ])('%s', (_case, changes, matched) => {
    const aliases = new PciAliases([definition(changes)]);

    expect([VF, PF, DRIVE].map((device) => aliases.matches('a', device))).toEqual(matched);
  });

  it('is matched by any of its definitions', () => {
    const aliases = new PciAliases([
      definition({ vendorId: '144d', deviceType: 'type-PCI' }),
      definition({ vendorId: '1e0f', deviceType: 'type-PCI' }),
      definition({ name: 'b' }),
    ]);

    expect([DRIVE, { ...DRIVE, vendorId: '1e0f' }, VF].map((device) => aliases.matches('a', device))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('matches nothing when it is not defined', () => {
    expect(new PciAliases([definition()]).matches('b', DRIVE)).toBe(false);
  });

  it('may carry a NUMA policy', () => {
    const aliases = new PciAliases([definition({ numaPolicy: 'required' }), definition({ name: 'b' })]);

    expect(['a', 'b', 'c'].map((name) => aliases.numaPolicyOf(name))).toEqual(['required', null, null]);
  });
});

describe('an alias that Nova does not know', () => {
  const known = new PciAliases([definition({ name: 'nvme' })]);

  it.each([
    ['nvme:1', known, null],
    ['nvme:1, gpu:1', known, 'PCI alias gpu is not defined.'],
    ['NVMe:1', known, 'PCI alias NVMe is not defined.'],
    ['gpu:1', null, null],
  ])('of "%s" is refused as nova-api does', (text, aliases, message) => {
    const refusal = undefinedAliasRefusal({ 'pci_passthrough:alias': text }, aliases);

    expect(refusal?.message ?? null).toBe(message);
  });

  it('is shown in the extra spec', () => {
    expect(undefinedAliasRefusal({ 'pci_passthrough:alias': 'gpu:1' }, known)).toMatchObject({
      exception: 'PciRequestAliasNotDefined',
      pointer: '/flavor/extra_specs/pci_passthrough:alias',
    });
  });
});
