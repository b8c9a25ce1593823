import { Client } from 'pg';
import { createTestDatabase } from './database';

async function tablesOf(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ tablename: string }>(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
  );
  await client.end();
  return rows.map(({ tablename }) => tablename);
}

it('gives every test a migrated database of its own', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);

  expect(one.url).not.toBe(two.url);
  expect(await tablesOf(one.url)).toContain('_prisma_migrations');
  expect(await tablesOf(two.url)).toEqual(await tablesOf(one.url));

  await Promise.all([one.drop(), two.drop()]);
});
