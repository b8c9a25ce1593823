import type { OpenStackRelease } from './openstack-release';
import { readPciAliases } from './read-pci-aliases';

const NVME = { name: 'nvme', vendor_id: '144D', product_id: 'a808' };

function problem(document: unknown, release: OpenStackRelease = '2025.1'): string | null {
  const result = readPciAliases(document, release);
  return result.ok ? null : result.problem;
}

describe("aliases in Nova's own form", () => {
  it('are read with their ids in small letters, and null for what they leave out', () => {
    const full = { ...NVME, device_type: 'type-PF', numa_policy: 'socket', capability_type: 'pci' };

    expect(readPciAliases([full, { name: ' any ' }], '2025.1')).toEqual({
      ok: true,
      definitions: [
        { name: 'nvme', vendorId: '144d', productId: 'a808', deviceType: 'type-PF', numaPolicy: 'socket' },
        { name: 'any', vendorId: null, productId: null, deviceType: null, numaPolicy: null },
      ],
    });
  });

  it.each([
    ['a single object', NVME, 'not a list of alias objects'],
    ['a list of texts', ['nvme'], 'entry 0: not an object'],
    ['one without a name', [NVME, { vendor_id: '144d' }], 'entry 1: has no name'],
    ['an empty name', [{ ...NVME, name: ' ' }], 'entry 0: name " " is not a text of 1 to 256 characters'],
    ['null', [null], 'entry 0: not an object'],
    ['a name that is none', [{ ...NVME, name: 5 }], 'entry 0: name 5 is not a text of 1 to 256 characters'],
    [
      'traits',
      [{ name: 'nvme', traits: 'CUSTOM_A' }],
      'entry 0: traits is matched in Placement, which is not read here',
    ],
    ['a long id', [{ ...NVME, vendor_id: '0144d' }], 'entry 0: vendor_id "0144d" is not four hexadecimal digits'],
    ['a number', [{ ...NVME, vendor_id: 8086 }], 'entry 0: vendor_id 8086 is not four hexadecimal digits'],
    [
      'vdpa, which no alias may ask for',
      [{ ...NVME, device_type: 'vdpa' }],
      'entry 0: device_type "vdpa" is not one of type-PCI, type-PF, type-VF',
    ],
    [
      'a policy of another name',
      [{ ...NVME, numa_policy: 'strict' }],
      'entry 0: numa_policy "strict" is not one of required, preferred, legacy, socket',
    ],
    ['a key of device_spec', [{ ...NVME, address: '5e:00.0' }], 'entry 0: "address" is not a key of a [pci]alias'],
    [
      'what only Placement matches',
      [{ name: 'nvme', resource_class: 'CUSTOM_NVME' }],
      'entry 0: resource_class is matched in Placement, which is not read here',
    ],
  ])('are refused: %s', (_case, document, expected) => {
    expect(problem(document)).toBe(expected);
  });

  it('have names of up to 256 characters', () => {
    expect(problem([{ ...NVME, name: 'n'.repeat(256) }])).toBeNull();
    expect(problem([{ ...NVME, name: 'n'.repeat(257) }])).toMatch('is not a text of 1 to 256 characters');
  });

  it.each([
    ['alike', {}, {}, null],
    ['of two policies', { numa_policy: 'required' }, {}, 'entry 1: NUMA policy mismatch for alias "nvme"'],
    ['with the default policy said and not said', { numa_policy: 'legacy' }, {}, null],
    ['of two types', {}, { device_type: 'type-VF' }, 'entry 1: Device type mismatch for alias "nvme"'],
    [
      'at first without a type, where Nova fails',
      { device_type: undefined },
      {},
      'entry 1: device_type must be stated in each entry for alias "nvme"',
    ],
    [
      'without a type, where Nova fails',
      {},
      { device_type: undefined },
      'entry 1: device_type must be stated in each entry for alias "nvme"',
    ],
  ])('of one name are alternatives when they are %s', (_case, first, second, expected) => {
    const typed = { ...NVME, device_type: 'type-PCI' };
    const document: unknown = JSON.parse(
      JSON.stringify([
        { ...typed, ...first },
        { ...typed, ...second },
      ]),
    );

    expect(problem(document)).toBe(expected);
  });

  it.each<[OpenStackRelease, string | null]>([
    ['2025.1', null],
    ['2025.2', 'entry 0: needs vendor_id and product_id from 2025.2 on'],
  ])('need both ids in %s: %s', (release, expected) => {
    expect(problem([{ name: 'nvme', vendor_id: '144d' }], release)).toBe(expected);
    expect(problem([NVME], release)).toBeNull();
  });
});
