import { aCellClaim, aHostClaim, aVfClaim, hostFacts, loadedHosts } from '@iopath/testing';
import fc from 'fast-check';
import { compileHost, type HostFacts } from './compile-host';
import type { HostClaim } from './host-claims';

describe('any host under claims', () => {
  it('has free what its claims do not take, and never less than nothing', () => {
    fc.assert(
      fc.property(loadedHosts(), (facts) => {
        const { capacity, free } = compileHost(facts);

        expect(free.vcpus).toBe(capacity.vcpus - total(facts, (claim) => claim.vcpus));
        expect(free.pcpus).toBe(capacity.pcpus - total(facts, (claim) => claim.pcpus));
        expect(free.memoryMib).toBe(capacity.memoryMib - total(facts, (claim) => claim.memoryMib));
        expect(Math.min(free.vcpus, free.pcpus, free.memoryMib, free.diskGib ?? 0)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('pins no CPU twice and uses no more pages than there are', () => {
    fc.assert(
      fc.property(loadedHosts(), (facts) => {
        for (const cell of compileHost(facts).cells) {
          const pinned = facts.claims
            .flatMap((claim) => claim.cells)
            .filter((claim) => claim.hostNode === cell.id)
            .flatMap((claim) => claim.pinnedCpus);
          expect([...cell.freeDedicatedCpus, ...pinned].sort((a, b) => a - b)).toEqual(cell.dedicatedCpus);
          expect(cell.pages.every((pool) => pool.used <= pool.total)).toBe(true);
        }
      }),
    );
  });

  it('never offers a held or unusable VF, nor a PF and its own VFs at once', () => {
    fc.assert(
      fc.property(loadedHosts(), (facts) => {
        const held = new Set(facts.claims.flatMap((claim) => claim.devices).map((device) => device.address));
        const { pfs, freePciDevices } = compileHost(facts);

        for (const { pf, freeVfs, wholeIsFree, wholeIsTaken } of pfs) {
          expect(freeVfs.filter((vf) => held.has(vf.address) || vf.state !== 'available')).toEqual([]);
          expect(wholeIsTaken).toBe(held.has(pf.address));
          if (wholeIsTaken) expect({ freeVfs, wholeIsFree }).toEqual({ freeVfs: [], wholeIsFree: false });
          if (wholeIsFree) expect(pf.vfs.filter((vf) => held.has(vf.address))).toEqual([]);
        }
        expect(freePciDevices.filter((device) => held.has(device.address))).toEqual([]);
      }),
    );
  });

  it('is the same in whatever order its claims come', () => {
    fc.assert(
      fc.property(loadedHosts(), (facts) => {
        const { claims: _there, ...forwards } = compileHost(facts);
        const { claims: _back, ...backwards } = compileHost({ ...facts, claims: [...facts.claims].reverse() });

        expect(backwards).toEqual(forwards);
      }),
    );
  });

  it('has its former digest again when a claim comes and goes, and another one meanwhile', () => {
    fc.assert(
      fc.property(loadedHosts(), (facts) => {
        const before = compileHost(facts).digest;
        const during = compileHost({ ...facts, claims: [...facts.claims, aHostClaim()] }).digest;

        expect(during).not.toBe(before);
        expect(compileHost({ ...facts, claims: [...facts.claims] }).digest).toBe(before);
      }),
    );
  });
});

describe('the digest of a host', () => {
  const claim = aHostClaim();
  const holder = aHostClaim({
    cells: [aCellClaim(), aCellClaim({ hostNode: 1 })],
    devices: [aVfClaim('0000:3b:01.2'), aVfClaim('0000:3b:02.2')],
  });
  const facts = hostFacts('compute-1', { claims: [claim] });
  const { digest } = compileHost(facts);

  it.each<[string, Partial<HostFacts>]>([
    ['name', { hostName: 'compute-2' }],
    ['administrative state', { state: 'draining' }],
    ['inventory', { inventoryHash: 'another' }],
    ['number of equal claims', { claims: [claim, claim] }],
    ["claims' project", { claims: [{ ...claim, projectId: 'p2' }] }],
    ["claims' amounts", { claims: [{ ...claim, memoryMib: 1 }] }],
    ["claims' cells", { claims: [{ ...claim, cells: [aCellClaim({ pinnedCpus: [1] })] }] }],
    ["claims' devices", { claims: [{ ...claim, devices: [aVfClaim('0000:3b:01.2')] }] }],
  ])('differs by its %s', (_case, changes) => {
    expect(compileHost({ ...facts, ...changes }).digest).not.toBe(digest);
  });

  it.each<[string, Partial<HostFacts>]>([
    ['generation and version', { generation: 99, version: 99 }],
    [
      'order of what a claim holds',
      { claims: [{ ...holder, cells: [...holder.cells].reverse(), devices: [...holder.devices].reverse() }] },
    ],
    ['reservation ids, which are random', { claims: [{ ...holder, reservationId: 'another' }] }],
  ])('does not depend on its %s', (_case, changes) => {
    const given = compileHost({ ...facts, claims: [holder] }).digest;

    expect(compileHost({ ...facts, claims: [holder], ...changes }).digest).toBe(given);
  });
});

function total(facts: HostFacts, amount: (claim: HostClaim) => number): number {
  return facts.claims.reduce((sum, claim) => sum + amount(claim), 0);
}
