import { readFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { findServerAccount } from './server-account';
import { findPackagedBinaries } from './server-binaries';
import { openServerFolder, type ServerFolder } from './server-folder';
import { connectWhenReady, serverUrl } from './server-connection';
import { findRunningServer, launchServer, sendSignal, shutDownServer } from './server-process';
import type { RunningServer } from './server-process';

/** A PostgreSQL of the advisor's own. */
export interface EmbeddedPostgres {
  /** Reaches it from this machine; holds the password. */
  readonly databaseUrl: string;
  /** Ends it and returns when its process is gone. May be called again. */
  stop(): Promise<void>;
}

/** Thrown when there can be no embedded PostgreSQL; the message says why and what to do instead. */
export class EmbeddedPostgresError extends Error {}

/** The superuser and the database. `btree_gist`, which the schema needs, takes a superuser to create. */
const EMBEDDED_NAME = 'advisor';

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  // A socket's path may have 107 characters, a data folder's more.
  'unix_socket_directories=',
  'fsync=on',
  'synchronous_commit=on',
  'max_connections=100',
  'timezone=UTC',
];

const ATTEMPTS = 5;
const LOG_LINES = 20;

/** The lock by which a live advisor holds its server; "iopath" in hexadecimal. */
const OWNER_LOCK_HALVES = [0x69_6f, 0x70_61_74_68];
const OWNER_LOCK = OWNER_LOCK_HALVES.join(', ');

/**
 * Starts the PostgreSQL that npm brings along, on the data in `dataDir`, and creates them the first time. A server
 * that a killed advisor has left running is taken over. It listens on a free port of 127.0.0.1 and takes nobody
 * without the password kept beside the data.
 *
 * @throws EmbeddedPostgresError when another live advisor uses `dataDir` (naming its process), or when no server
 *   can be started here
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  try {
    const account = await findServerAccount();
    const binaries = await findPackagedBinaries(account);
    const folder = await openServerFolder(dataDir, EMBEDDED_NAME, binaries, account);
    return await startOn(dataDir, folder);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL cannot start: ${reason}\n` +
        'Set DATABASE_URL to a PostgreSQL server of yours, such as postgresql://user:password@127.0.0.1:5432/advisor, ' +
        'or DATA_DIR to another folder.',
      { cause: error },
    );
  }
}

async function startOn(dataDir: string, folder: ServerFolder): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt++) {
    const server = (await findRunningServer(folder.data)) ?? (await launchServer(folder, SETTINGS));
    const login = { user: EMBEDDED_NAME, password: folder.password };
    const owner = await connectWhenReady(server, login);
    if (owner !== null) {
      await takeOwnership(owner, dataDir);
      await ensureDatabase(owner);
      return { databaseUrl: serverUrl(server, login, EMBEDDED_NAME), stop: stopper(server, owner) };
    }
    // It has ended: its port was taken meanwhile, a rival was faster, or the one found was just shutting down.
    if (attempt === ATTEMPTS) throw new Error(`it ended at once; its log says:\n${await readLog(folder)}`);
  }
}

/** The lock lives and dies with this process's session, so that a killed advisor never blocks the next. */
async function takeOwnership(owner: Client, dataDir: string): Promise<void> {
  const { rows } = await owner.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${OWNER_LOCK}) AS mine`);
  if (rows[0]?.mine === true) return;
  const holder = await describeHolder(owner);
  await owner.end();
  throw new EmbeddedPostgresError(
    `Another advisor (${holder}) is using the data in ${dataDir}. Stop it, or set DATA_DIR to another folder, ` +
      'or DATABASE_URL to a PostgreSQL server that both may use.',
  );
}

/** The owner's session is named after its process. */
async function describeHolder(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE locktype = 'advisory' AND granted AND classid = $1 AND objid = $2`,
    OWNER_LOCK_HALVES,
  );
  return rows[0]?.name ?? 'just ending';
}

async function ensureDatabase(owner: Client): Promise<void> {
  const { rowCount } = await owner.query('SELECT FROM pg_database WHERE datname = $1', [EMBEDDED_NAME]);
  if (rowCount === 0) await owner.query(`CREATE DATABASE "${EMBEDDED_NAME}"`);
}

/** Ends the server once, however often it is called; and when this process ends without calling it. */
function stopper({ pid }: RunningServer, owner: Client): () => Promise<void> {
  let stopped: Promise<void> | null = null;
  const atExit = (): void => void sendSignal(pid, 'SIGINT');
  process.once('exit', atExit);
  return () =>
    (stopped ??= (async () => {
      process.off('exit', atExit);
      await shutDownServer(pid);
      await owner.end();
    })());
}

async function readLog({ logFile }: ServerFolder): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return log.split('\n').slice(-LOG_LINES).join('\n').trim();
}
