import { type HostClaim, planMoves, type VmRequest } from '@iopath/core';
import {
  aHostRecord,
  aNewRecommendation,
  aNicRequest,
  anInventory,
  aPf,
  firstFreeVfPlanner,
  InMemoryFleet,
  InMemoryRecommendationStore,
  InMemorySwaps,
} from '@iopath/testing';
import fc from 'fast-check';
import { FleetSnapshot } from '../fleet/fleet-snapshot';
import { SilentDecisionObserver } from '../ports/decision-observer.port';
import { DecideRecommendation } from '../recommendations/decide-recommendation';
import type { MoveWish, Swap, VmName } from './swap';
import { SwapReservations } from './swap-reservations';

const NEEDS_VF = { nics: [aNicRequest({ paths: ['sriov_vf'] })] };
const FIRST_VF = '0000:3b:01.2';

class World {
  readonly fleet = new InMemoryFleet();
  nowMs = 1_000;
  readonly recommendations = new InMemoryRecommendationStore(this.fleet, () => this.nowMs);
  readonly swaps = new InMemorySwaps(this.fleet, this.recommendations);
  readonly waits: number[] = [];
  refusedByNova: readonly string[] = [];

  private readonly shared = {
    policy: () => ({ release: '2025.1' as const }),
    snapshot: new FleetSnapshot(this.fleet),
    clock: () => this.nowMs,
    backoff: (attempt: number) => Promise.resolve(void this.waits.push(attempt)),
  } as const;

  private readonly decide = new DecideRecommendation({
    ...this.shared,
    store: this.recommendations,
    plan: firstFreeVfPlanner,
    planAgain: () => null,
    observer: new SilentDecisionObserver(),
  });

  private readonly useCase = new SwapReservations({
    ...this.shared,
    recommendations: this.recommendations,
    allocations: { get: (id) => this.allocation(id) },
    store: this.swaps,
    plan: planMoves,
    check: ({ name }) =>
      this.refusedByNova.includes(name) ? [{ pointer: '/flavor', code: 'nova.no', message: 'no' }] : [],
  });

  constructor(vfsOf: Readonly<Record<string, number>>) {
    for (const [hostName, vfs] of Object.entries(vfsOf)) {
      this.fleet.put(aHostRecord(hostName, { inventory: anInventory({ pfs: [aPf(vfs)] }) }));
    }
  }

  /** A VM that holds a VF of this host. */
  async vmOn(hostName: string, id: string, changes: Partial<VmRequest> = {}): Promise<void> {
    const request = { ...NEEDS_VF, name: id, ...changes };
    const constraints = { ...aNewRecommendation(id).request.constraints, includeHosts: [hostName] };
    await this.recommendations.create(aNewRecommendation(id, { ...request, constraints }));
    await this.decide.decide(this.recommendations.takeNow(id));
    // It was only put there by name; it may run anywhere.
    this.recommendations.change(id, (recommendation) => ({
      ...recommendation,
      request: {
        ...recommendation.request,
        constraints: { ...constraints, includeHosts: null, ...changes.constraints },
      },
    }));
  }

  swap(moves: readonly MoveWish[], changes: Partial<Swap> = {}) {
    return this.useCase.execute({ moves, reason: null, requestId: null, dryRun: false, ...changes });
  }

  async holdsOf(id: string): Promise<readonly string[]> {
    const recommendation = await this.recommendations.get(id);
    return recommendation?.reservations.map(({ hostName, state }) => `${hostName} ${state}`) ?? [];
  }

  claims(hostName: string): readonly HostClaim[] {
    return this.fleet.host(hostName)?.claims ?? [];
  }

  release(id: string): void {
    this.recommendations.change(id, (recommendation) => ({
      ...recommendation,
      reservations: recommendation.reservations.map((one) => ({ ...one, state: 'released' })),
      allocations: recommendation.allocations.map((one) => ({ ...one, state: 'released' })),
    }));
  }

  private async allocation(id: string) {
    const { items } = await this.recommendations.list({ projectId: null });
    return items.flatMap(({ allocations }) => allocations).find((one) => one.id === id) ?? null;
  }
}

const vm = (recommendationId: string, member = 0): VmName => ({ recommendationId, member });
const move = (id: string, toHost: string | null): MoveWish => ({ vm: vm(id), toHost, generation: null });

describe('SwapReservations', () => {
  let world: World;

  beforeEach(() => {
    world = new World({ a: 1, b: 1, c: 1 });
  });

  it('lets two VMs change places, and says what each of them holds now', async () => {
    await world.vmOn('a', 'r1');
    await world.vmOn('b', 'r2');

    const swapped = await world.swap([move('r1', 'b'), move('r2', 'a')], { reason: 'closer to the switch' });

    expect(swapped).toMatchObject([
      { recommendationId: 'r1', fromHost: 'a', toHost: 'b', reservation: { hostName: 'b', state: 'reserved' } },
      { recommendationId: 'r2', fromHost: 'b', toHost: 'a', allocations: [{ hostName: 'a', address: FIRST_VF }] },
    ]);
    expect(await world.holdsOf('r1')).toEqual(['a released', 'b reserved']);
    expect(world.swaps.reasons).toEqual(['swap: closer to the switch']);
  });

  it('chooses a host where none is named', async () => {
    await world.vmOn('a', 'r1');
    await world.vmOn('b', 'r2');

    expect(await world.swap([move('r1', null)])).toMatchObject([{ fromHost: 'a', toHost: 'c' }]);
  });

  it('takes a VM by one of its devices', async () => {
    await world.vmOn('a', 'r1');

    const named = { vm: { allocationId: `r1/0/${FIRST_VF}` }, toHost: 'b', generation: 1 };

    expect(await world.swap([named])).toMatchObject([{ recommendationId: 'r1', member: 0, toHost: 'b' }]);
  });

  it('heals a VM whose host or device left the inventory, be it on the same host', async () => {
    world = new World({ a: 2 });
    await world.vmOn('a', 'r1');
    world.recommendations.change('r1', (recommendation) => ({
      ...recommendation,
      reservations: recommendation.reservations.map((one) => ({
        ...one,
        state: 'confirmed',
        serverId: 's',
        expiresAtMs: null,
      })),
      allocations: recommendation.allocations.map((one) => ({ ...one, state: 'orphaned' })),
    }));

    expect(await world.swap([move('r1', 'a')])).toMatchObject([
      { fromHost: 'a', toHost: 'a', reservation: { state: 'confirmed' }, placement: { hostName: 'a' } },
    ]);
    expect(await world.holdsOf('r1')).toEqual(['a released', 'a confirmed']);
  });

  it('tries it without writing', async () => {
    await world.vmOn('a', 'r1');

    const tried = await world.swap([move('r1', 'b')], { dryRun: true });

    expect(tried).toMatchObject([{ toHost: 'b', reservation: null, allocations: [], placement: { hostName: 'b' } }]);
    expect(await world.holdsOf('r1')).toEqual(['a reserved']);
  });

  it('changes nothing of a VM that is there already, so that it can be sent again', async () => {
    await world.vmOn('a', 'r1');
    const named = { vm: { allocationId: `r1/0/${FIRST_VF}` }, toHost: 'b', generation: 1 };
    const [first] = await world.swap([named]);

    const [again] = await world.swap([named]);

    expect(again).toEqual({ ...first, fromHost: 'b', placement: null });
    expect(await world.holdsOf('r1')).toEqual(['a released', 'b reserved']);
  });

  it('moves what has not moved when some of them have', async () => {
    await world.vmOn('a', 'r1');
    await world.vmOn('b', 'r2');

    expect(await world.swap([move('r1', 'a'), move('r2', 'c')])).toMatchObject([
      { fromHost: 'a', toHost: 'a', placement: null, allocations: [{ address: FIRST_VF }] },
      { fromHost: 'b', toHost: 'c' },
    ]);
  });

  it('moves all or none, and points at each that finds no place', async () => {
    await world.vmOn('a', 'r1');
    await world.vmOn('b', 'r2');
    await world.vmOn('c', 'stays');

    await expect(world.swap([move('r1', 'b'), move('r2', 'c')])).rejects.toMatchObject({
      kind: 'conflict',
      code: 'allocation.swap_does_not_fit',
      faults: [{ pointer: '/moves/1', code: 'vf.none_free' }],
    });
    expect(await world.holdsOf('r1')).toEqual(['a reserved']);
  });

  it('plans again when a target moves on before the commit', async () => {
    await world.vmOn('a', 'r1');
    let rivals = 3;
    world.swaps.beforeCommit = () => {
      if (rivals-- > 0) world.fleet.changeClaims('b', (claims) => claims);
    };

    expect(await world.swap([move('r1', 'b')])).toMatchObject([{ toHost: 'b' }]);
    expect(world.waits).toEqual([1, 2, 3]);
  });

  it('gives up when targets move on again and again', async () => {
    await world.vmOn('a', 'r1');
    world.swaps.beforeCommit = () => {
      world.fleet.changeClaims('b', (claims) => claims);
    };

    await expect(world.swap([move('r1', 'b')])).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'allocation.swap_contended',
    });
  });

  it('reads again what a VM holds when that has changed before the commit', async () => {
    await world.vmOn('a', 'r1');
    world.swaps.beforeCommit = () => {
      world.release('r1');
    };

    await expect(world.swap([move('r1', 'b')])).rejects.toMatchObject({
      kind: 'conflict',
      code: 'allocation.released',
    });
  });

  it('refuses what Nova would refuse by now', async () => {
    await world.vmOn('a', 'r1');
    world.refusedByNova = ['r1'];

    await expect(world.swap([move('r1', 'b')])).rejects.toMatchObject({
      code: 'recommendation.refused_by_nova',
      faults: [{ pointer: '/moves/0', code: 'nova.no' }],
    });
  });

  describe('refuses a VM', () => {
    beforeEach(async () => {
      await world.vmOn('a', 'r1');
      await world.vmOn('b', 'r2');
    });

    it.each([
      ['that nobody knows', [move('r1', 'b'), move('r9', 'a')], '/moves/1/recommendation_id', 'recommendation.unknown'],
      [
        'that the recommendation does not have',
        [{ ...move('r1', 'b'), vm: vm('r1', 1) }],
        '/moves/0/member',
        'member.unknown',
      ],
      [
        'of a device that nobody knows',
        [{ vm: { allocationId: 'x' }, toHost: 'b', generation: null }],
        '/moves/0/allocation_id',
        'allocation.unknown',
      ],
      [
        'that is named twice, by whichever name',
        [move('r1', 'b'), { vm: { allocationId: `r1/0/${FIRST_VF}` }, toHost: 'c', generation: null }],
        '/moves/1',
        'move.vm_named_twice',
      ],
    ])('%s', async (_which, moves, pointer, code) => {
      const faults = [expect.objectContaining({ pointer, code }) as object];

      await expect(world.swap(moves)).rejects.toMatchObject({ kind: 'invalid', code: 'request.invalid', faults });
    });

    it('that was released', async () => {
      world.release('r2');

      await expect(world.swap([move('r1', 'b'), move('r2', 'a')])).rejects.toMatchObject({
        kind: 'conflict',
        code: 'allocation.released',
        faults: [{ pointer: '/moves/1', code: 'allocation.released' }],
      });
    });

    it('whose time is up, though nobody swept', async () => {
      world.nowMs += 900_000;

      await expect(world.swap([move('r1', 'b')])).rejects.toMatchObject({ code: 'allocation.expired' });
    });

    it('for which nothing was reserved', async () => {
      await world.recommendations.create(aNewRecommendation('r3'));

      await expect(world.swap([move('r3', 'b')])).rejects.toMatchObject({ code: 'recommendation.not_reserved' });
    });

    it('whose device has changed since it was looked at', async () => {
      const named = { vm: { allocationId: `r1/0/${FIRST_VF}` }, toHost: 'b', generation: 7 };

      await expect(world.swap([named])).rejects.toMatchObject({ code: 'allocation.generation_conflict' });
      await expect(world.swap([{ ...move('r1', 'b'), generation: 7 }])).rejects.toMatchObject({
        code: 'allocation.generation_conflict',
      });
      expect(await world.swap([{ ...move('r1', 'c'), generation: 1 }])).toMatchObject([{ toHost: 'c' }]);
    });

    it('by a device that it had before it moved elsewhere', async () => {
      await world.swap([move('r1', 'c')]);
      const named = { vm: { allocationId: `r1/0/${FIRST_VF}` }, toHost: 'b', generation: null };

      await expect(world.swap([named])).rejects.toMatchObject({ code: 'allocation.released' });
    });
  });

  it('whatever is swapped: every VM has one hold, no device two owners, and a refusal changes nothing', async () => {
    const hosts = ['a', 'b', 'c', 'd'];
    const swaps = fc.array(
      fc.uniqueArray(fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(...hosts, null)), {
        selector: ([nth]) => nth,
        minLength: 1,
      }),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(
        swaps,
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }),
        async (tried, vfs) => {
          const [a = 0, b = 0, c = 0, d = 0] = vfs;
          const property = new World({ a: a + 1, b: b + 1, c, d });
          for (const [nth, host] of ['a', 'b', 'a', 'b'].entries()) await property.vmOn(host, `r${nth}`);
          const owners = async () => (await Promise.all([0, 1, 2, 3].map((nth) => property.holdsOf(`r${nth}`)))).flat();
          for (const moves of tried) {
            const before = { owners: await owners(), hosts: hosts.map((host) => property.fleet.host(host)) };
            const outcome = await property
              .swap(moves.map(([nth, to]) => move(`r${nth}`, to)))
              .catch((error: unknown) => error);
            if (outcome instanceof Error) {
              expect({ owners: await owners(), hosts: hosts.map((host) => property.fleet.host(host)) }).toEqual(before);
            }
            const live = (await owners()).filter((hold) => hold.endsWith('reserved'));
            expect(live).toHaveLength(before.owners.filter((hold) => hold.endsWith('reserved')).length);
            for (const host of hosts) {
              const held = property.claims(host).flatMap(({ devices }) => devices.map(({ address }) => address));
              expect(new Set(held).size).toBe(held.length);
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
