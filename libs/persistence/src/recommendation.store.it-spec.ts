import { randomUUID } from 'node:crypto';
import { PROFILES } from '@iopath/core';
import { aNewRecommendation, aPlacement, aReadyDecision, aVfTake, aVmRequest, noExplanation } from '@iopath/testing';
import { StaleSnapshotError } from '@iopath/usecases';
import {
  addHost,
  addRequest,
  allocationOf,
  allocationsOf,
  commit,
  onHost,
  openSpecDatabase,
  refusal,
  reserve,
  SOON_MS,
  type SpecDatabase,
  versionOf,
} from '../../../test/support/spec-database';

const VF = '0000:3b:01.2';
const OTHER_VF = '0000:3b:02.2';
const PF = '0000:3b:00.0';
const NO_ID = '00000000-0000-4000-8000-000000000000';

describe('recommendation store', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  describe('accepting', () => {
    it('stores the request with its place in the outbox', async () => {
      const request = aVmRequest({ name: 'db-1' });
      const id = randomUUID();

      expect(await database.recommendations.create(aNewRecommendation(id, request))).toEqual({ id, created: true });

      expect(await database.recommendations.get(id)).toMatchObject({
        id,
        projectId: 'p1',
        name: 'db-1',
        status: 'queued',
        request,
        profile: PROFILES.balanced,
        decision: null,
        failure: null,
        reservations: [],
        allocations: [],
        decidedAtMs: null,
      });
      expect((await database.sql.query('SELECT recommendation_id FROM outbox')).rows).toEqual([
        { recommendation_id: id },
      ]);
    });

    const withKey = (bodyHash: string, projectId = 'p1') =>
      database.recommendations.create({
        ...aNewRecommendation(randomUUID(), { projectId }),
        idempotency: { key: 'k', bodyHash },
      });

    it('answers a repeated key of the same body with the first recommendation', async () => {
      const first = await withKey('a');

      expect(await withKey('a')).toEqual({ id: first.id, created: false });
    });

    it('refuses a key that was used with another body', async () => {
      await withKey('a');

      await expect(withKey('b')).rejects.toMatchObject(refusal('invalid', 'idempotency.key_reused'));
    });

    it('keeps the keys of projects apart', async () => {
      await withKey('a');

      expect(await withKey('b', 'p2')).toMatchObject({ created: true });
    });

    it('creates one of many concurrent repeats', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => withKey('a')));

      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect(answers.filter(({ created }) => created)).toHaveLength(1);
    });
  });

  describe('reading', () => {
    it.each([NO_ID, 'not-an-id'])('knows nothing of %s', async (id) => {
      expect(await database.recommendations.get(id)).toBeNull();
      expect(await database.recommendations.explanation(id)).toBeNull();
    });

    it('lists the newest first, page by page, of one project or of all', async () => {
      const ids: string[] = [];
      for (const projectId of ['p1', 'p2', 'p1', 'p1']) ids.unshift(await addRequest(database, { projectId }));
      const list = async (projectId: string | null, limit: number, marker: string | null) => {
        const { items, nextMarker } = await database.recommendations.list({ projectId }, limit, marker);
        return { ids: items.map(({ id }) => id), nextMarker };
      };

      expect(await list(null, 3, null)).toEqual({ ids: ids.slice(0, 3), nextMarker: ids[2] });
      expect(await list(null, 3, ids[2] ?? null)).toEqual({ ids: ids.slice(3), nextMarker: null });
      expect(await list('p2', 3, null)).toEqual({ ids: [ids[2]], nextMarker: null });
    });

    it.each([NO_ID, 'not-an-id'])('refuses the marker %s', async (marker) => {
      await expect(database.recommendations.list({ projectId: null }, 3, marker)).rejects.toMatchObject(
        refusal('invalid', 'query.marker_unknown'),
      );
    });
  });

  describe('committing a decision', () => {
    it('writes decision, explanation, reservation and devices, and moves the host', async () => {
      await addHost(database);
      const version = await versionOf(database, 'compute-1');
      const id = await addRequest(database);
      const placement = aPlacement('compute-1', version, [aVfTake(VF)]);
      const explanation = { ...noExplanation, hosts: ['compute-1'], hostListOf: [0], pathListOf: [0] };
      const expiresAtMs = Date.now() + SOON_MS;

      const plan = { placements: [placement], expiresAtMs };
      const decision = aReadyDecision([placement]);
      expect(await database.recommendations.commitDecision(id, decision, explanation, plan)).toBe(true);

      const stored = await database.recommendations.get(id);
      const reservation = {
        member: 0,
        hostName: 'compute-1',
        state: 'reserved',
        compute: placement.compute,
        expiresAtMs,
      };
      expect(stored).toMatchObject({ status: 'ready', decision, reservations: [reservation] });
      expect(stored?.allocations).toMatchObject([
        {
          device: 'data',
          kind: 'vf',
          pfAddress: PF,
          address: VF,
          numaNode: 0,
          state: 'reserved',
          generation: 1,
          expiresAtMs,
        },
      ]);
      expect(stored?.allocations[0]?.reservationId).toBe(stored?.reservations[0]?.id);
      expect(await database.recommendations.explanation(id)).toEqual(explanation);
      expect(await versionOf(database, 'compute-1')).toBe(version + 1);
    });

    it('reserves nothing and moves no host without a plan to reserve', async () => {
      await addHost(database);
      const version = await versionOf(database, 'compute-1');
      const id = await addRequest(database, { reserve: false });

      await database.recommendations.commitDecision(
        id,
        aReadyDecision([aPlacement('compute-1', 99)]),
        noExplanation,
        null,
      );

      expect(await database.recommendations.get(id)).toMatchObject({ status: 'ready', reservations: [] });
      expect(await versionOf(database, 'compute-1')).toBe(version);
    });

    it('gives the same ids to the same holds, so that documented examples stay true', async () => {
      await addHost(database);
      const id = '3f1c0d5e-6a7b-4c8d-9e0f-112233445566';
      await database.recommendations.create(aNewRecommendation(id));

      await commit(database, id, [await onHost(database, 'compute-1', [aVfTake(VF)])]);

      expect(await allocationOf(database, id)).toMatchObject({
        reservationId: '1723eee6-a0c6-58c7-aafc-6cc0b3f6f371',
        id: 'fa7d12c4-d1ed-5057-8a97-df6be3cf6371',
      });
    });

    it('holds a NIC and a disk of one name both', async () => {
      await addHost(database);
      const nvme = { ...aVfTake('0000:5e:00.0'), kind: 'pci' as const, pfAddress: null };
      const id = await reserve(database, [await onHost(database, 'compute-1', [aVfTake(VF), nvme])]);

      expect((await database.recommendations.get(id))?.allocations.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['vf', 'pci']),
      );
    });

    it('places several VMs on one host at once, and over several hosts', async () => {
      await addHost(database, 'c-1');
      await addHost(database, 'c-2');
      const placements = [
        await onHost(database, 'c-2', [aVfTake(VF)]),
        await onHost(database, 'c-1', [aVfTake(VF)]),
        await onHost(database, 'c-2', [aVfTake(OTHER_VF)]),
      ];

      const id = await reserve(database, placements, SOON_MS, { count: 3 });

      const stored = await database.recommendations.get(id);
      expect(stored?.reservations.map(({ member, hostName }) => [member, hostName])).toEqual([
        [0, 'c-2'],
        [1, 'c-1'],
        [2, 'c-2'],
      ]);
      expect(stored?.allocations).toHaveLength(3);
    });

    it('leaves a decided recommendation alone', async () => {
      await addHost(database);
      const id = await reserve(database, [await onHost(database, 'compute-1')]);
      const version = await versionOf(database, 'compute-1');

      expect(await commit(database, id, [aPlacement('compute-1', version)])).toBe(false);

      expect(await database.recommendations.get(id)).toMatchObject({ status: 'ready', failure: null });
      expect(await versionOf(database, 'compute-1')).toBe(version);
    });

    it.each`
      change                      | statement
      ${'moved on'}               | ${`UPDATE host SET version = version + 1`}
      ${'is no longer active'}    | ${`UPDATE host SET state = 'draining'`}
      ${'was deleted since then'} | ${`DELETE FROM host`}
    `('is stale when the host $change, and writes nothing', async ({ statement }: { statement: string }) => {
      await addHost(database);
      const placement = await onHost(database, 'compute-1', [aVfTake(VF)]);
      const id = await addRequest(database);
      await database.sql.query(statement);

      await expect(commit(database, id, [placement])).rejects.toBeInstanceOf(StaleSnapshotError);

      expect(await database.recommendations.get(id)).toMatchObject({
        status: 'queued',
        decision: null,
        reservations: [],
      });
      expect(await database.recommendations.explanation(id)).toBeNull();
    });

    it('is stale when one of several hosts moved on, and moves none of the others', async () => {
      await addHost(database, 'c-1');
      await addHost(database, 'c-2');
      const placements = [await onHost(database, 'c-1'), aPlacement('c-2', 99)];
      const id = await addRequest(database);
      const version = await versionOf(database, 'c-1');

      await expect(commit(database, id, placements)).rejects.toBeInstanceOf(StaleSnapshotError);

      expect(await versionOf(database, 'c-1')).toBe(version);
    });

    it.each`
      taken                  | wanted
      ${'a VF'}              | ${aVfTake(VF)}
      ${'a VF of a held PF'} | ${{ ...aVfTake(PF), kind: 'pf' }}
    `(
      'is stale when the version fits but $taken is held',
      async ({ wanted }: { wanted: ReturnType<typeof aVfTake> }) => {
        await addHost(database);
        await reserve(database, [await onHost(database, 'compute-1', [aVfTake(VF)])]);
        const id = await addRequest(database);

        const placement = await onHost(database, 'compute-1', [wanted]);
        await expect(commit(database, id, [placement])).rejects.toBeInstanceOf(StaleSnapshotError);

        expect(await database.recommendations.get(id)).toMatchObject({ status: 'queued', allocations: [] });
      },
    );

    it('lets one of three rivals at one version win', async () => {
      await addHost(database);
      const version = await versionOf(database, 'compute-1');
      const ids = [await addRequest(database), await addRequest(database), await addRequest(database)];

      const outcomes = await Promise.allSettled(
        ids.map((id, index) =>
          commit(database, id, [aPlacement('compute-1', version, [aVfTake(`0000:3b:0${index + 1}.2`)])]),
        ),
      );

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(StaleSnapshotError);
      }
      expect(await versionOf(database, 'compute-1')).toBe(version + 1);
    });

    it('ends in winners and stale losers only, when rivals want the same hosts in different orders', async () => {
      for (const name of ['c-1', 'c-2', 'c-3']) await addHost(database, name);
      const orders = [
        ['c-1', 'c-2', 'c-3'],
        ['c-3', 'c-2', 'c-1'],
        ['c-2', 'c-3', 'c-1'],
      ];
      const rounds = Array.from({ length: 12 }, (_, round) => orders[round % 3] ?? []);

      const outcomes = await Promise.allSettled(
        rounds.map(async (names) => {
          const placements = await Promise.all(names.map((name) => onHost(database, name)));
          await reserve(database, placements, SOON_MS, { count: 3 });
        }),
      );

      const losers = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(losers.length).toBeLessThan(12);
      for (const { reason } of losers) expect(reason).toBeInstanceOf(StaleSnapshotError);
    });
  });

  describe('reserving later', () => {
    const plan = async (device = VF) => ({
      placements: [await onHost(database, 'compute-1', [aVfTake(device)])],
      expiresAtMs: Date.now() + SOON_MS,
    });

    const decided = async () => {
      const id = await addRequest(database, { reserve: false });
      await database.recommendations.commitDecision(id, aReadyDecision([]), noExplanation, null);
      return id;
    };

    beforeEach(() => addHost(database));

    it('holds what a ready recommendation names', async () => {
      const id = await decided();

      await database.recommendations.reserve(id, await plan());

      expect(await allocationOf(database, id)).toMatchObject({ state: 'reserved', address: VF });
    });

    it('is refused while the recommendation holds something', async () => {
      const id = await decided();
      await database.recommendations.reserve(id, await plan());

      await expect(database.recommendations.reserve(id, await plan(OTHER_VF))).rejects.toMatchObject(
        refusal('conflict', 'recommendation.already_reserved'),
      );
    });

    it('is done once by concurrent callers', async () => {
      const id = await decided();
      const plans = [await plan(), await plan(OTHER_VF)];

      const outcomes = await Promise.allSettled(plans.map((each) => database.recommendations.reserve(id, each)));

      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await allocationsOf(database, id)).size).toBe(1);
    });

    it('can be done again after a release, under ids of their own', async () => {
      const id = await decided();
      await database.recommendations.reserve(id, await plan());
      await database.allocations.releaseRecommendation(id);

      await database.recommendations.reserve(id, await plan());

      const reservations = (await database.recommendations.get(id))?.reservations;
      expect(reservations?.map(({ state }) => state)).toEqual(['released', 'reserved']);
    });

    it('can be done again when the former time is up though nobody swept, on the host as it is after that', async () => {
      const id = await reserve(database, [await onHost(database, 'compute-1', [aVfTake(VF)])], -1);

      await expect(database.recommendations.reserve(id, await plan())).rejects.toBeInstanceOf(StaleSnapshotError);
      await database.recommendations.reserve(id, await plan());

      const reservations = (await database.recommendations.get(id))?.reservations;
      expect(reservations?.map(({ state }) => state)).toEqual(['expired', 'reserved']);
    });

    it('is stale when the host moved on', async () => {
      const id = await decided();
      const stale = await plan();
      await reserve(database, [await onHost(database, 'compute-1')]);

      await expect(database.recommendations.reserve(id, stale)).rejects.toBeInstanceOf(StaleSnapshotError);
    });

    it('is refused for what is not ready or not known', async () => {
      const queued = await addRequest(database);

      await expect(database.recommendations.reserve(queued, await plan())).rejects.toMatchObject(
        refusal('conflict', 'recommendation.not_ready'),
      );
      for (const id of [NO_ID, 'not-an-id']) {
        await expect(database.recommendations.reserve(id, await plan())).rejects.toMatchObject(
          refusal('not_found', 'recommendation.not_found'),
        );
      }
    });
  });
});
