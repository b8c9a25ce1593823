import fc from 'fast-check';
import {
  comparePciAddresses,
  formatPciAddress,
  isNovaAddressable,
  normalisePciAddress,
  parsePciAddress,
} from './pci-address';

const addresses = fc
  .record({
    domain: fc.oneof(fc.nat({ max: 0xffff }), fc.nat({ max: 0xffffffff })),
    bus: fc.nat({ max: 0xff }),
    slot: fc.nat({ max: 0x1f }),
    function: fc.nat({ max: 7 }),
  })
  .map(formatPciAddress);

describe('a PCI address', () => {
  it.each`
    text                  | normal                | case
    ${'0000:3b:00.0'}     | ${'0000:3b:00.0'}     | ${'the usual form'}
    ${'0000:3B:1F.7'}     | ${'0000:3b:1f.7'}     | ${'upper case, highest slot and function'}
    ${'ffff:ff:1f.7'}     | ${'ffff:ff:1f.7'}     | ${'the last one that Nova knows'}
    ${'10000:e1:00.0'}    | ${'10000:e1:00.0'}    | ${'a 32-bit domain behind Intel VMD'}
    ${'00010000:e1:00.0'} | ${'10000:e1:00.0'}    | ${'needless zeros before the domain'}
    ${'FFFFFFFF:00:00.0'} | ${'ffffffff:00:00.0'} | ${'the highest domain'}
  `('$case: $text is kept as $normal', ({ text, normal }: { text: string; normal: string }) => {
    expect(normalisePciAddress(text)).toBe(normal);
  });

  it.each`
    text                   | case
    ${'3b:00.0'}           | ${'no domain'}
    ${'000:3b:00.0'}       | ${'a domain of three digits'}
    ${'000000000:3b:00.0'} | ${'a domain of nine digits'}
    ${'0000:3b:20.0'}      | ${'slot above 1f'}
    ${'0000:3b:00.8'}      | ${'function above 7'}
    ${'0000:13b:00.0'}     | ${'bus above ff'}
    ${'0000:3b:0.0'}       | ${'a slot of one digit'}
    ${'0000:3b:00.0 '}     | ${'a blank after it'}
    ${'0000-3b-00.0'}      | ${'other separators'}
    ${'0x0000:3b:00.0'}    | ${'a hex prefix'}
    ${''}                  | ${'nothing'}
  `('refuses $case: "$text"', ({ text }: { text: string }) => {
    expect(parsePciAddress(text)).toBeNull();
    expect(normalisePciAddress(text)).toBeNull();
  });

  it.each`
    address             | addressable | case
    ${'ffff:ff:1f.7'}   | ${true}     | ${'domain ffff'}
    ${'10000:e1:00.0'}  | ${false}    | ${'domain 10000 (bug 1897528)'}
    ${'not an address'} | ${false}    | ${'no address'}
  `(
    'Nova can offer a device at $case: $addressable',
    ({ address, addressable }: { address: string; addressable: boolean }) => {
      expect(isNovaAddressable(address)).toBe(addressable);
    },
  );

  it('stays itself when it is normalised again', () => {
    fc.assert(fc.property(addresses, (address) => expect(normalisePciAddress(address)).toBe(address)));
  });

  it('is ordered as its numbers are', () => {
    fc.assert(
      fc.property(addresses, addresses, (a, b) => {
        expect(Math.sign(comparePciAddresses(a, b))).toBe(Math.sign(Number(numberOf(a) - numberOf(b))));
      }),
    );
  });
});

/** The address as one number, domain first. */
function numberOf(address: string): bigint {
  const parts = parsePciAddress(address);
  if (parts === null) throw new Error(`${address} is no address`);
  return BigInt(parts.domain) * 0x10000n + BigInt(parts.bus * 256 + parts.slot * 8 + parts.function);
}
