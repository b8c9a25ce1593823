import fc from 'fast-check';
import { NIC_CATALOGUE } from './nic-catalogue';
import { vfQueuesAt } from './vf-queues-at';

function pairs(vfs: number, vendorId: string, productId: string, vfTotalMsix?: number): number | null {
  const pf = { vendorId, productId, ...(vfTotalMsix === undefined ? {} : { vfTotalMsix }) };
  return vfQueuesAt(pf, vfs)?.pairs ?? null;
}

describe('queues of each of so many VFs', () => {
  it('are those that the pools of an 82599 leave', () => {
    expect([1, 32, 33, 63].map((vfs) => pairs(vfs, '8086', '10fb'))).toEqual([4, 4, 2, 2]);
  });

  it('are those of an E810 by the vectors that fall to a VF: 16, 4, 2, 1', () => {
    expect([8, 16, 64, 128].map((vfs) => pairs(vfs, '8086', '1592', 256))).toEqual([16, 4, 2, 1]);
    expect(pairs(256, '8086', '1592', 256)).toBe(0);
  });

  it('are all vectors but one of a VF of ConnectX, whose model says nothing', () => {
    expect(pairs(8, '15b3', '101d')).toBeNull();
    expect(pairs(8, '15b3', '101d', 96)).toBe(11);
  });

  it('are not told by a device whose vectors cannot be divided', () => {
    expect(pairs(8, '15b3', '101d', 0)).toBeNull();
    expect(pairs(8, '8086', '1572', 0)).toBe(16);
  });

  it('are never more where there are more VFs', () => {
    const family = fc.constantFrom(...NIC_CATALOGUE);
    const msix = fc.option(fc.nat({ max: 4_096 }), { nil: undefined });
    fc.assert(
      fc.property(family, msix, fc.integer({ min: 1, max: 256 }), ({ vendorId, pfProductIds }, vectors, vfs) => {
        const [fewer, more] = [vfs, vfs + 1].map((count) => pairs(count, vendorId, pfProductIds[0] ?? '', vectors));
        expect(more === null).toBe(fewer === null);
        if (fewer !== null && more !== null) expect(more).toBeLessThanOrEqual(fewer ?? 0);
      }),
    );
  });
});
