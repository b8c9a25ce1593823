import { flawedHosts, roomyHosts, vmRequests, aNicRequest, aVmRequest } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../fleet/build-fleet';
import { compileHost, type HostFacts } from '../fleet/compile-host';
import type { Fleet } from '../fleet/fleet';
import type { VmRequest } from '../request/vm-request';
import { buildPlacement } from './build-placement';
import { explainFleet } from './explanation/explain-fleet';
import type { PlanningPolicy } from './planning-policy';
import { RequestRefusedByNovaError, requestContext, type RequestContext } from './request-context';
import { shapeOf } from './request-shape';
import { searchFleet } from './search/search-fleet';

const POLICY: PlanningPolicy = { release: '2025.1' };
const ONE = aVmRequest();
const { constraints } = ONE;

describe('shapeOf', () => {
  const isShared = (one: VmRequest, other: VmRequest, policy = POLICY): boolean =>
    shapeOf(one, POLICY) === shapeOf(other, policy);

  it.each<[string, Partial<VmRequest>]>([
    ['name', { name: 'another' }],
    ['count', { count: 3 }],
    ['reservation', { reserve: false, reservationTtlS: 60 }],
    ['weights', { weights: { latency: 1 } }],
  ])('is one for requests that differ in %s only', (_, change) => {
    expect(isShared(ONE, { ...ONE, ...change })).toBe(true);
  });

  it.each<[string, Partial<VmRequest>]>([
    ['project', { projectId: 'p2' }],
    ['flavor', { flavor: { ...ONE.flavor, vcpus: 3 } }],
    ['image', { image: { ...ONE.image, osId: null } }],
    ['NIC', { nics: [aNicRequest({ bandwidthMbps: 5 })] }],
    ['disks', { disks: [] }],
    ['isolation', { isolation: 'tenant_pf' }],
    ['migration', { migration: 'live_required' }],
    ['hosts named', { constraints: { ...constraints, excludeHosts: ['compute-1'] } }],
  ])('is another for another %s', (_, change) => {
    expect(isShared(ONE, { ...ONE, ...change })).toBe(false);
  });

  it('is another by another policy, but not by another turn or book of profiles', () => {
    expect(isShared(ONE, ONE, { release: '2024.1' })).toBe(false);
    expect(isShared(ONE, ONE, { ...POLICY, turn: 2, profiles: {} })).toBe(true);
  });

  it.each<[string, VmRequest]>([
    ['of a server group', { ...ONE, constraints: { ...constraints, group: { id: 'db', policy: 'affinity' } } }],
    ['with several NICs', { ...ONE, nics: [aNicRequest(), aNicRequest({ name: 'b' })] }],
  ])('is shared by no two requests %s', (_, request) => {
    expect(isShared(request, request)).toBe(false);
  });

  it('is forgotten after some hundred requests, and when other shapes come', () => {
    const first = shapeOf(ONE, POLICY);
    const shapes = Array.from({ length: 300 }, () => shapeOf(ONE, POLICY));
    expect(shapes[0]).toBe(first);
    expect(shapes.at(-1)).not.toBe(first);

    const last = shapes.at(-1);
    for (let vcpus = 10; vcpus < 15; vcpus++) shapeOf({ ...ONE, flavor: { ...ONE.flavor, vcpus } }, POLICY);
    expect(shapeOf(ONE, POLICY)).not.toBe(last);
  });
});

describe('what requests of one shape share', () => {
  const fleets: fc.Arbitrary<Fleet> = fc
    .array(fc.oneof(roomyHosts(), flawedHosts()), { minLength: 1, maxLength: 4 })
    .map((all) => buildFleet(all.map(named)));
  const named = (facts: HostFacts, index: number) => compileHost({ ...facts, hostName: `compute-${index + 1}` });
  const requests: fc.Arbitrary<VmRequest> = vmRequests().map((request) => ({
    ...request,
    nics: request.nics.slice(0, 1),
    constraints: { ...request.constraints, group: null },
  }));

  function contextOf(request: VmRequest, fleet: Fleet): RequestContext {
    try {
      return requestContext(request, fleet, POLICY);
    } catch (error) {
      fc.pre(!(error instanceof RequestRefusedByNovaError));
      throw error;
    }
  }

  /** All that a decision is made of. */
  function answers(fleet: Fleet, context: RequestContext) {
    const search = searchFleet(fleet, context);
    const { taken, champions, feasibleHosts } = search;
    return {
      explanation: explainFleet(fleet, context),
      taken: taken === null ? null : buildPlacement(taken, context, search.hostsLike(taken)),
      champions: champions.map(({ host, score, tried }) => [host.hostName, score, tried.nicPaths]),
      feasibleHosts,
    };
  }

  it('is no other answer than each of them would get by itself, whatever was asked about other hosts before', () => {
    fc.assert(
      fc.property(requests, fc.array(fleets, { minLength: 1, maxLength: 3 }), fleets, (request, earlier, fleet) => {
        for (const other of earlier) answers(other, contextOf({ ...request, name: 'earlier' }, other));
        const context = contextOf(request, fleet);

        expect(answers(fleet, context)).toEqual(answers(fleet, { ...context, shape: {} }));
      }),
      { numRuns: 100 },
    );
  });
});
