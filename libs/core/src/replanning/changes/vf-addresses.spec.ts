import { aPf, aVf } from '@iopath/testing';
import { vfAddress } from './vf-addresses';

/** @param addresses of the VFs 0, 1 … */
function withVfsAt(...addresses: readonly string[]) {
  return aPf(0, { vfs: addresses.map((address, index) => aVf({ index, address })) });
}

describe('the address of a VF that is not there yet', () => {
  it('follows offset and stride of those that are', () => {
    expect(vfAddress(withVfsAt('0000:3b:00.2', '0000:3b:00.3'), 6)).toBe('0000:3b:01.0');
  });

  it('goes on over slots with a stride of several functions', () => {
    expect(vfAddress(withVfsAt('0000:3b:10.0', '0000:3b:10.2', '0000:3b:10.4'), 4)).toBe('0000:3b:11.0');
  });

  it('goes on to the next bus', () => {
    expect(vfAddress(withVfsAt('0000:3b:1f.6', '0000:3b:1f.7'), 2)).toBe('0000:3c:00.0');
  });

  it('is told between those that are there', () => {
    const pf = aPf(0, {
      vfs: [aVf({ index: 5, address: '0000:3b:01.5' }), aVf({ index: 1, address: '0000:3b:01.1' })],
    });
    expect(vfAddress(pf, 0)).toBe('0000:3b:01.0');
  });

  it.each([
    ['one VF tells no stride', ['0000:3b:00.2']],
    ['VFs do not agree', ['0000:3b:00.2', '0000:3b:00.3', '0000:3b:00.7']],
    ['they are of two domains', ['0000:3b:00.2', '0001:3b:00.3']],
    ['an address is none', ['0000:3b:00.2', '0000:3b:00.3', '0000:3b:00.0/vf2']],
    ['there is no bus left', ['0000:ff:1f.6', '0000:ff:1f.7']],
  ])('is not known where %s', (_why, addresses) => {
    expect(vfAddress(withVfsAt(...addresses), addresses.length)).toBeNull();
  });
});
