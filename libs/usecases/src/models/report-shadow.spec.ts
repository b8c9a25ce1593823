import { type CalibratedModel, decideAgain, decideRequest, planRequest } from '@iopath/core';
import {
  aHostRecord,
  aNewRecommendation,
  aPf,
  anInventory,
  InMemoryFleet,
  InMemoryRecommendationStore,
} from '@iopath/testing';
import { FleetSnapshot } from '../fleet/fleet-snapshot';
import { SilentDecisionObserver } from '../ports/decision-observer.port';
import { DecideRecommendation } from '../recommendations/decide-recommendation';
import { ReportShadow } from './report-shadow';

const SLOWER: CalibratedModel = {
  version: '2026.11.1+c1',
  scopes: [{ scope: { kind: 'all' }, parameters: { 'native.rtt_us': { value: 100, sdLn: 0.1 } } }],
};
/** A host that is found to be slow, so that another is better. */
const SLOW_HOST = (name: string): CalibratedModel => {
  return {
    version: SLOWER.version,
    scopes: [{ scope: { kind: 'host', name }, parameters: { 'native.rtt_us': { value: 4_000, sdLn: 0.1 } } }],
  };
};

describe('the report on a version in the shadow', () => {
  let fleet: InMemoryFleet;
  let store: InMemoryRecommendationStore;
  let nowMs: number;
  let report: ReportShadow;
  let decide: DecideRecommendation;
  let ways: number;
  /** What a decision takes. */
  let tookMs: number;

  beforeEach(() => {
    fleet = new InMemoryFleet();
    const inventory = anInventory({ pfs: [aPf(2)] });
    fleet.put(aHostRecord('compute-1', { inventory }), aHostRecord('compute-2', { inventory }));
    store = new InMemoryRecommendationStore(fleet, () => 1_000);
    const snapshot = new FleetSnapshot(fleet);
    const policy = () => ({ release: '2025.1' as const, model: snapshot.model });
    nowMs = 0;
    ways = 0;
    tookMs = 0;
    decide = new DecideRecommendation({
      store,
      snapshot,
      policy,
      plan: planRequest,
      planAgain: decideAgain,
      clock: () => 1_000,
      observer: new SilentDecisionObserver(),
      backoff: () => Promise.resolve(),
    });
    report = new ReportShadow({
      store,
      models: fleet,
      snapshot,
      policy,
      decide: (...given) => {
        nowMs += tookMs;
        return decideRequest(...given);
      },
      clock: () => nowMs,
      giveWay: () => Promise.resolve((ways += 1)),
    });
  });

  async function decided(id: string, reserve = false): Promise<string> {
    await store.create(aNewRecommendation(id, { name: id, reserve }));
    await decide.decide(store.takeNow(id));
    const decision = (await store.get(id))?.decision;
    if (decision?.status !== 'ready') throw new Error('not ready');
    return decision.members[0]?.hostName ?? '';
  }

  it('tells what both versions predict for the devices of each decision', async () => {
    await decided('r1', true);
    fleet.shadows = [SLOWER];
    const { active, decisions, leftOut } = await report.execute(SLOWER.version, 50);

    expect({ active, leftOut }).toEqual({ active: null, leftOut: 0 });
    expect(decisions).toMatchObject([{ recommendationId: 'r1', name: 'r1', changesHost: false, changesPath: false }]);
    const [nic] = decisions[0]?.devices ?? [];
    expect(nic?.after?.p50Us).toBeGreaterThan(nic?.before?.p50Us ?? Infinity);
  });

  it('says where another host would be taken', async () => {
    const hostName = await decided('r1');
    fleet.shadows = [SLOW_HOST(hostName)];
    const { decisions } = await report.execute(SLOWER.version, 50);

    expect(decisions).toMatchObject([{ changesHost: true }]);
    expect(decisions[0]?.devices[0]?.after?.hostName).not.toBe(hostName);
  });

  it('finds no difference between the active version and itself', async () => {
    await decided('r1', true);
    fleet.modelNow = SLOWER;
    const { active, decisions } = await report.execute(SLOWER.version, 50);

    expect(active).toBe(SLOWER.version);
    expect(decisions.flatMap(({ devices }) => devices.map(({ before, after }) => [before, after]))).toEqual(
      decisions.flatMap(({ devices }) => devices.map(({ before }) => [before, before])),
    );
  });

  it('is of as many decisions as are asked for, and gives way between them', async () => {
    for (const id of ['r1', 'r2', 'r3']) await decided(id);

    expect((await report.execute('2026.11.1', 2)).decisions).toHaveLength(2);
    expect(ways).toBe(2);
  });

  it('ends when its time is over, and says how many are left out', async () => {
    for (const id of ['r1', 'r2', 'r3']) await decided(id);
    tookMs = 2_100;

    expect(await report.execute('2026.11.1', 3)).toMatchObject({ decisions: [{}], leftOut: 2 });
  });

  it('changes nothing', async () => {
    await decided('r1', true);
    const before = await store.get('r1');
    await report.execute('2026.11.1', 50);

    expect(await store.get('r1')).toEqual(before);
  });

  it('is refused of a version that there is not', async () => {
    await expect(report.execute('2026.11.1+c9', 50)).rejects.toMatchObject({
      kind: 'not_found',
      code: 'model.not_found',
    });
  });
});
