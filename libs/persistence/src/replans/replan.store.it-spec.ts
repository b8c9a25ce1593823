import { randomUUID } from 'node:crypto';
import { aNewReplan, aReplanPlan, aReplanProgress, aReplanRequest, aReplanStep } from '@iopath/testing';
import type { NewReplan, PlanBasis, TakenReplan } from '@iopath/usecases';
import {
  addHost,
  onHost,
  openSpecDatabase,
  reserve,
  type SpecDatabase,
  versionOf,
} from '../../../../test/support/spec-database';

const LEASE_MS = 60_000;
const NO_STEPS: PlanBasis = { hosts: [], reservationIds: [] };

describe('re-plans in PostgreSQL', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const ask = async (changes: Partial<NewReplan> = {}): Promise<string> =>
    (await database.replans.create(aNewReplan(randomUUID(), changes))).id;
  const take = async (leaseMs = LEASE_MS): Promise<TakenReplan> => {
    const taken = await database.replans.takeNext(leaseMs);
    if (taken === null) throw new Error('nothing is to be taken');
    return taken;
  };
  const statusOf = async (id: string) => (await database.replans.find(id))?.status;

  it('gives back what is stored already under the id of a key', async () => {
    const id = await ask();
    const again = await database.replans.create(aNewReplan(id, { request: aReplanRequest({ timeBudgetS: 5 }) }));

    expect(again).toMatchObject({ id, status: 'queued', request: { timeBudgetS: 30 } });
  });

  it('keeps who asked', async () => {
    const caller = { userId: 'u1', projectId: 'p1' };
    const id = await ask({ requestId: 'req-1', caller });

    expect(await database.replans.find(id)).toMatchObject({ caller, origin: 'request', isCancelAsked: false });
  });

  describe('a take', () => {
    it('hands each of 30 re-plans to one of 8 takers', async () => {
      for (let nth = 0; nth < 30; nth++) await ask();
      const takeAll = async () => {
        const ids: string[] = [];
        for (let taken = await database.replans.takeNext(LEASE_MS); taken !== null;) {
          ids.push(taken.id);
          taken = await database.replans.takeNext(LEASE_MS);
        }
        return ids;
      };
      const taken = (await Promise.all(Array.from({ length: 8 }, takeAll))).flat();

      expect(taken).toHaveLength(30);
      expect(new Set(taken).size).toBe(30);
    });

    it('puts what somebody waits for before what a schedule wants', async () => {
      const scheduled = await ask({ origin: 'schedule' });
      const asked = await ask();

      expect([(await take()).id, (await take()).id]).toEqual([asked, scheduled]);
    });

    it('hands out again what was not renewed, and tells the former holder that it is lost', async () => {
      const id = await ask();
      const first = await take();
      const second = await take(-1);

      expect(second).toMatchObject({ id, attempts: 2, failedTakes: 1 });
      expect(await database.replans.renew(first, null)).toBe('lost');
      expect(await database.replans.renew(second, null)).toBe('held');
    });

    it('takes one result only, of whoever holds it now', async () => {
      const id = await ask();
      const first = await take();
      const second = await take(-1);

      expect(await database.replans.finish(first, aReplanPlan(), NO_STEPS)).toBe(false);
      expect(await database.replans.fail(first, 'replan.internal_error', 'too late')).toBe(false);
      expect(await database.replans.finish(second, aReplanPlan(), NO_STEPS)).toBe(true);
      expect(await database.replans.finish(second, aReplanPlan(), NO_STEPS)).toBe(false);
      expect(await database.replans.get(id)).toMatchObject({ status: 'planned', result: aReplanPlan() });
    });

    it('keeps how far the search is with the lease, and the last word where there is no news', async () => {
      const id = await ask();
      const taken = await take();
      await database.replans.renew(taken, aReplanProgress({ moves: 7 }));
      await database.replans.renew(taken, null);

      expect(await database.replans.find(id)).toMatchObject({ status: 'running', progress: { moves: 7 } });
    });

    it('is put off for as long as was said, and counted where it ended badly', async () => {
      await ask();
      await database.replans.giveBack(await take(), 60_000, true);
      expect(await database.replans.takeNext(LEASE_MS)).toBeNull();

      await database.sql.query('UPDATE replan SET not_before = now()');
      expect(await take()).toMatchObject({ attempts: 2, failedTakes: 1 });
    });

    it('ends as failed with its reason', async () => {
      const id = await ask();
      await database.replans.fail(await take(), 'replan.worker_lost', 'lost');

      expect(await database.replans.find(id)).toMatchObject({
        status: 'failed',
        failure: { code: 'replan.worker_lost', detail: 'lost' },
      });
    });
  });

  describe('cancelling', () => {
    it('ends one that waits at once', async () => {
      const id = await ask();

      expect(await database.replans.cancel(id)).toMatchObject({ status: 'cancelled' });
      expect(await database.replans.takeNext(LEASE_MS)).toBeNull();
    });

    it('tells the worker of one that runs when it renews its lease', async () => {
      const id = await ask();
      const taken = await take();

      expect(await database.replans.cancel(id)).toMatchObject({ status: 'running', isCancelAsked: true });
      expect(await database.replans.renew(taken, null)).toBe('cancel');
      expect(await database.replans.endCancelled(taken)).toBe(true);
      expect(await statusOf(id)).toBe('cancelled');
    });

    it('leaves one that is over as it is', async () => {
      const id = await ask();
      await database.replans.finish(await take(), aReplanPlan(), NO_STEPS);

      expect(await database.replans.cancel(id)).toMatchObject({ status: 'planned', isCancelAsked: false });
      expect(await database.replans.cancel(randomUUID())).toBeNull();
    });
  });

  describe('a list', () => {
    it('is newest first, page by page, by reason and status', async () => {
      const ids = [];
      for (let nth = 0; nth < 3; nth++) ids.unshift(await ask());
      const rebalance = await ask({
        request: aReplanRequest({
          reason: 'rebalance',
          question: { kind: 'plan', goal: { kind: 'rebalance', hosts: null, targets: [] } },
        }),
      });
      await database.replans.cancel(ids[0] ?? '');
      const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id);
      const all = { reason: null, status: null };
      const first = await database.replans.list(all, 2, null);

      expect(idsOf(first)).toEqual([rebalance, ids[0]]);
      expect(idsOf(await database.replans.list(all, 2, first.nextMarker))).toEqual([ids[1], ids[2]]);
      expect(idsOf(await database.replans.list({ reason: 'rebalance', status: null }, 9, null))).toEqual([rebalance]);
      expect(idsOf(await database.replans.list({ reason: null, status: 'cancelled' }, 9, null))).toEqual([ids[0]]);
      await expect(database.replans.list(all, 2, randomUUID())).rejects.toMatchObject({ code: 'query.marker_unknown' });
      expect(await database.replans.backlog()).toEqual({ queued: 3, running: 0 });
    });
  });

  describe('a plan that waits to be applied', () => {
    const MOST_CHANGED = 1 / 3;

    beforeEach(async () => {
      for (const hostName of ['compute-1', 'compute-2', 'compute-3', 'compute-4']) await addHost(database, hostName);
    });

    /** A plan that moves a VM of compute-1 to each of these hosts. */
    const planTo = async (hosts: readonly string[], changes: Partial<NewReplan> = {}) => {
      const reservationIds: string[] = [];
      for (const nth of hosts.keys()) {
        const recommendation = await reserve(database, [await onHost(database, 'compute-1')], 900_000, {
          name: `vm-${nth}`,
        });
        const held = await database.recommendations.get(recommendation);
        reservationIds.push(held?.reservations[0]?.id ?? '');
      }
      const id = await ask(changes);
      const basis: PlanBasis = {
        hosts: await Promise.all(
          hosts.map(async (hostName) => ({ hostName, version: await versionOf(database, hostName) })),
        ),
        reservationIds,
      };
      const steps = hosts.map((toHost, nth) => aReplanStep(reservationIds[nth] ?? '', 'compute-1', toHost));
      await database.replans.finish(await take(), aReplanPlan(steps), basis);
      return { id, reservationIds };
    };
    const outdated = () => database.replans.findOutdated(MOST_CHANGED);
    const move = (hostName: string) =>
      database.sql.query('UPDATE host SET version = version + 1 WHERE host_name = $1', [hostName]);

    it('holds while one of three hosts has moved on, and is outdated when two have', async () => {
      const { id } = await planTo(['compute-2', 'compute-3', 'compute-4']);
      expect(await outdated()).toEqual([]);

      await move('compute-2');
      expect(await outdated()).toEqual([]);

      await move('compute-3');
      expect(await outdated()).toEqual([id]);
    });

    it('is outdated when a VM of a step holds its place no longer', async () => {
      const { id, reservationIds } = await planTo(['compute-2', 'compute-3', 'compute-4']);
      await database.sql.query(`UPDATE reservation SET state = 'released' WHERE id = $1`, [reservationIds[1]]);

      expect(await outdated()).toEqual([id]);
    });

    it('is outdated when a host that a step comes to takes nobody any more', async () => {
      const { id } = await planTo(['compute-2', 'compute-3', 'compute-4']);
      await database.sql.query(`UPDATE host SET state = 'draining' WHERE host_name = 'compute-3'`);

      expect(await outdated()).toEqual([id]);
    });

    it('is never outdated without a step', async () => {
      await planTo([]);
      await move('compute-2');

      expect(await outdated()).toEqual([]);
    });

    it('is superseded by one of the same request, as often as it may renew itself', async () => {
      const { id } = await planTo(['compute-2'], { renews: true });
      const next = randomUUID();
      expect(await database.replans.supersede(id, next, 1)).toBe(true);
      expect(await database.replans.supersede(id, randomUUID(), 1)).toBe(false);
      expect(await database.replans.find(id)).toMatchObject({ status: 'superseded', supersededBy: next });
      expect(await take()).toMatchObject({ id: next, request: aReplanRequest() });

      await database.replans.finish({ id: next, attempts: 1 }, aReplanPlan(), NO_STEPS);
      expect(await database.replans.supersede(next, randomUUID(), 1)).toBe(true);
      expect(await database.replans.find(next)).toMatchObject({ status: 'superseded', supersededBy: null });
    });

    it('is superseded by nothing where nobody wants another one', async () => {
      const { id } = await planTo(['compute-2']);
      await database.replans.supersede(id, randomUUID(), 3);

      expect(await database.replans.find(id)).toMatchObject({ status: 'superseded', supersededBy: null });
      expect(await database.replans.takeNext(LEASE_MS)).toBeNull();
    });
  });

  describe('the table', () => {
    const refused = (sql: string) => expect(database.sql.query(sql)).rejects.toMatchObject({ code: '23514' });

    it('has a result exactly of what was planned, and a failure exactly of what failed', async () => {
      await ask();
      await take();
      await refused(`UPDATE replan SET status = 'planned', finished_at = started_at`);
      await refused(`UPDATE replan SET status = 'failed', finished_at = started_at`);
      await refused(`UPDATE replan SET result = '{}'`);
    });

    it('never applies what only imagines its fleet', async () => {
      await ask({ request: aReplanRequest({ reason: 'what_if' }) });
      const taken = await take();
      await database.replans.finish(taken, aReplanPlan(), null);
      await refused(`UPDATE replan SET status = 'applying'`);
      expect(await statusOf(taken.id)).toBe('planned');
    });
  });
});
