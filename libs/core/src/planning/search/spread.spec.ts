import { aHostClaim, aHostRecord, aNicRequest, anInventory, aVmRequest } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { VmRequest } from '../../request/vm-request';
import { requestContext } from '../request-context';
import { searchFleet, type FleetSearch } from './search-fleet';
import { lotOf, NEAR_BEST, spreadSeed } from './spread';

const HOSTS = 20;

const wanted = (changes: Partial<VmRequest> = {}): VmRequest =>
  aVmRequest({ nics: [aNicRequest({ paths: ['vhost_net'] })], disks: [], ...changes });

/** Hosts of one kind, of which each carries as many vCPUs as told. */
function fleetOf(vcpus: readonly number[]): Fleet {
  return buildFleet(
    vcpus.map((taken, index) =>
      compileHost(
        aHostRecord(`compute-${String(index).padStart(2, '0')}`, {
          inventory: anInventory(),
          claims: taken === 0 ? [] : [aHostClaim({ vcpus: taken, memoryMib: 0 })],
        }),
      ),
    ),
  );
}

function search(request: VmRequest, fleet: Fleet, turn = 0): FleetSearch {
  return searchFleet(fleet, requestContext(request, fleet, { release: '2025.1', turn }));
}

const hostFor = (request: VmRequest, fleet: Fleet, turn = 0) => search(request, fleet, turn).chosen?.host.hostName;
const names = Array.from({ length: 200 }, (_, index) => `vm-${index}`);

describe('the choice among hosts that are nearly as good', () => {
  const alike = fleetOf(Array<number>(HOSTS).fill(0));

  it('spreads different requests over all of them', () => {
    const hosts = names.map((name) => hostFor(wanted({ name }), alike));

    expect(new Set(hosts).size).toBe(HOSTS);
  });

  it('gives the same host for the same request, however it is to be reserved or scored', () => {
    const host = hostFor(wanted(), alike);

    expect(hostFor(wanted(), alike)).toBe(host);
    expect(hostFor(wanted({ reserve: false, reservationTtlS: 60 }), alike)).toBe(host);
    expect(hostFor(wanted({ profile: 'latency' }), alike)).toBe(host);
    expect(hostFor(wanted({ nics: [aNicRequest({ paths: ['vhost_net', 'virtio'] })] }), alike)).toBe(host);
  });

  it('gives another in another turn', () => {
    const turns = Array.from({ length: 10 }, (_, turn) => hostFor(wanted(), alike, turn));

    expect(new Set(turns).size).toBeGreaterThan(1);
  });

  it('keeps most requests on their hosts when a host goes', () => {
    const fewer = buildFleet(alike.hosts.slice(1));
    const [gone] = alike.hosts;

    for (const name of names) {
      const before = hostFor(wanted({ name }), alike);
      if (before !== gone?.hostName) expect(hostFor(wanted({ name }), fewer)).toBe(before);
    }
  });

  it('takes the best where the profile packs, of equals the first by name', () => {
    const fuller = fleetOf([0, 0, 4, 4, 0]);

    for (const name of names.slice(0, 20)) {
      expect(hostFor(wanted({ name, profile: 'density' }), fuller)).toBe('compute-02');
    }
  });

  it('never takes one that falls short of the best by more than the margin, or of another way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: HOSTS }),
        fc.constantFrom(...names),
        fc.constantFrom(null, ['vhost_net'] as const, ['sriov_vf'] as const),
        (vcpus, name, paths) => {
          const { best, chosen, champions } = search(wanted({ name, nics: [aNicRequest({ paths })] }), fleetOf(vcpus));

          expect(chosen?.tried.nicPaths).toBe(best?.tried.nicPaths);
          expect(chosen?.score ?? 0).toBeGreaterThanOrEqual((best?.score ?? 0) - NEAR_BEST);
          for (const { score, tried } of champions) {
            if (tried.nicPaths !== best?.tried.nicPaths) expect(chosen?.score).toBeGreaterThanOrEqual(score);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is the one of the highest lot among all that are near enough', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...names),
        (vcpus, name) => {
          const request = wanted({ name });
          const fleet = fleetOf(vcpus);
          const scores = fleet.hosts.map(({ hostName }) => ({
            hostName,
            score: search(onlyOn(request, hostName), fleet).best?.score ?? -1,
          }));
          const floor = Math.max(...scores.map(({ score }) => score)) - NEAR_BEST;
          const seed = spreadSeed(request, 0);
          const near = scores.filter(({ score }) => score >= floor && score >= 0).map(({ hostName }) => hostName);
          const [expected] = near.sort((a, b) => lotOf(seed, b) - lotOf(seed, a));

          expect(hostFor(request, fleet)).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});

function onlyOn(request: VmRequest, hostName: string): VmRequest {
  return { ...request, constraints: { ...request.constraints, includeHosts: [hostName] } };
}
