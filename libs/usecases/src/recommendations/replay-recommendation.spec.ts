import {
  type CalibratedModel,
  decideAgain,
  decideRequest,
  type Fault,
  planRequest,
  type Profile,
  PROFILES,
  type ReadyDecision,
  type VmRequest,
} from '@iopath/core';
import {
  aHostRecord,
  aNewRecommendation,
  aPf,
  anInventory,
  InMemoryFleet,
  InMemoryProfiles,
  InMemoryRecommendationStore,
} from '@iopath/testing';
import { FleetSnapshot } from '../fleet/fleet-snapshot';
import { SilentDecisionObserver } from '../ports/decision-observer.port';
import { DecideRecommendation } from './decide-recommendation';
import { type ReplayBy, ReplayRecommendation } from './replay-recommendation';

const AS_BEFORE: ReplayBy = { profile: null, profileVersion: null, modelVersion: null, weights: null };
const PACKING = { ...PROFILES.balanced, packs: true };

describe('ReplayRecommendation', () => {
  let fleet: InMemoryFleet;
  let store: InMemoryRecommendationStore;
  let profiles: InMemoryProfiles;
  let faults: readonly Fault[];
  let decide: DecideRecommendation;
  let replay: ReplayRecommendation;

  beforeEach(() => {
    fleet = new InMemoryFleet();
    const inventory = anInventory({ pfs: [aPf(2)] });
    fleet.put(aHostRecord('compute-1', { inventory }), aHostRecord('compute-2', { inventory }));
    store = new InMemoryRecommendationStore(fleet, () => 1_000);
    profiles = new InMemoryProfiles(Object.values(PROFILES));
    faults = [];
    const planning = {
      store,
      policy: () => ({ release: '2025.1' as const }),
      plan: planRequest,
      planAgain: decideAgain,
      clock: () => 1_000,
    } as const;
    const snapshot = new FleetSnapshot(fleet);
    const observer = new SilentDecisionObserver();
    decide = new DecideRecommendation({ ...planning, snapshot, observer, backoff: () => Promise.resolve() });
    replay = new ReplayRecommendation({
      ...planning,
      decide: decideRequest,
      snapshot,
      models: fleet,
      profiles,
      check: () => faults,
    });
  });

  async function decided(
    changes: Partial<VmRequest> = {},
    profile: Profile = PROFILES.balanced,
  ): Promise<ReadyDecision> {
    await store.create({ ...aNewRecommendation('r1', changes), profile });
    await decide.decide(store.takeNow('r1'));
    const decision = (await store.get('r1'))?.decision;
    if (decision?.status !== 'ready') throw new Error('not ready');
    return decision;
  }

  it.each([1, 3])('gives the same answer for the same input, although %i VMs were reserved since', async (count) => {
    const before = await decided({ count });
    const { decision, differences, fleetDigest } = await replay.execute('r1', AS_BEFORE);

    expect(fleetDigest).toBe(before.fleetDigest);
    expect(decision.inputHash).toBe(before.inputHash);
    expect(differences).toEqual([]);
    // The host's version counts writes, and the reservation was one.
    const hostVersion = expect.any(Number) as number;
    expect(decision).toEqual({
      ...before,
      members: before.members.map((member) => ({ ...member, hostVersion })),
      alternatives: before.alternatives.map((alternative) => ({ ...alternative, hostVersion })),
    });
  });

  it('reserves nothing and stores nothing', async () => {
    await decided({ reserve: true });
    const before = await store.get('r1');
    await replay.execute('r1', { ...AS_BEFORE, profile: 'density' });

    expect(await store.get('r1')).toEqual(before);
  });

  it('tells what became of the decision when somebody took its host', async () => {
    const before = await decided({ reserve: false });
    fleet.remove('compute-1');
    const { decision, differences, fleetDigest } = await replay.execute('r1', AS_BEFORE);

    expect(fleetDigest).not.toBe(before.fleetDigest);
    expect(decision.inputHash).not.toBe(before.inputHash);
    expect(differences).toContainEqual({
      at: ['members', 0, 'hostName'],
      before: 'compute-1',
      after: 'compute-2',
    });
  });

  it('tells that it fits nowhere any more', async () => {
    await decided({ reserve: false });
    fleet.remove('compute-1');
    fleet.remove('compute-2');

    expect((await replay.execute('r1', AS_BEFORE)).differences).toContainEqual({
      at: ['status'],
      before: 'ready',
      after: 'no_valid_host',
    });
  });

  describe('by a version of the model', () => {
    const SLOWER: CalibratedModel = {
      version: '2026.11.1+c1',
      scopes: [{ scope: { kind: 'all' }, parameters: { 'native.rtt_us': { value: 400, sdLn: 0.1 } } }],
    };

    it('in the shadow predicts by it, and says that the choice did it', async () => {
      const before = await decided();
      fleet.shadows = [SLOWER];
      const again = await replay.execute('r1', { ...AS_BEFORE, modelVersion: SLOWER.version });

      expect(again.decision.modelVersion).toBe(SLOWER.version);
      expect(again.sinceThen).toEqual([]);
      expect(again.byChoice.length).toBeGreaterThan(0);
      expect(again.differences).toEqual(again.byChoice);
      expect(again.fleetDigest).toBe(before.fleetDigest);
    });

    it('as shipped says what was decided by it, though another is active', async () => {
      const before = await decided();
      fleet.modelNow = SLOWER;
      const { decision, differences } = await replay.execute('r1', { ...AS_BEFORE, modelVersion: before.modelVersion });

      expect(decision.inputHash).toBe(before.inputHash);
      expect(differences).toEqual([]);
    });
  });

  describe('by a profile', () => {
    it('is by the very version of the first time, whatever came after', async () => {
      await decided();
      profiles.add('balanced', PACKING);

      expect(await replay.execute('r1', AS_BEFORE)).toMatchObject({ profile: { version: 1 }, differences: [] });
    });

    it('is by the current version of the profile named', async () => {
      await decided();
      profiles.add('balanced', PACKING);
      const { profile, differences } = await replay.execute('r1', { ...AS_BEFORE, profile: 'balanced' });

      expect(profile).toEqual({ ...PACKING, version: 2 });
      expect(differences).toContainEqual({ at: ['profile', 'version'], before: 1, after: 2 });
    });

    it('is by the version named, of a profile deleted since too', async () => {
      await decided();
      profiles.add('telco', PACKING);
      await profiles.delete('telco');
      const by = { ...AS_BEFORE, profile: 'telco', profileVersion: 1 };

      expect((await replay.execute('r1', by)).profile).toMatchObject({ name: 'telco', version: 1 });
    });

    it('is by another version of the first one when only a version is named', async () => {
      await decided();
      profiles.add('balanced', PACKING);

      expect((await replay.execute('r1', { ...AS_BEFORE, profileVersion: 2 })).profile.packs).toBe(true);
    });

    it('tells each term that weighs otherwise', async () => {
      await decided();
      const { differences } = await replay.execute('r1', { ...AS_BEFORE, profile: 'latency' });

      expect(differences).toContainEqual({
        at: ['members', 0, 'nics', 0, 'score', 'terms', 0, 'weight'],
        before: PROFILES.balanced.weights.latency,
        after: PROFILES.latency.weights.latency,
      });
    });
  });

  it('tells what moved since apart from what the choice does', async () => {
    await decided({ reserve: false });
    fleet.remove('compute-1');
    const { sinceThen, byChoice } = await replay.execute('r1', { ...AS_BEFORE, profile: 'latency' });

    expect(sinceThen).toContainEqual({ at: ['members', 0, 'hostName'], before: 'compute-1', after: 'compute-2' });
    expect(sinceThen.map(({ at }) => at)).not.toContainEqual(['profile', 'name']);
    expect(byChoice).toContainEqual({ at: ['profile', 'name'], before: 'balanced', after: 'latency' });
    expect(byChoice.map(({ at }) => at)).not.toContainEqual(['members', 0, 'hostName']);
  });

  it.each<[string, Partial<ReplayBy>]>([
    ['nothing is chosen', {}],
    ['the first version is', { profile: 'balanced', profileVersion: 1 }],
  ])('puts nothing down to the choice when %s', async (_what, by) => {
    await decided({ reserve: false });
    fleet.remove('compute-1');
    const { differences, sinceThen, byChoice } = await replay.execute('r1', { ...AS_BEFORE, ...by });

    expect(byChoice).toEqual([]);
    expect(sinceThen).toEqual(differences);
  });

  it('puts nothing down to time when all is as it was', async () => {
    await decided();
    const { differences, sinceThen, byChoice } = await replay.execute('r1', { ...AS_BEFORE, weights: { latency: 1 } });

    expect(sinceThen).toEqual([]);
    expect(byChoice).toEqual(differences);
    expect(byChoice).not.toEqual([]);
  });

  it('is by other weights than the request’s, or by none of its own', async () => {
    await decided({ weights: { latency: 1 } });

    expect((await replay.execute('r1', AS_BEFORE)).weights).toEqual({ latency: 1 });
    expect((await replay.execute('r1', { ...AS_BEFORE, weights: { scarcity: 2 } })).weights).toEqual({ scarcity: 2 });
    expect((await replay.execute('r1', { ...AS_BEFORE, weights: {} })).weights).toEqual({});
  });

  it.each([
    ['a profile that there is not', { profile: 'telco' }, '/profile', 'profile.unknown', 'telco'],
    [
      'one with a version that there is not',
      { profileVersion: 9 },
      '/profile_version',
      'profile.version_unknown',
      '1 to 1',
    ],
    [
      'a version of a profile that there is not',
      { profile: 'x', profileVersion: 1 },
      '/profile',
      'profile.unknown',
      'x',
    ],
    [
      'a model that there is not',
      { modelVersion: '1999.1.0' },
      '/model_version',
      'model_version.unknown',
      'there is 20',
    ],
  ])('refuses %s', async (_what, by, pointer, code, words) => {
    await decided();

    await expect(replay.execute('r1', { ...AS_BEFORE, ...by })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'request.invalid',
      faults: [{ pointer, code, message: expect.stringContaining(words) as string }],
    });
  });

  it('refuses a request that Nova of the present release would refuse', async () => {
    await decided();
    faults = [{ pointer: '/flavor/extra_specs', code: 'extra_spec.unknown', message: 'no such extra spec' }];

    await expect(replay.execute('r1', AS_BEFORE)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'recommendation.refused_by_nova',
    });
  });

  it('refuses what is not decided, what failed, and what it does not know', async () => {
    await store.create(aNewRecommendation('queued'));
    await store.create(aNewRecommendation('failed'));
    await store.fail(store.takeNow('failed'), 'decision.internal_error', 'a fault of ours');

    await expect(replay.execute('queued', AS_BEFORE)).rejects.toMatchObject({ code: 'recommendation.not_decided' });
    await expect(replay.execute('failed', AS_BEFORE)).rejects.toMatchObject({ code: 'recommendation.failed' });
    await expect(replay.execute('unknown', AS_BEFORE)).rejects.toMatchObject({ code: 'recommendation.not_found' });
  });
});
