import { flawedHosts, vmRequests } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost, type HostFacts } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { VmRequest } from '../../request/vm-request';
import { placeMembers } from '../place-members';
import { RequestRefusedByNovaError, requestContext } from '../request-context';
import { searchFleet } from '../search/search-fleet';
import { concessionsFor } from './concessions';
import { findRelaxations, MOST_CONCESSIONS, workingSets } from './find-relaxations';
import { changeText, type Concession } from './relaxation-rule';
import { Trials } from './trials';

const POLICY = { release: '2025.1' } as const;

/** Brute force plans some hundred sets of concessions a run, so requests with more to concede than this are passed over. */
const MOST_IN_ALL = 13;

const RUNS = { numRuns: 20 };

/** Up to three hosts, each with things that are wrong with it. */
const fleets: fc.Arbitrary<readonly HostFacts[]> = fc
  .array(flawedHosts(), { minLength: 1, maxLength: 3 })
  .map((hosts) => hosts.map((host, index) => ({ ...host, hostName: `compute-${index + 1}` })));

/** Requests with up to two NICs, some of them with constraints. */
const requests: fc.Arbitrary<VmRequest> = fc
  .tuple(vmRequests(), fc.constantFrom(null, null, 'nova', 'az2'), fc.constantFrom([], [], ['compute-1']))
  .map(([request, availabilityZone, excludeHosts]) => ({
    ...request,
    nics: request.nics.slice(0, 2),
    constraints: { ...request.constraints, availabilityZone, excludeHosts },
  }));

/** A request that a fleet cannot take, and few enough concessions to try all sets of them. */
function tightCases(
  count: fc.Arbitrary<number>,
  most = MOST_IN_ALL,
): fc.Arbitrary<{ request: VmRequest; facts: readonly HostFacts[] }> {
  return fc
    .record({ request: fc.tuple(requests, count).map(([request, of]) => ({ ...request, count: of })), facts: fleets })
    .filter(({ request, facts }) => {
      const fleet = fleetOf(facts);
      return concessionsFor(request, fleet).length <= most && !isPlaced(request, fleet);
    });
}

function fleetOf(facts: readonly HostFacts[]): Fleet {
  return buildFleet(facts.map(compileHost));
}

function isPlaced(request: VmRequest, fleet: Fleet): boolean {
  try {
    if (request.count > 1) return placeMembers(request, fleet, POLICY).stuck === null;
    return searchFleet(fleet, requestContext(request, fleet, POLICY)).feasibleHosts > 0;
  } catch (error) {
    if (error instanceof RequestRefusedByNovaError) return false;
    throw error;
  }
}

/* Everything from here to the properties is brute force: it knows no rule, and tries every set. */

function subsets(all: readonly Concession[], most: number): readonly (readonly Concession[])[] {
  if (most === 0) return [[]];
  return all.reduce<readonly (readonly Concession[])[]>(
    (sets, concession) => [
      ...sets,
      ...sets
        .filter((set) => set.length < most && set.every(({ ladder }) => ladder !== concession.ladder))
        .map((set) => [...set, concession]),
    ],
    [[]],
  );
}

function conceded(request: VmRequest, concessions: readonly Concession[]): VmRequest {
  let changed = request;
  for (const each of concessions) if (each.target === 'request') changed = each.apply(changed);
  return changed;
}

function changedFacts(facts: readonly HostFacts[], concessions: readonly Concession[]): readonly HostFacts[] {
  return facts.map((host) => {
    let changed = host;
    for (const each of concessions) if (each.target === 'fleet') changed = each.apply(changed);
    return changed;
  });
}

function bruteForce(request: VmRequest, facts: readonly HostFacts[]): readonly (readonly Concession[])[] {
  const all = concessionsFor(request, fleetOf(facts));
  const fleets = new Map<string, Fleet>();
  const fleetAfter = (set: readonly Concession[]): Fleet => {
    const key = set
      .filter(({ target }) => target === 'fleet')
      .map(changeText)
      .join('; ');
    const fleet = fleets.get(key) ?? fleetOf(changedFacts(facts, set));
    fleets.set(key, fleet);
    return fleet;
  };
  const working = subsets(all, MOST_CONCESSIONS).filter((set) => isPlaced(conceded(request, set), fleetAfter(set)));
  const isLess = (less: readonly Concession[], more: readonly Concession[]): boolean =>
    less.every((one) => more.some((other) => other.ladder === one.ladder && all.indexOf(one) <= all.indexOf(other)));
  return working.filter((set) => !working.some((other) => other !== set && isLess(other, set)));
}

function texts(sets: readonly (readonly Concession[])[]): readonly string[] {
  return sets.map((set) => set.map(changeText).join('; ')).sort();
}

describe('relaxations of any request on any fleet', () => {
  it('are the minimal sets that brute force finds', () => {
    fc.assert(
      fc.property(tightCases(fc.constant(1)), ({ request, facts }) => {
        const fleet = fleetOf(facts);
        const concessions = concessionsFor(request, fleet);
        const found = workingSets(new Trials(request, fleet, POLICY, concessions));
        const sets = found.map((set) => set.flatMap((position) => concessions[position] ?? []));

        expect(texts(sets)).toEqual(texts(bruteForce(request, facts)));
      }),
      RUNS,
    );
  });

  it('are the minimal sets for all VMs, where several are asked for', () => {
    fc.assert(
      fc.property(tightCases(fc.integer({ min: 2, max: 3 }), 10), ({ request, facts }) => {
        const fleet = fleetOf(facts);
        const concessions = concessionsFor(request, fleet);
        const found = workingSets(new Trials(request, fleet, POLICY, concessions));
        const sets = found.map((set) => set.flatMap((position) => concessions[position] ?? []));

        expect(texts(sets)).toEqual(texts(bruteForce(request, facts)));
      }),
      { numRuns: 12 },
    );
  });

  it('tell how many hosts they unlock, one by one', () => {
    fc.assert(
      fc.property(tightCases(fc.integer({ min: 1, max: 2 })), ({ request, facts }) => {
        const one = { ...request, count: 1 };
        for (const { change, hostsUnlocked, exampleHosts } of findRelaxations(request, fleetOf(facts), POLICY)) {
          const set = subsets(concessionsFor(request, fleetOf(facts)), MOST_CONCESSIONS).find(
            (concessions) => concessions.map(changeText).join('; ') === change,
          );
          const unlocked = facts.filter(
            (host) =>
              !isPlacedOn(one, facts, host) &&
              isPlacedOn(conceded(one, set ?? []), changedFacts(facts, set ?? []), host),
          );

          expect(hostsUnlocked).toBe(unlocked.length);
          expect(exampleHosts).toEqual(unlocked.map(({ hostName }) => hostName));
        }
      }),
      RUNS,
    );
  });
});

/** Whether a VM can lie on this host, the others being there with the groups of their VMs, but closed. */
function isPlacedOn(request: VmRequest, facts: readonly HostFacts[], { hostName }: HostFacts): boolean {
  const others = facts.map((host) => (host.hostName === hostName ? host : { ...host, state: 'disabled' as const }));
  return isPlaced(request, fleetOf(others));
}
