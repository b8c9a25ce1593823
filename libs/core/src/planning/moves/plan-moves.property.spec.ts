import { roomyHosts, vmRequests } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost, type HostFacts } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { HostClaim } from '../../fleet/host-claims';
import type { VmRequest } from '../../request/vm-request';
import { expectNothingOverdrawn } from '../../spec-overdrawn';
import type { Placement } from '../decision';
import { placeMembers, withPlacement } from '../place-members';
import { profileOf } from '../request-profile';
import { withoutReservations } from '../replay/without-reservations';
import { planMoves } from './plan-moves';
import { requestOfMove, type VmMove } from './vm-move';

const POLICY = { release: '2025.1' } as const;
const RUNS = { numRuns: 20 };

/** A fleet with VMs on it that this planner put there, and some of them that are to move. */
interface Case {
  readonly hosts: readonly HostFacts[];
  readonly moves: readonly VmMove[];
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    hosts: fc.array(roomyHosts(), { minLength: 2, maxLength: 3 }),
    requests: fc.array(vmRequests(), { minLength: 1, maxLength: 4 }),
    targets: fc.array(fc.option(fc.nat({ max: 3 })), { minLength: 4, maxLength: 4 }),
    stay: fc.nat({ max: 1 }),
  })
  .map(({ hosts, requests, targets, stay }) => {
    const placed = requests.reduce<Case>(withVm, { hosts: hosts.map(named), moves: [] });
    const moves = placed.moves.slice(stay).map((move, nth) => ({ ...move, toHost: target(targets[nth] ?? null) }));
    return { hosts: placed.hosts, moves };
  });

function named(facts: HostFacts, index: number): HostFacts {
  return { ...facts, hostName: `compute-${index}` };
}

/** The last one is no host of the fleet. */
function target(index: number | null): string | null {
  return index === null ? null : `compute-${index}`;
}

function withVm({ hosts, moves }: Case, request: VmRequest): Case {
  const [placement] = placeMembers({ ...request, count: 1 }, fleetOf(hosts), POLICY).placements;
  if (placement === undefined) return { hosts, moves };
  const reservationId = `vm-${moves.length}`;
  const claim = claimOf(placement, request, reservationId);
  const { hostName } = placement;
  return {
    hosts: hosts.map((host) => (host.hostName === hostName ? { ...host, claims: [...host.claims, claim] } : host)),
    moves: [
      ...moves,
      { reservationId, hostName, wasUsed: true, toHost: null, request, profile: profileOf(request, POLICY) },
    ],
  };
}

function claimOf({ compute, devices }: Placement, request: VmRequest, reservationId: string): HostClaim {
  const groupId = request.constraints.group?.id ?? null;
  return { ...compute, devices, reservationId, projectId: request.projectId, groupId };
}

function fleetOf(hosts: readonly HostFacts[]): Fleet {
  return buildFleet(hosts.map(compileHost));
}

/** Whether there is an order in which the search that advice is given by finds a place for all, one after the other. */
function someOrderFits(moves: readonly VmMove[], fleet: Fleet): boolean {
  return (
    moves.length === 0 ||
    moves.some((move) => {
      const request = requestOfMove(move);
      const [placement] = placeMembers(request, fleet, POLICY).placements;
      const host = fleet.hosts.find(({ hostName }) => hostName === placement?.hostName);
      if (placement === undefined || host === undefined) return false;
      const rest = moves.filter((other) => other !== move);
      return someOrderFits(rest, withPlacement(fleet, host, placement, request, moves.length));
    })
  );
}

describe('planning any moves on any fleet', () => {
  it('oversells nothing: no amount below zero, no CPU and no device twice, no PF beside one of its VFs', () => {
    fc.assert(
      fc.property(cases, ({ hosts, moves }) => {
        const planned = planMoves(moves, fleetOf(hosts), POLICY);
        fc.pre(planned.fits && moves.length > 0);
        const leaving = new Set(moves.map(({ reservationId }) => reservationId));
        for (const host of hosts) {
          const stay = host.claims.filter(({ reservationId }) => !leaving.has(reservationId));
          const come = moves.flatMap(({ request, reservationId }, nth) => {
            const placement = planned.fits ? planned.placements[nth] : undefined;
            return placement?.hostName === host.hostName ? [claimOf(placement, request, reservationId)] : [];
          });
          expectNothingOverdrawn(compileHost({ ...host, claims: [...stay, ...come] }));
        }
      }),
      RUNS,
    );
  });

  it('puts every VM where it was to go, and nowhere where it was not', () => {
    fc.assert(
      fc.property(cases, ({ hosts, moves }) => {
        const planned = planMoves(moves, fleetOf(hosts), POLICY);
        fc.pre(planned.fits && moves.length > 0);
        for (const [nth, { hostName, toHost }] of moves.entries()) {
          const chosen = planned.fits ? planned.placements[nth]?.hostName : undefined;
          if (toHost === null) expect(chosen).not.toBe(hostName);
          else expect(chosen).toBe(toHost);
        }
      }),
      RUNS,
    );
  });

  it('finds places for all where there is an order that has them, and otherwise says what is against one at least', () => {
    fc.assert(
      fc.property(cases, ({ hosts, moves }) => {
        const fleet = fleetOf(hosts);
        const left = withoutReservations(fleet, new Set(moves.map(({ reservationId }) => reservationId)));
        const planned = planMoves(moves, fleet, POLICY);

        expect(planned.fits).toBe(someOrderFits(moves, left));
        if (planned.fits) return;
        const reasons = planned.refusals.filter((refusals) => refusals !== null);
        expect(reasons.length).toBeGreaterThan(0);
        expect(reasons.filter((refusals) => refusals.length === 0)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('gives the same answer to the same input, whatever the order of the hosts', () => {
    fc.assert(
      fc.property(cases, ({ hosts, moves }) => {
        const turned = planMoves(structuredClone(moves), fleetOf([...hosts].reverse()), POLICY);

        expect(turned).toEqual(planMoves(moves, fleetOf(hosts), POLICY));
      }),
      RUNS,
    );
  });
});
