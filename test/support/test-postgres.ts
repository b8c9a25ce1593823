import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { findServerAccount } from '../../libs/persistence/src/embedded/server-account';
import { findPackagedBinaries } from '../../libs/persistence/src/embedded/server-binaries';
import { applyMigrations } from '../../libs/persistence/src/migrate/apply-migrations';
import { findInstalledBinaries, PrivatePostgres } from './private-postgres';
import { wantsPrivateServices, type TestService } from './test-service';

/** A server on which databases may be created. */
interface Server {
  /** Of any database on it. */
  readonly url: string;
  readonly description: string;
  stop(): Promise<void>;
}

const STANDARD_PORT = 5432;
const CONNECT_WITHIN_MS = 3000;
const MIGRATIONS = path.resolve(__dirname, '../../prisma/migrations');

/** Nothing here must survive a power cut. */
const THROW_AWAY_SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=300',
  'timezone=UTC',
];

/**
 * A PostgreSQL with one migrated database, from which `createTestDatabase` makes as many as the tests want:
 * the one that `DATABASE_URL` names, else one that listens on this machine, else a private one.
 */
export async function openTestPostgres(runId: string): Promise<TestService> {
  const template = `iopath_test_${runId}`;
  const server = await findServer(template);
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  return {
    environment: { TEST_DATABASE_URL: url.href },
    description: `PostgreSQL: ${server.description}`,
    close: async () => {
      await dropDatabases(server.url, template);
      await server.stop();
    },
  };
}

/** The first server that can be migrated; why the others could not is told when none can. */
async function findServer(template: string): Promise<Server> {
  const refusals: string[] = [];
  for (const open of candidates()) {
    try {
      const server = await open();
      if (server === null) continue;
      await createTemplate(server, template);
      return server;
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `PostgreSQL is missing: set DATABASE_URL, or install PostgreSQL, or let npm install optional packages ` +
      `(${refusals.join('; ')})`,
  );
}

function candidates(): readonly (() => Promise<Server | null>)[] {
  const named = process.env['DATABASE_URL'];
  if (!wantsPrivateServices && named !== undefined && named !== '') {
    return [() => Promise.resolve({ url: named, description: 'as DATABASE_URL says', stop: () => Promise.resolve() })];
  }
  const privateOnes = [
    async () => startPrivate(await findInstalledBinaries()),
    async () => startPrivate(await findPackagedBinaries(await findServerAccount())),
  ];
  return wantsPrivateServices ? privateOnes : [findListening, ...privateOnes];
}

/** One that listens on the standard port and takes us without a password, or with the one in `PGPASSWORD`. */
async function findListening(): Promise<Server | null> {
  const users = [process.env['PGUSER'], 'postgres', userInfo().username].filter((user) => user !== undefined);
  for (const user of new Set(users)) {
    const url = new URL(`postgresql://127.0.0.1:${STANDARD_PORT}/postgres`);
    url.username = user;
    url.password = process.env['PGPASSWORD'] ?? '';
    const accepted = await withClient(url.href, (client) => client.query('SELECT 1')).catch(() => null);
    if (accepted === null) continue;
    return { url: url.href, description: `on port ${STANDARD_PORT}, as ${user}`, stop: () => Promise.resolve() };
  }
  return null;
}

async function startPrivate(binaries: string | null): Promise<Server | null> {
  if (binaries === null) return null;
  const home = await mkdtemp(path.join(tmpdir(), 'iopath-test-postgres-'));
  const removeHome = () => rm(home, { recursive: true, force: true });
  try {
    const postgres = await PrivatePostgres.open(home, binaries, THROW_AWAY_SETTINGS);
    const stop = () => postgres.stop().then(removeHome);
    return { url: postgres.url('postgres'), description: `private, of ${binaries}`, stop };
  } catch (error) {
    await removeHome();
    throw error;
  }
}

async function createTemplate(server: Server, template: string): Promise<void> {
  try {
    await withClient(server.url, (client) => client.query(`CREATE DATABASE "${template}"`));
    const url = new URL(server.url);
    url.pathname = `/${template}`;
    await applyMigrations(url.href, MIGRATIONS);
  } catch (error) {
    await dropDatabases(server.url, template).catch(() => undefined);
    await server.stop();
    throw error;
  }
}

/** The template and all that were made from it; their names begin with its own. */
async function dropDatabases(url: string, template: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [template],
    );
    for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  });
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
