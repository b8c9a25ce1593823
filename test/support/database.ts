import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A migrated, empty database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Copies the database that was migrated once for this run; takes some ten milliseconds. */
export function createTestDatabase(): Promise<TestDatabase> {
  return copyDatabase(process.env['TEST_DATABASE_URL'] ?? '');
}

/** Copies a database to which nobody is connected. */
export async function copyDatabase(url: string): Promise<TestDatabase> {
  const template = new URL(url);
  const templateName = template.pathname.slice(1);
  const name = `${templateName}_${randomBytes(4).toString('hex')}`;
  await administer(template, `CREATE DATABASE "${name}" TEMPLATE "${templateName}"`);
  const copy = new URL(template);
  copy.pathname = `/${name}`;
  return { url: copy.href, drop: () => administer(template, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) };
}

/** From outside the template, which cannot be copied while somebody is connected to it. */
async function administer(template: URL, sql: string): Promise<void> {
  const url = new URL(template);
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
