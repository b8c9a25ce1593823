import { randomUUID } from 'node:crypto';
import { aNewRecommendation, noExplanation, noValidHost } from '@iopath/testing';
import type { RequestPriority } from '@iopath/usecases';
import { openSpecDatabase, type SpecDatabase } from '../../../test/support/spec-database';

describe('backlog', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const accept = async (projectId: string, priority: RequestPriority) => {
    const id = randomUUID();
    await database.recommendations.create({ ...aNewRecommendation(id, { projectId }), priority });
    return id;
  };
  const decide = (id: string) => database.recommendations.commitDecision(id, noValidHost(), noExplanation, null);

  it('counts what is undecided, taken or not, by project and priority', async () => {
    await accept('a', 'interactive');
    await accept('a', 'batch');
    await accept('a', 'batch');
    await decide(await accept('a', 'interactive'));
    const oldest = await accept('b', 'interactive');
    await accept('b', 'interactive');
    await database.recommendations.takeNext(60_000);
    await database.sql.query(`UPDATE recommendation SET created_at = '2026-01-01T00:00:00Z' WHERE id = $1`, [oldest]);

    const parts = await database.backlog.read();
    expect(parts).toHaveLength(3);
    expect(parts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ projectId: 'a', priority: 'batch', undecided: 2 }),
        expect.objectContaining({ projectId: 'a', priority: 'interactive', undecided: 1 }),
        { projectId: 'b', priority: 'interactive', undecided: 2, oldestMs: Date.UTC(2026, 0, 1) },
      ]),
    );
  });

  it('counts what was decided of late', async () => {
    await decide(await accept('a', 'batch'));
    const earlier = await accept('a', 'batch');
    await decide(earlier);
    await database.sql.query(`UPDATE recommendation SET decided_at = now() - interval '1 minute' WHERE id = $1`, [
      earlier,
    ]);
    await accept('a', 'batch');

    expect(await database.backlog.decidedWithin(30_000)).toBe(1);
  });
});
