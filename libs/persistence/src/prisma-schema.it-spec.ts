import { createTestDatabase, type TestDatabase } from '../../../test/support/database';
import { Database } from './database';
import { Prisma } from './generated/client';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = new Database(testDatabase.url, {
    poolSize: 1,
    statementTimeoutMs: 30_000,
    idleTransactionTimeoutMs: 30_000,
    applicationName: 'prisma-schema',
    onConnectionLost: () => undefined,
  });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

describe("Prisma's schema describes what the migrations make", () => {
  it.each(Object.values(Prisma.ModelName))('%s has every column that the schema says', async (model) => {
    const property = model.charAt(0).toLowerCase() + model.slice(1);
    const models = database.prisma as unknown as Readonly<Record<string, { findFirst(): Promise<unknown> }>>;

    expect(await models[property]?.findFirst()).toBeNull();
  });
});
