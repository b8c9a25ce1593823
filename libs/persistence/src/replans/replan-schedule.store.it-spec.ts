import { randomUUID } from 'node:crypto';
import { aReplanPlan, aReplanRequest } from '@iopath/testing';
import type { ReplanSchedule, ReplanScheduleDocument } from '@iopath/usecases';
import { openSpecDatabase, refusal, type SpecDatabase } from '../../../../test/support/spec-database';

const HOUR_MS = 3_600_000;
const NIGHTLY: ReplanScheduleDocument = {
  name: 'nightly',
  cron: '0 3 * * *',
  timeZone: 'Europe/Berlin',
  enabled: true,
  request: aReplanRequest(),
};

describe('schedules of re-plans in PostgreSQL', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const anHourAgo = () => Date.now() - HOUR_MS;
  const inAnHour = () => Date.now() + HOUR_MS;
  const keep = (nextRunAtMs: number | null = anHourAgo(), document = NIGHTLY) =>
    database.replanSchedules.create(randomUUID(), document, nextRunAtMs, { userId: 'u1', projectId: null });
  const dueOne = async (): Promise<ReplanSchedule> => {
    const [schedule] = await database.replanSchedules.due(10);
    if (schedule === undefined) throw new Error('nothing is due');
    return schedule;
  };

  it('keeps what was said, and gives it back under the same id', async () => {
    const kept = await keep();

    expect(kept).toMatchObject({ ...NIGHTLY, generation: 1, lastRunAtMs: null, lastReplanId: null });
    expect(await database.replanSchedules.get(kept.id)).toEqual(kept);
    expect(await database.replanSchedules.create(kept.id, { ...NIGHTLY, name: 'other' }, inAnHour(), null)).toEqual(
      kept,
    );
  });

  it('is written by whoever saw what is stored', async () => {
    const { id } = await keep();
    const disabled = { ...NIGHTLY, enabled: false };

    expect(await database.replanSchedules.replace(id, 1, disabled, null)).toMatchObject({
      enabled: false,
      generation: 2,
      nextRunAtMs: null,
    });
    await expect(database.replanSchedules.replace(id, 1, NIGHTLY, inAnHour())).rejects.toMatchObject(
      refusal('conflict', 'replan_schedule.generation_conflict'),
    );
    await expect(database.replanSchedules.replace(randomUUID(), 1, NIGHTLY, inAnHour())).rejects.toMatchObject(
      refusal('not_found', 'replan_schedule.not_found'),
    );
  });

  it('lists page by page, and forgets what is deleted', async () => {
    const first = await keep();
    const second = await keep();
    const page = await database.replanSchedules.list(1, null);

    expect(page).toEqual({ items: [first], nextMarker: first.id });
    expect(await database.replanSchedules.list(1, first.id)).toEqual({ items: [second], nextMarker: null });
    await database.replanSchedules.delete(first.id);
    expect(await database.replanSchedules.get(first.id)).toBeNull();
    await expect(database.replanSchedules.delete(first.id)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('queues a due run once, however many workers try it', async () => {
    const kept = await keep();
    await keep(inAnHour());
    const schedule = await dueOne();
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => database.replanSchedules.run(schedule, randomUUID(), inAnHour())),
    );

    expect(tries.filter((mine) => mine)).toHaveLength(1);
    const { items } = await database.replans.list({ reason: null, status: null }, 10, null);
    expect(items).toMatchObject([{ origin: 'schedule', scheduleId: kept.id, renews: true, status: 'queued' }]);
    expect(await database.replanSchedules.get(kept.id)).toMatchObject({ lastReplanId: items[0]?.id });
    expect(await database.replanSchedules.due(10)).toEqual([]);
  });

  it('leaves a run out while the one before it goes on', async () => {
    const { id } = await keep();
    const first = randomUUID();
    await database.replanSchedules.run(await dueOne(), first, anHourAgo());
    expect(await database.replanSchedules.run(await dueOne(), randomUUID(), anHourAgo())).toBe(false);
    expect(await database.replanSchedules.get(id)).toMatchObject({ lastReplanId: first });

    const taken = await database.replans.takeNext(60_000);
    await database.replans.finish(taken ?? { id: '', attempts: 0 }, aReplanPlan(), { hosts: [], reservationIds: [] });
    expect(await database.replanSchedules.run(await dueOne(), randomUUID(), inAnHour())).toBe(true);
  });

  it('leaves re-plans of a deleted schedule alone', async () => {
    const { id } = await keep();
    const replan = randomUUID();
    await database.replanSchedules.run(await dueOne(), replan, inAnHour());
    await database.replanSchedules.delete(id);

    expect(await database.replans.find(replan)).toMatchObject({ status: 'queued', scheduleId: null });
  });
});
