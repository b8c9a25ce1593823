import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { untilConnected } from '../until-connected';

/** Thrown when the migrations cannot be applied; the message says which one and why. */
export class MigrationError extends Error {}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface RecordedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/** The lock that Prisma Migrate takes too, so that it and we never migrate the same database at once. */
const MIGRATION_LOCK = 72_707_369;

/** The server was there a moment ago, or whoever starts us would not have come so far. */
const CONNECT_WITHIN_MS = 10_000;

/** Prisma Migrate's own bookkeeping, so that `prisma migrate deploy` sees our migrations as applied. */
const CREATE_BOOKKEEPING = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

/**
 * Applies what is missing of `migrationsDir` (`<time>_<name>/migration.sql`), oldest first, each in one transaction.
 * It needs no Prisma, so that an installation without development tools can bring its own database up to date.
 * Any number of processes may call it at once: one applies, the others wait and find nothing to do.
 *
 * @returns the names of the migrations applied by this call
 * @throws MigrationError when an applied migration was edited since, when another tool left one unfinished,
 *   or when one fails; the failed one leaves no trace
 */
export async function applyMigrations(databaseUrl: string, migrationsDir: string): Promise<readonly string[]> {
  const migrations = await readMigrations(migrationsDir);
  const client = await untilConnected(() => connectedClient(databaseUrl), CONNECT_WITHIN_MS);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(CREATE_BOOKKEEPING);
    const missing = findMissing(migrations, await readRecorded(client));
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    // Closing the session releases the lock.
    await client.end();
  }
}

async function connectedClient(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function readRecorded(client: Client): Promise<readonly RecordedMigration[]> {
  const { rows } = await client.query<RecordedMigration>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

function findMissing(migrations: readonly Migration[], recorded: readonly RecordedMigration[]): readonly Migration[] {
  const unfinished = recorded.find(({ finished }) => !finished);
  if (unfinished !== undefined) {
    throw new MigrationError(
      `migration ${unfinished.migration_name} was begun and never finished; repair the database, ` +
        `then set rolled_back_at (or finished_at) of its row in _prisma_migrations`,
    );
  }
  const checksums = new Map(recorded.map((row) => [row.migration_name, row.checksum]));
  return migrations.filter(({ name, checksum }) => {
    const applied = checksums.get(name);
    if (applied !== undefined && applied !== checksum) {
      throw new MigrationError(`migration ${name} was changed after it had been applied to this database`);
    }
    return applied === undefined;
  });
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    const startedAt = new Date();
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name, startedAt],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationError(`migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
