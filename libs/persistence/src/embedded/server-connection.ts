import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { isRunning, type RunningServer } from './server-process';

/** Who connects. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

const READY_WITHIN_MS = 60_000;
const POLL_MS = 25;

/** PostgreSQL's code while it starts up, recovers or shuts down. */
const CANNOT_CONNECT_NOW = '57P03';

/** The URL of a database on a server of this machine. */
export function serverUrl({ port }: RunningServer, { user, password }: Login, database: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * Connects to a server that may be just starting; the session is named after this process.
 *
 * @returns null when the server ended before it took a connection
 * @throws the connection's error when it is another one, or the server stays busy for a minute
 */
export async function connectWhenReady(server: RunningServer, login: Login): Promise<Client | null> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const client = new Client({
      connectionString: serverUrl(server, login, 'postgres'),
      application_name: `process ${process.pid}`,
    });
    // When the server ends first, those who use the database notice by themselves; this session has nothing to lose.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!isNotReady(error) || performance.now() > deadline) throw error;
    }
    if (!(await isRunning(server.pid))) return null;
    await sleep(POLL_MS);
  }
}

function isNotReady(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === CANNOT_CONNECT_NOW || code === 'ECONNREFUSED' || code === 'ECONNRESET';
}
