import { NIC_CATALOGUE, nicModelOf, routingsOfVfs, vfModelsOf } from './nic-catalogue';

const PCI_ID = /^[0-9a-f]{4}$/;

describe('the NIC catalogue', () => {
  it('names every family once, with ids as the kernel writes them', () => {
    expect(new Set(NIC_CATALOGUE.map(({ name }) => name)).size).toBe(NIC_CATALOGUE.length);
    for (const { vendorId, pfProductIds, vfProductIds } of NIC_CATALOGUE) {
      for (const id of [vendorId, ...pfProductIds, ...vfProductIds]) expect(id).toMatch(PCI_ID);
      expect(pfProductIds.length).toBeGreaterThan(0);
      expect(vfProductIds.length).toBeGreaterThan(0);
    }
  });

  it('puts a PF into one family only, and takes no VF for a PF', () => {
    const pfs = NIC_CATALOGUE.flatMap(({ vendorId, pfProductIds }) => pfProductIds.map((id) => `${vendorId}:${id}`));
    expect(new Set(pfs).size).toBe(pfs.length);
    const vfs = NIC_CATALOGUE.flatMap(({ vendorId, vfProductIds }) => vfProductIds.map((id) => `${vendorId}:${id}`));
    expect(vfs.filter((id) => pfs.includes(id))).toEqual([]);
  });

  it('has limits, speeds and queues that are whole numbers above 0', () => {
    for (const { vfLimit, linkSpeedsMbps, vfQueues } of NIC_CATALOGUE) {
      const { kind: _kind, ...limits } = vfLimit;
      const numbers = [
        ...Object.values(limits).filter((limit) => typeof limit === 'number'),
        ...linkSpeedsMbps,
        ...[vfQueues.defaultPairs, vfQueues.maxPairs].filter((pairs) => pairs !== null),
        ...vfQueues.byVfCount.flatMap(({ upToVfs, pairs }) => [upToVfs, pairs]),
        ...vfQueues.byVectors,
      ];
      for (const number of numbers) expect(Number.isInteger(number) && number > 0).toBe(true);
      expect([...linkSpeedsMbps].sort((one, other) => one - other)).toEqual(linkSpeedsMbps);
    }
  });

  it('leaves fewer queues to each of more VFs, and never more than a VF can have', () => {
    for (const { vfQueues, vfLimit } of NIC_CATALOGUE) {
      const { defaultPairs, maxPairs, byVfCount, byVectors } = vfQueues;
      for (const [index, { upToVfs, pairs }] of byVfCount.entries()) {
        const before = byVfCount[index - 1];
        if (before !== undefined) {
          expect(upToVfs).toBeGreaterThan(before.upToVfs);
          expect(pairs).toBeLessThan(before.pairs);
        }
      }
      if (vfLimit.kind === 'driver' && byVfCount.length > 0) expect(byVfCount.at(-1)?.upToVfs).toBe(vfLimit.perPf);
      expect([...byVectors].sort((one, other) => other - one)).toEqual(byVectors);
      for (const pairs of [defaultPairs ?? 1, ...byVfCount.map((step) => step.pairs), ...byVectors]) {
        expect(pairs).toBeLessThanOrEqual(maxPairs ?? pairs);
      }
    }
  });

  it('cites a source for every family', () => {
    for (const { sources } of NIC_CATALOGUE) expect(sources.length).toBeGreaterThan(0);
  });

  it('knows a PF by its ids in either case', () => {
    expect(nicModelOf('8086', '10FB')?.name).toBe('intel-82599');
    expect(nicModelOf('15B3', '101d')?.name).toBe('mlx-cx6dx');
    expect(nicModelOf('8086', '10ed')).toBeNull();
    expect(nicModelOf('8086', '')).toBeNull();
  });

  it('leaves open which card a VF is on where several have its id', () => {
    expect(vfModelsOf('8086', '154c').map(({ name }) => name)).toEqual(['intel-x710', 'intel-xl710', 'intel-xxv710']);
    expect(vfModelsOf('15b3', '101e').length).toBeGreaterThan(3);
    expect(vfModelsOf('8086', '10ED').map(({ name }) => name)).toEqual(['intel-82599']);
    expect(vfModelsOf('1af4', '1041')).toEqual([]);
  });

  it('tells where VFs lie behind their PF, with and without ARI', () => {
    expect(routingsOfVfs('8086', '1521')).toEqual([
      { firstVfOffset: 128, vfStride: 4, ari: true },
      { firstVfOffset: 384, vfStride: 4, ari: false },
    ]);
    expect(routingsOfVfs('8086', '10fb').map(({ firstVfOffset, vfStride }) => [firstVfOffset, vfStride])).toEqual([
      [128, 2],
      [384, 2],
    ]);
    expect(routingsOfVfs('15b3', '1017')).toEqual([]);
    expect(routingsOfVfs('dead', 'beef')).toEqual([]);
  });
});
