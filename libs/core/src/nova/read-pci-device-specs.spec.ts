import fc from 'fast-check';
import type { PciDeviceSpec } from './pci-device-spec';
import { readPciDeviceSpecs } from './read-pci-device-specs';

const ANY: PciDeviceSpec = {
  vendorId: null,
  productId: null,
  address: null,
  devname: null,
  isTrusted: false,
  isRemoteManaged: false,
  isOneTimeUse: false,
};

function specOf(document: unknown): PciDeviceSpec | undefined {
  const result = readPciDeviceSpecs(document);
  return result.ok ? result.specs[0] : undefined;
}

function problem(document: unknown): string | null {
  const result = readPciDeviceSpecs(document);
  return result.ok ? null : result.problem;
}

describe('a device_spec', () => {
  it('is one object, or a list of them in the order that counts', () => {
    expect(readPciDeviceSpecs({ vendor_id: '15b3' })).toEqual({
      ok: true,
      specs: [{ ...ANY, vendorId: '15b3' }],
      warnings: [],
    });
    expect(readPciDeviceSpecs([{ devname: 'ens1f0' }, {}])).toEqual({
      ok: true,
      specs: [{ ...ANY, devname: 'ens1f0' }, ANY],
      warnings: [],
    });
  });

  it('writes ids as sysfs does', () => {
    expect(specOf({ vendor_id: ' 15B3 ', product_id: '0x1E' })).toMatchObject({ vendorId: '15b3', productId: '001e' });
    expect(specOf({ vendor_id: '*', product_id: '*' })).toEqual(ANY);
  });

  it.each([
    ['0000:0A:00.1', '0000', '0a', '00', '1'],
    ['*:0a:00.*', null, '0a', '00', null],
    [':0a:00.', null, '0a', '00', null],
    ['a:1f', null, '0a', '1f', null],
    ['.1', null, null, null, '1'],
    ['3', null, null, '03', null],
    [' 1 : 2 : 3 . 4 ', '0001', '02', '03', '4'],
  ])('reads the address %s part by part', (address, domain, bus, slot, fn) => {
    expect(specOf({ address })?.address).toEqual({ style: 'glob', domain, bus, slot, function: fn });
  });

  it('reads an address of regular expressions', () => {
    expect(specOf({ address: { bus: '0[ab]', function: '[0-2]', func: '1' } })?.address).toEqual({
      style: 'regex',
      domain: null,
      bus: '0[ab]',
      slot: null,
      function: '[0-2]',
    });
  });

  it.each([null, '', {}])('has any address when it is %j', (address) => {
    expect(specOf({ address })).toEqual(ANY);
  });

  it('tells a network that is null from none', () => {
    expect(specOf({ physical_network: null })).toEqual({ ...ANY, physicalNetwork: null });
    expect(specOf({ physical_network: 'physnet1' })).toEqual({ ...ANY, physicalNetwork: 'physnet1' });
  });

  it("reads tags by the words that Nova's own reader knows", () => {
    const tags = { trusted: 'True', remote_managed: 'on', one_time_use: 'y', managed: 'no', live_migratable: 'yes' };

    expect(specOf(tags)).toEqual({
      ...ANY,
      isTrusted: true,
      isRemoteManaged: true,
      isOneTimeUse: true,
      isManaged: false,
      isLiveMigratable: true,
    });
    expect(specOf({ trusted: 'yes', remote_managed: 'perhaps' })).toEqual(ANY);
  });

  it('warns of a key that restricts nothing', () => {
    expect(readPciDeviceSpecs([{ vendorid: '15b3', traits: 'A' }])).toEqual({
      ok: true,
      specs: [ANY],
      warnings: ['entry 0: "vendorid" is no key of a device_spec but a tag that restricts nothing'],
    });
  });

  it.each<[string, unknown, string]>([
    ['a text', '8086', 'not an object'],
    ['a list in a list', [[]], 'entry 0: not an object'],
    ['a number for an id', { vendor_id: 8086 }, 'vendor_id is not a text'],
    ['null for an id', [{}, { product_id: null }], 'entry 1: product_id is not a text'],
    ['an id of five digits', { vendor_id: '10000' }, 'vendor_id "10000" is above FFFF'],
    ['an empty id', { product_id: '' }, 'product_id "" is no hexadecimal number'],
    ['a network for an id', { vendor_id: 'intel' }, 'vendor_id "intel" is no hexadecimal number'],
    ['name and address', { devname: 'ens1', address: '*' }, 'address and devname exclude each other'],
    ['four colons', { address: '0:0:0:0.1' }, 'address "0:0:0:0.1" has more than domain, bus and slot'],
    ['a slot too high', { address: '0:20.1' }, 'slot "20" is above 1F'],
    ['a domain too high', { address: '10000:e1:00.0' }, 'domain "10000" is above FFFF'],
    ['a function too high', { address: '.8' }, 'function "8" is above 7'],
    ['a blank function', { address: '1. ' }, 'function "" is no hexadecimal number'],
    ['a glob in a part', { address: '0000:0*:00.1' }, 'bus "0*" is no hexadecimal number'],
    ['a list for an address', { address: ['1'] }, 'address is neither a text nor an object'],
    ['a number for a bus', { address: { bus: 2 } }, 'bus of the address is not a text'],
    ['a broken expression', { address: { bus: '(' } }, 'bus "(" of the address: missing )'],
    [
      'a number for a network',
      { physical_network: 1 },
      'physical_network is neither null nor a name of 1 to 255 characters',
    ],
    [
      'a NUL in a network',
      { physical_network: 'a\0' },
      'physical_network is neither null nor a name of 1 to 255 characters',
    ],
    ['a word that Nova does not know', { managed: 'maybe' }, 'managed "maybe" is neither yes nor no'],
    ['an object for a tag', { trusted: {} }, 'trusted is neither a text nor a boolean'],
    ['a list for a name', { devname: [1] }, 'devname is not a text'],
  ])('is refused for %s', (_what, document, reason) => {
    expect(problem(document)).toBe(reason);
  });

  it('is read or refused in words, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record(
            {
              vendor_id: fc.anything(),
              product_id: fc.anything(),
              address: fc.oneof(fc.string(), fc.record({ bus: fc.string() }), fc.anything()),
              devname: fc.anything(),
              physical_network: fc.anything(),
              trusted: fc.anything(),
              managed: fc.anything(),
            },
            { requiredKeys: [] },
          ),
        ),
        (document) => {
          expect(typeof readPciDeviceSpecs(document).ok).toBe('boolean');
        },
      ),
    );
  });
});
