import type { VmRequest } from '@iopath/core';
import {
  aHostRecord,
  aNewRecommendation,
  aPf,
  anInventory,
  firstFreeVfAgain,
  firstFreeVfPlanner,
  InMemoryFleet,
  InMemoryRecommendationStore,
} from '@iopath/testing';
import { FleetSnapshot } from '../fleet/fleet-snapshot';
import { SilentDecisionObserver } from '../ports/decision-observer.port';
import { DecideRecommendation } from './decide-recommendation';
import { ReserveRecommendation } from './reserve-recommendation';

describe('ReserveRecommendation', () => {
  let fleet: InMemoryFleet;
  let store: InMemoryRecommendationStore;
  let reserve: ReserveRecommendation;
  let decide: DecideRecommendation;

  beforeEach(() => {
    fleet = new InMemoryFleet();
    fleet.put(aHostRecord('compute-1', { inventory: anInventory({ pfs: [aPf(2)] }) }), aHostRecord('compute-2'));
    store = new InMemoryRecommendationStore(fleet, () => 1_000);
    const snapshot = new FleetSnapshot(fleet);
    const planning = {
      store,
      snapshot,
      policy: () => ({ release: '2025.1' as const }),
      planAgain: firstFreeVfAgain,
    } as const;
    const timing = { clock: () => 1_000, backoff: () => Promise.resolve() };
    reserve = new ReserveRecommendation({ ...planning, ...timing });
    const observer = new SilentDecisionObserver();
    decide = new DecideRecommendation({ ...planning, ...timing, plan: firstFreeVfPlanner, observer });
  });

  async function recommended(id: string, changes: Partial<VmRequest> = {}): Promise<void> {
    await store.create(aNewRecommendation(id, { reserve: false, ...changes }));
    await decide.decide(store.takeNow(id));
  }

  it('reserves on the recommended host by the recommended path', async () => {
    await recommended('r1');

    expect(await reserve.execute('r1')).toMatchObject({
      reservations: [{ hostName: 'compute-1', state: 'reserved', expiresAtMs: 901_000 }],
      allocations: [{ address: '0000:3b:01.2' }],
    });
  });

  it('takes another VF of the same host when the one it had in mind has gone', async () => {
    await recommended('r1');
    await recommended('rival', { reserve: true });

    expect((await reserve.execute('r1')).allocations).toMatchObject([
      { hostName: 'compute-1', address: '0000:3b:02.2' },
    ]);
  });

  it('plans again on the host when it has moved on by the time of the commit', async () => {
    await recommended('r1');
    let rivals = 1;
    store.beforeCommit = () => {
      if (rivals-- > 0) fleet.changeClaims('compute-1', (claims) => claims);
    };

    expect((await reserve.execute('r1')).reservations).toHaveLength(1);
  });

  it('refuses when it would need another path or host', async () => {
    await recommended('r1');
    await recommended('rival-1', { reserve: true });
    await recommended('rival-2', { reserve: true });

    await expect(reserve.execute('r1')).rejects.toMatchObject({
      kind: 'conflict',
      code: 'recommendation.no_longer_fits',
    });
  });

  it('refuses when the recommended host has gone', async () => {
    await recommended('r1');
    fleet.remove('compute-1');

    await expect(reserve.execute('r1')).rejects.toMatchObject({ code: 'recommendation.no_longer_fits' });
  });

  it('refuses a second time', async () => {
    await recommended('r1');
    await reserve.execute('r1');

    await expect(reserve.execute('r1')).rejects.toMatchObject({
      kind: 'conflict',
      code: 'recommendation.already_reserved',
    });
  });

  it('refuses one that is not decided yet', async () => {
    await store.create(aNewRecommendation('r1'));

    await expect(reserve.execute('r1')).rejects.toMatchObject({ kind: 'conflict', code: 'recommendation.not_ready' });
  });

  it('does not know one that was never asked for', async () => {
    await expect(reserve.execute('r1')).rejects.toMatchObject({
      kind: 'not_found',
      code: 'recommendation.not_found',
    });
  });
});
