import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database';
import { applyMigrations, MigrationError } from './apply-migrations';

const SHIPPED = path.resolve(__dirname, '../../../../prisma/migrations');
const ADD_RACK = '29990101000000_add_rack';
const ADD_ROW = '29990102000000_add_row';

let database: TestDatabase;
let client: Client;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  folder = await mkdtemp(path.join(tmpdir(), 'iopath-migrations-'));
  await cp(SHIPPED, folder, { recursive: true });
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, 'migration.sql'), sql);
}

function apply(): Promise<readonly string[]> {
  return applyMigrations(database.url, folder);
}

async function hasTable(name: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [name]);
  return rows[0]?.found === true;
}

describe('bringing a database up to date', () => {
  it('does nothing when it is', async () => {
    expect(await apply()).toEqual([]);
  });

  it('applies what is missing, oldest first', async () => {
    await addMigration(ADD_ROW, 'ALTER TABLE rack ADD COLUMN row_number INTEGER');
    await addMigration(ADD_RACK, 'CREATE TABLE rack (name TEXT)');

    expect(await apply()).toEqual([ADD_RACK, ADD_ROW]);
    expect(await apply()).toEqual([]);
  });

  it("keeps Prisma's books, so that Prisma finds nothing left to do", async () => {
    await addMigration(ADD_RACK, 'CREATE TABLE rack (name TEXT)');

    await apply();

    const { rows } = await client.query(
      `SELECT checksum, logs, rolled_back_at, applied_steps_count, finished_at >= started_at AS finished
         FROM _prisma_migrations WHERE migration_name = $1`,
      [ADD_RACK],
    );
    // sha256sum of the file
    const checksum = '5a37bd990f68c48ab9aa4dedc109da004616ab37f57dc02d86faee8f4196f7ff';
    expect(rows).toEqual([{ checksum, logs: null, rolled_back_at: null, applied_steps_count: 1, finished: true }]);
  });

  it('is done once when many start at the same time', async () => {
    await addMigration(ADD_RACK, 'CREATE TABLE rack (name TEXT)');

    const applied = await Promise.all([apply(), apply(), apply(), apply()]);

    expect(applied.flat()).toEqual([ADD_RACK]);
  });

  it('makes the whole schema of an empty database once, when many start at the same time', async () => {
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');

    const applied = await Promise.all([apply(), apply(), apply()]);

    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await hasTable('host')).toBe(true);
  });

  it('leaves nothing of a migration that fails, and can be tried again', async () => {
    await addMigration(ADD_RACK, 'CREATE TABLE rack (name TEXT); CREATE TABLE rack (name TEXT)');

    await expect(apply()).rejects.toThrow(`migration ${ADD_RACK} failed: relation "rack" already exists`);
    expect(await hasTable('rack')).toBe(false);

    await addMigration(ADD_RACK, 'CREATE TABLE rack (name TEXT)');
    expect(await apply()).toEqual([ADD_RACK]);
  });

  it('refuses a migration that was changed after it had been applied', async () => {
    await addMigration(ADD_RACK, 'CREATE TABLE rack (name TEXT)');
    await apply();
    await addMigration(ADD_RACK, 'CREATE TABLE rack (name TEXT NOT NULL)');

    await expect(apply()).rejects.toThrow(MigrationError);
    await expect(apply()).rejects.toThrow(`migration ${ADD_RACK} was changed after it had been applied`);
  });

  it('refuses a database on which another tool left a migration unfinished', async () => {
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', 'x', '20200101000000_half')`,
    );

    await expect(apply()).rejects.toThrow('migration 20200101000000_half was begun and never finished');
  });

  it('goes on when an unfinished migration was marked as rolled back', async () => {
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, rolled_back_at)
       VALUES ('1', 'x', '20200101000000_half', now())`,
    );

    expect(await apply()).toEqual([]);
  });
});
