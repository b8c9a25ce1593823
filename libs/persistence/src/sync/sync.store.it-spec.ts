import { randomUUID } from 'node:crypto';
import { type LoneSync, type Sync, SYNC_STAGES } from '@iopath/usecases';
import { openSpecDatabase, type SpecDatabase } from '../../../../test/support/spec-database';

const HOUR_MS = 3_600_000;

describe('synchronisations in PostgreSQL', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const alone = <T>(work: (lone: LoneSync) => Promise<T>) => database.syncs.alone(work);
  const begin = (everyMs: number | null = null) => alone((lone) => lone.begin(randomUUID(), everyMs));
  const namesOf = (sync: Sync | null) => sync?.stages.map(({ name }) => name);
  const over = (sync: Sync): Sync => ({ ...sync, state: 'succeeded' });

  it('queues what is asked for, and lets a second request join it with the stages it lacks', async () => {
    const first = await database.syncs.request(randomUUID(), ['reconcile']);
    const second = await database.syncs.request(randomUUID(), ['hosts', 'reconcile']);

    expect(second.id).toBe(first.id);
    expect(namesOf(second)).toEqual(['hosts', 'reconcile']);
    expect((await database.syncs.list(10, null)).items).toEqual([second]);
  });

  it('queues a new one beside the one that runs', async () => {
    const first = await database.syncs.request(randomUUID(), ['hosts']);
    const running = await begin();
    const second = await database.syncs.request(randomUUID(), ['hosts']);

    expect(running).toMatchObject({ id: first.id, state: 'running' });
    expect(second).toMatchObject({ state: 'queued' });
    expect(second.id).not.toBe(first.id);
  });

  it('gives the same answer to the same id asked again', async () => {
    const id = randomUUID();
    await database.syncs.request(id, ['hosts']);
    await begin();

    expect(await database.syncs.request(id, ['hosts'])).toMatchObject({ id, state: 'running' });
  });

  it('begins one by the clock unless a whole one began within the interval', async () => {
    expect(await database.syncs.isDue(HOUR_MS)).toBe(true);
    const first = await alone(async (lone) => {
      const sync = await lone.begin(randomUUID(), HOUR_MS);
      if (sync !== null) await lone.keep(over(sync));
      return sync;
    });
    expect(namesOf(first)).toEqual([...SYNC_STAGES]);
    expect(first).toMatchObject({ origin: 'schedule', state: 'running' });

    expect(await database.syncs.isDue(HOUR_MS)).toBe(false);
    expect(await begin(HOUR_MS)).toBeNull();
    expect(await database.syncs.isDue(0)).toBe(true);
    expect(await database.syncs.isDue(null)).toBe(false);
  });

  it('does not count one of a single stage as the one that the clock wants', async () => {
    await database.syncs.request(randomUUID(), ['hosts']);
    await alone(async (lone) => {
      const sync = await lone.begin(randomUUID(), null);
      if (sync !== null) await lone.keep(over(sync));
    });

    expect(await database.syncs.isDue(HOUR_MS)).toBe(true);
  });

  it('lets one work at a time', async () => {
    const inner = await alone(async () => {
      const second = await alone(() => Promise.resolve('me too'));
      return ['me', second];
    });

    expect(inner).toEqual(['me', null]);
    expect(await alone(() => Promise.resolve('free again'))).toBe('free again');
  });

  it('lets go of the lock with a session that is ended, and tells who held it', async () => {
    let toldLost = false;
    const work = alone(async (lone) => {
      const lost = new Promise((resolve) => lone.signal.addEventListener('abort', resolve));
      await database.sql.query(`
        SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND objid = 4907222
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
      await lost;
      toldLost = lone.signal.aborted;
      await lone.begin(randomUUID(), HOUR_MS);
    });

    await expect(work).rejects.toThrow();
    expect(toldLost).toBe(true);
    expect(await alone(() => Promise.resolve('free'))).toBe('free');
  });

  it('calls what a dead worker left running failed, its stage too, and takes the next', async () => {
    const left = await database.syncs.request(randomUUID(), ['hosts', 'networks']);
    await alone(async (lone) => {
      const sync = await lone.begin(randomUUID(), null);
      const stages = sync?.stages.map((stage) =>
        stage.name === 'hosts' ? { ...stage, state: 'running' as const } : stage,
      );
      await lone.keep({ ...(sync as Sync), stages: stages ?? [] });
    });
    expect(await database.syncs.isDue(null)).toBe(true);
    expect(await begin()).toBeNull();

    const failed = await database.syncs.get(left.id);
    expect(failed).toMatchObject({ state: 'failed', failure: { code: 'sync.interrupted' } });
    expect(failed?.stages.map(({ state }) => state)).toEqual(['failed', 'waiting']);
    expect(await database.syncs.isDue(null)).toBe(false);
  });

  it('does not let a former holder write over what was called failed', async () => {
    await database.syncs.request(randomUUID(), ['hosts']);
    const sync = (await begin()) as Sync;
    await begin();

    await expect(alone((lone) => lone.keep(over(sync)))).rejects.toThrow('not running any more');
  });
});
