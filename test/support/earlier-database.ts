import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applyMigrations } from '../../libs/persistence/src/migrate/apply-migrations';
import { Client } from 'pg';
import { createTestDatabase } from './database';

const SHIPPED = path.resolve(__dirname, '../../prisma/migrations');

/** A database as it was before a migration, to be filled and then brought up to date. */
export interface EarlierDatabase {
  readonly url: string;
  readonly sql: Client;
  /** Applies that migration and all later ones. */
  bringUpToDate(): Promise<void>;
  close(): Promise<void>;
}

/** @param migration name of the first migration that the database does not have. */
export async function openDatabaseBefore(migration: string): Promise<EarlierDatabase> {
  const database = await createTestDatabase();
  const sql = new Client({ connectionString: database.url });
  await sql.connect();
  await sql.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  const folder = await mkdtemp(path.join(tmpdir(), 'iopath-migrations-'));
  await cp(SHIPPED, folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name >= migration && name !== 'migration_lock.toml') await rm(path.join(folder, name), { recursive: true });
  }
  await applyMigrations(database.url, folder);
  await rm(folder, { recursive: true });
  return {
    url: database.url,
    sql,
    bringUpToDate: async () => {
      await applyMigrations(database.url, SHIPPED);
    },
    close: async () => {
      await sql.end();
      await database.drop();
    },
  };
}
