import { checkPlan, crowdedFleets, type CrowdedFleet } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost } from '../../fleet/compile-host';
import { narrowedRequest } from '../mechanism/narrowed-request';
import { weightsFor } from '../objective';
import { NO_LIMITS, type ReplanLimits } from '../replan-request';
import { orderMoves } from './order-moves';
import type { TargetAssignment, TargetMove } from './ordered-moves';

const RUNS = { numRuns: 25 };
const ORDERS = 9;

interface Case {
  readonly fleet: CrowdedFleet;
  /** For each VM: by how many hosts it moves on; 0 for one that stays. */
  readonly shifts: readonly number[];
  readonly limits: ReplanLimits;
  readonly lost: boolean;
}

/** Any VMs to any hosts: mostly more than go in. */
const cases: fc.Arbitrary<Case> = fc.record({
  fleet: crowdedFleets({ hosts: 5, vms: 20 }),
  shifts: fc.array(fc.constantFrom(0, 0, 1, 1, 2, 3), { minLength: 20, maxLength: 20 }),
  limits: fc
    .record({ maxMoves: fc.constantFrom(null, null, 8), liveOnly: fc.constantFrom(false, false, true) })
    .map((limits) => ({ ...NO_LIMITS, ...limits })),
  lost: fc.constantFrom(false, false, true),
});

function targetOf({ fleet: { hosts, vms }, shifts, limits, lost }: Case): TargetAssignment {
  const first = hosts[0]?.hostName ?? '';
  const states = hosts.map((host) =>
    compileHost(lost && host.hostName === first ? { ...host, state: 'disabled' } : host),
  );
  const moves = vms.flatMap((vm, nth): readonly TargetMove[] => {
    const at = hosts.findIndex(({ hostName }) => hostName === vm.hostName);
    const toHost = hosts[(at + (shifts[nth] ?? 0)) % hosts.length]?.hostName ?? '';
    const request = narrowedRequest(vm, { paths: 'same', keepGroups: true, toHosts: null });
    return toHost === vm.hostName ? [] : [{ vm, toHost, request }];
  });
  return {
    fleet: buildFleet(states),
    policy: { release: '2025.1' },
    limits,
    weights: weightsFor({ kind: 'rebalance', hosts: null, targets: [] }),
    vms,
    moves: moves.slice(0, limits.maxMoves ?? moves.length),
    lostHosts: new Set(lost ? [first] : []),
    timeLeftMs: () => Infinity,
  };
}

describe('ordering any moves on any crowded fleet', () => {
  it('gives plans that are safe at every moment of every order that their graph allows', () => {
    fc.assert(
      fc.property(cases, fc.nat(), (each, seed) => {
        const target = targetOf(each);
        const { steps } = orderMoves(target);
        const vms = target.vms.map(({ reservationId, hostName, serverId, request }) => ({
          reservationId,
          hostName,
          projectId: request.projectId,
          group: request.constraints.group,
          hasServer: serverId !== null,
        }));
        const plan = { hosts: target.fleet.hosts, vms, steps, lostHosts: [...target.lostHosts] };

        expect(checkPlan(plan, ORDERS, seed).breaches).toEqual([]);
      }),
      RUNS,
    );
  });

  it('brings every VM to its target or says why not, and never moves one that was to stay', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const target = targetOf(each);
        const { steps, impossible, noGoods } = orderMoves(target);
        const heldBack = new Set(impossible.map(({ move }) => move.vm.reservationId));

        expect(heldBack.size).toBe(impossible.length);
        for (const { vm, toHost } of target.moves) {
          const own = steps.filter((step) => step.vm.reservationId === vm.reservationId);
          expect(own.at(-1)?.toHost ?? null).toBe(heldBack.has(vm.reservationId) ? null : toHost);
          expect(own.map(({ isTemporary }) => isTemporary)).toEqual(own.map((_, nth) => nth < own.length - 1));
        }
        const moving = new Set(target.moves.map(({ vm }) => vm.reservationId));
        expect(steps.filter(({ vm }) => !moving.has(vm.reservationId))).toEqual([]);
        expect(steps.length).toBeLessThanOrEqual(target.limits.maxMoves ?? Infinity);
        expect(noGoods.length > 0).toBe(impossible.length > 0);
        for (const { move, inTheWay } of impossible) {
          const names = inTheWay.map(({ reservationId }) => reservationId);
          expect(names.length === 0 || names.includes(move.vm.reservationId)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('lists steps after what they wait for, and waits for nothing twice over', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const before = new Map<string, ReadonlySet<string>>();
        const { steps } = orderMoves(targetOf(each));
        for (const { id, vm, waitsFor } of steps) {
          const direct = waitsFor.map(({ step }) => step);
          for (const step of direct) expect(before.has(step)).toBe(true);
          const all = new Set(direct.flatMap((step) => [...(before.get(step) ?? [])]));
          // That a VM steps aside before it moves on is said in any case.
          const own = steps.filter((step) => step.vm.reservationId === vm.reservationId).map((step) => step.id);
          expect(direct.filter((step) => all.has(step) && !own.includes(step))).toEqual([]);
          before.set(id, new Set([...direct, ...all]));
        }
      }),
      RUNS,
    );
  });

  it('gives the same answer to the same input', () => {
    fc.assert(
      fc.property(cases, (each) => {
        expect(orderMoves(targetOf(structuredClone(each)))).toEqual(orderMoves(targetOf(each)));
      }),
      { numRuns: 6 },
    );
  });
});
