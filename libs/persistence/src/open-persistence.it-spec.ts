import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { REQUIRED_MIGRATION } from './database-health';
import { openPersistence } from './open-persistence';
import { openSpecDatabase, type SpecDatabase } from '../../../test/support/spec-database';

describe('persistence', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());

  it('is healthy on a migrated database', async () => {
    await expect(database.health.ping()).resolves.toBeUndefined();
  });

  it('wants the newest migration there is', async () => {
    const entries = await readdir(path.join(__dirname, '../../../prisma/migrations'), { withFileTypes: true });
    const migrations = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);

    expect(migrations.sort().at(-1)).toBe(REQUIRED_MIGRATION);
  });

  it('is not healthy on a database without the schema', async () => {
    const bare = new URL(database.url);
    bare.pathname = '/postgres';
    const persistence = await openPersistence(bare.href);

    await expect(persistence.health.ping()).rejects.toThrow();
    await persistence.close();
  });

  it('goes on when the server drops its connections', async () => {
    const lost: Error[] = [];
    const persistence = await openPersistence(database.url, {
      applicationName: 'dropped',
      onConnectionLost: (error) => lost.push(error),
    });
    await persistence.health.ping();
    const drop = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'dropped'`;
    await database.sql.query(drop);
    while (lost.length === 0) await new Promise((resolve) => setImmediate(resolve));

    await expect(persistence.health.ping()).resolves.toBeUndefined();
    await persistence.close();
  });

  it('gives up on a server that never answers', async () => {
    const nobody = 'postgresql://postgres@127.0.0.1:1/nothing';

    await expect(openPersistence(nobody, { connectWithinMs: 100 })).rejects.toThrow('ECONNREFUSED');
  });
});
