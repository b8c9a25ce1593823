import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { findServerAccount } from '../../libs/persistence/src/embedded/server-account';
import { findPackagedBinaries } from '../../libs/persistence/src/embedded/server-binaries';
import { connectWhenReady, serverUrl } from '../../libs/persistence/src/embedded/server-connection';
import { openServerFolder, type ServerFolder } from '../../libs/persistence/src/embedded/server-folder';
import {
  isRunning,
  launchServer,
  type RunningServer,
  sendSignal,
  shutDownServer,
} from '../../libs/persistence/src/embedded/server-process';

const SUPERUSER = 'tester';
const ENDED_WITHIN_MS = 10_000;
const POLL_MS = 20;

/** The newest of Debian's servers, else one on the path; null when the machine has none. */
export async function findInstalledBinaries(): Promise<string | null> {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? await readdir(debian) : [];
  const newestFirst = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(debian, version, 'bin'));
  const folders = [...newestFirst, ...(process.env['PATH'] ?? '').split(path.delimiter)];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name)))) ?? null;
}

/** The machine's own binaries, else those that npm has installed. */
export async function findAnyBinaries(): Promise<string> {
  return (await findInstalledBinaries()) ?? findPackagedBinaries(await findServerAccount());
}

/** A PostgreSQL server of a test's own, which may be killed and started again on the same files. */
export class PrivatePostgres {
  private server: RunningServer | null = null;

  private constructor(
    private readonly folder: ServerFolder,
    private readonly settings: readonly string[],
  ) {}

  /** Makes the files under `home` and starts the server on them. */
  static async open(home: string, binaries: string, settings: readonly string[]): Promise<PrivatePostgres> {
    const folder = await openServerFolder(home, SUPERUSER, binaries, await findServerAccount());
    const postgres = new PrivatePostgres(folder, settings);
    await postgres.start();
    return postgres;
  }

  /** Where it listens; another one after each start. */
  get port(): number {
    return this.running().port;
  }

  get binaries(): string {
    return this.folder.binaries;
  }

  /** The URL of a database on it, through `port`. */
  url(database: string, port: number = this.port): string {
    return serverUrl({ ...this.running(), port }, this.login(), database);
  }

  /** Resolves once it takes connections, crash recovery included. */
  async start(): Promise<void> {
    this.server = await launchServer(this.folder, this.settings);
    const client = await connectWhenReady(this.server, this.login());
    if (client === null) throw new Error(`${this.folder.binaries}/postgres ends at once; see ${this.folder.logFile}`);
    await client.end();
  }

  /** PostgreSQL's immediate shutdown: no session is told, nothing is written, the next start recovers from the log. */
  async crash(): Promise<void> {
    const { pid } = this.running();
    sendSignal(pid, 'SIGQUIT');
    for (let waitedMs = 0; await isRunning(pid); waitedMs += POLL_MS) {
      if (waitedMs > ENDED_WITHIN_MS) throw new Error(`PostgreSQL (process ${pid}) does not end`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async stop(): Promise<void> {
    if (this.server !== null) await shutDownServer(this.server.pid);
  }

  private login() {
    return { user: SUPERUSER, password: this.folder.password };
  }

  private running(): RunningServer {
    if (this.server === null) throw new Error('PostgreSQL was not started');
    return this.server;
  }
}
