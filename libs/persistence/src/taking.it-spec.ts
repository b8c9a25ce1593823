import { randomUUID } from 'node:crypto';
import { PROFILES } from '@iopath/core';
import { aNewRecommendation, aVmRequest, noExplanation, noValidHost } from '@iopath/testing';
import type { RequestPriority, TakenRecommendation } from '@iopath/usecases';
import { addRequest, openSpecDatabase, type SpecDatabase } from '../../../test/support/spec-database';
import { take, FORMER_TAKE } from '../../../test/support/former-worker';

const LEASE_MS = 60_000;

describe('taking what is next', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const next = (leaseMs = LEASE_MS) => database.recommendations.takeNext(leaseMs);
  const nextOrFail = async (leaseMs = LEASE_MS): Promise<TakenRecommendation> => {
    const taken = await next(leaseMs);
    if (taken === null) throw new Error('nothing is to be taken');
    return taken;
  };
  /** The names of what is handed out, in order. */
  const takeAll = async () => {
    const names: string[] = [];
    for (let taken = await next(); taken !== null; taken = await next()) names.push(taken.request.name);
    return names;
  };
  const accept = async (projectId: string, name: string, priority: RequestPriority = 'interactive') => {
    const id = randomUUID();
    await database.recommendations.create({ ...aNewRecommendation(id, { projectId, name }), priority });
    return id;
  };
  const age = (id: string, by: string) =>
    database.sql.query(`UPDATE recommendation SET created_at = created_at - $2::interval WHERE id = $1`, [id, by]);

  it('hands out the request with its profile, once', async () => {
    const id = await addRequest(database);

    expect(await next()).toEqual({
      id,
      request: aVmRequest(),
      profile: PROFILES.balanced,
      attempts: 1,
      failedTakes: 0,
    });
    expect(await database.recommendations.get(id)).toMatchObject({ status: 'scoring' });
    expect(await next()).toBeNull();
  });

  it('hands out nothing that is decided', async () => {
    const id = await addRequest(database);
    await database.recommendations.commitDecision(id, noValidHost(), noExplanation, null);

    expect(await next()).toBeNull();
  });

  it('hands each of 300 requests to one of 16 takers', async () => {
    for (let index = 0; index < 300; index++) await accept(`p${index % 7}`, `vm-${index}`);
    const taken = (await Promise.all(Array.from({ length: 16 }, takeAll))).flat();

    expect(taken).toHaveLength(300);
    expect(new Set(taken).size).toBe(300);
  });

  it('passes over what a rival is just looking at', async () => {
    await accept('p1', 'first');
    await accept('p1', 'second');
    await database.sql.query('BEGIN');
    await database.sql.query(`SELECT 1 FROM recommendation WHERE name = 'first' FOR UPDATE`);
    const taken = await nextOrFail();
    await database.sql.query('ROLLBACK');

    expect(taken.request.name).toBe('second');
  });

  describe('in turn', () => {
    it('lets projects take turns, and serves each in the order in which it came', async () => {
      for (const name of ['a1', 'a2', 'a3', 'a4']) await accept('a', name);
      for (const name of ['b1', 'b2']) await accept('b', name);
      await accept('c', 'c1');

      expect(await takeAll()).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
    });

    it('lets who comes later join the present round, not the first', async () => {
      for (let index = 1; index <= 6; index++) await accept('a', `a${index}`);
      for (let taken = 0; taken < 4; taken++) await next();
      for (const name of ['b1', 'b2', 'b3']) await accept('b', name);

      expect(await takeAll()).toEqual(['a5', 'b1', 'a6', 'b2', 'b3']);
    });

    it('does not let who takes turns all the time be held up by what is put off', async () => {
      await accept('a', 'a1');
      const putOff = await nextOrFail();
      await database.recommendations.giveBack(putOff, 3_600_000, true);
      for (const name of ['b1', 'b2', 'b3']) await accept('b', name);
      await next();
      await next();
      for (const name of ['c1', 'c2']) await accept('c', name);

      expect(await takeAll()).toEqual(['b3', 'c1', 'c2']);
    });

    it('serves interactive requests before batch ones, whosever they are', async () => {
      for (const name of ['a1', 'a2']) await accept('a', name, 'batch');
      await accept('b', 'b1', 'batch');
      await accept('b', 'b2', 'interactive');
      await accept('a', 'a3', 'interactive');

      expect(await takeAll()).toEqual(['b2', 'a3', 'a1', 'b1', 'a2']);
    });

    it('counts a batch request that has waited for long as interactive, in the turn of its project', async () => {
      for (const name of ['a1', 'a2', 'a3']) await age(await accept('a', name, 'batch'), '6 minutes');
      await accept('a', 'young', 'batch');
      await accept('a', 'a0');
      for (const name of ['b1', 'b2', 'b3']) await accept('b', name);
      await database.backlog.hurryAged(300_000, 10);

      expect(await takeAll()).toEqual(['a0', 'b1', 'a1', 'b2', 'a2', 'b3', 'a3', 'young']);
    });
  });

  describe('what was taken and not decided', () => {
    const status = async (id: string) => (await database.recommendations.get(id))?.status;

    it('is handed out again when its lease has run out, ahead of all, as a failed take', async () => {
      const id = await addRequest(database);
      await next();
      await addRequest(database);

      expect(await nextOrFail(0)).toMatchObject({ id, attempts: 2, failedTakes: 1 });
    });

    it('stays with who renews its lease', async () => {
      const id = await addRequest(database);
      const { attempts } = await nextOrFail();
      await database.sql.query(`UPDATE recommendation SET taken_at = taken_at - interval '1 hour'`);

      expect(await database.recommendations.renew([{ id, attempts }])).toEqual([id]);
      expect(await next()).toBeNull();
    });

    it('tells who renews too late that another has it', async () => {
      const id = await addRequest(database);
      const first = await nextOrFail();
      await nextOrFail(0);

      expect(await database.recommendations.renew([first])).toEqual([]);
      expect(await status(id)).toBe('scoring');
    });

    it('cannot be failed or given back by who holds it no longer', async () => {
      const id = await addRequest(database);
      const stopped = await nextOrFail();
      const holder = await nextOrFail(0);

      expect(await database.recommendations.fail(stopped, 'x', 'y')).toBe(false);
      await database.recommendations.giveBack(stopped, 0, true);

      expect(await status(id)).toBe('scoring');
      expect(await database.recommendations.renew([holder])).toEqual([id]);
    });

    it('can be decided by who holds it no longer, once', async () => {
      const id = await addRequest(database);
      await nextOrFail();
      const holder = await nextOrFail(0);
      const decide = () => database.recommendations.commitDecision(id, noValidHost(), noExplanation, null);

      expect([await decide(), await decide()]).toEqual([true, false]);
      expect(await database.recommendations.fail(holder, 'x', 'y')).toBe(false);
      expect(await status(id)).toBe('no_valid_host');
    });

    it('is handed out at once when it was given back, and counts as failed only if it is said to be', async () => {
      const id = await addRequest(database);
      await database.recommendations.giveBack(await nextOrFail(), 0, false);
      expect(await status(id)).toBe('queued');
      const second = await nextOrFail();
      expect(second).toMatchObject({ attempts: 2, failedTakes: 0 });
      await database.recommendations.giveBack(second, 0, true);

      expect(await nextOrFail()).toMatchObject({ attempts: 3, failedTakes: 1 });
    });

    it('is not handed out before its time when it was put off, and others are meanwhile', async () => {
      const id = await addRequest(database);
      await database.recommendations.giveBack(await nextOrFail(), 3_600_000, true);
      const other = await addRequest(database);

      expect((await nextOrFail()).id).toBe(other);
      expect(await next()).toBeNull();
      await database.sql.query(`UPDATE recommendation SET not_before = now() WHERE id = $1`, [id]);
      expect((await nextOrFail()).id).toBe(id);
    });

    it('ends with the reason when it is failed by who holds it', async () => {
      const id = await addRequest(database);

      expect(await database.recommendations.fail(await nextOrFail(), 'decision.timed_out', 'Too slow.')).toBe(true);
      expect(await database.recommendations.get(id)).toMatchObject({
        status: 'failed',
        decision: null,
        failure: { code: 'decision.timed_out', detail: 'Too slow.' },
      });
    });
  });

  describe('beside a worker of before, which takes by name', () => {
    it('shares the work with it: what one has taken, the other leaves alone until its lease runs out', async () => {
      const [mine, its] = [await accept('a', 'mine'), await accept('a', 'its')];
      await take(database.sql, its);

      expect((await nextOrFail()).id).toBe(mine);
      expect(await next()).toBeNull();
      expect((await nextOrFail(0)).id).toBe(its);
    });

    it('gives way to it where it takes what is held, so that both cannot fail it', async () => {
      const id = await addRequest(database);
      const held = await nextOrFail();
      await take(database.sql, id);

      expect(await database.recommendations.renew([held])).toEqual([]);
      expect(await database.recommendations.fail(held, 'x', 'y')).toBe(false);
      expect(await database.recommendations.commitDecision(id, noValidHost(), noExplanation, null)).toBe(true);
      expect((await database.sql.query(FORMER_TAKE, [id])).rows).toEqual([]);
    });

    it('gives a turn to what an API of before accepts', async () => {
      for (const name of ['a1', 'a2']) await accept('a', name);
      await database.sql.query(
        `WITH accepted AS (
           INSERT INTO recommendation (id, project_id, name, request, profile, idempotency_key, body_hash)
           VALUES ($1, 'b', 'b1', $2, $3, NULL, NULL) ON CONFLICT DO NOTHING RETURNING id
         )
         INSERT INTO outbox (recommendation_id) SELECT id FROM accepted RETURNING recommendation_id AS id`,
        [randomUUID(), JSON.stringify(aVmRequest({ name: 'b1' })), JSON.stringify(PROFILES.balanced)],
      );

      expect(await takeAll()).toEqual(['a1', 'b1', 'a2']);
    });
  });
});
