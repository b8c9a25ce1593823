import { createTestDatabase, type TestDatabase } from '../../../test/support/database';
import { Client } from 'pg';
import { Database } from './database';

describe('a database connection', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let administrator: Client;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    administrator = new Client({ connectionString: testDatabase.url });
    await administrator.connect();
    database = new Database(testDatabase.url, {
      poolSize: 1,
      statementTimeoutMs: 30_000,
      idleTransactionTimeoutMs: 30_000,
      applicationName: 'spec',
      onConnectionLost: () => undefined,
    });
  });

  afterAll(async () => {
    await database.close();
    await administrator.end();
    await testDatabase.drop();
  });

  it('that breaks in the middle of a transaction fails the transaction, not the process', async () => {
    const broken = database.transaction(async (session) => {
      const [mine] = await session.query<{ pid: number }>({ text: 'SELECT pg_backend_pid() AS pid' });
      await administrator.query('SELECT pg_terminate_backend($1, 5000)', [mine?.pid]);
      return session.query({ text: 'SELECT 1' });
    });

    await expect(broken).rejects.toThrow(/terminat|not queryable/);
    await expect(database.query({ text: 'SELECT 1 AS one' })).resolves.toEqual([{ one: 1 }]);
  });
});
