import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerAccount } from './server-account';

/** Where a server lives and who runs it. */
export interface ServerPlace {
  /** The folder of `initdb` and `postgres`. */
  readonly binaries: string;
  /** PostgreSQL's own data directory. */
  readonly data: string;
  readonly logFile: string;
  readonly account: ServerAccount | null;
}

/** A server that runs, started by us or found running. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

const POLL_MS = 25;
const FAST_SHUTDOWN_MS = 30_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;

/** Line numbers in `postmaster.pid` (PostgreSQL: src/include/utils/pidfile.h). */
const PID_LINE = 0;
const PORT_LINE = 3;

/**
 * Starts a server that outlives a signal to this process's terminal: it is in a process group of its own, so that
 * Ctrl-C reaches us first and the work in hand can still be written.
 *
 * @param settings PostgreSQL's `name=value` settings
 * @returns as soon as the process exists; it may not take connections yet, or end for a reason in its log
 */
export async function launchServer(place: ServerPlace, settings: readonly string[]): Promise<RunningServer> {
  const port = await findFreePort();
  const log = await open(place.logFile, 'w', 0o600);
  try {
    const child = spawn(
      path.join(place.binaries, 'postgres'),
      ['-D', place.data, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])],
      { ...place.account, cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd], env: SERVER_ENVIRONMENT },
    );
    const pid = await spawned(child);
    child.unref();
    return { pid, port };
  } finally {
    await log.close();
  }
}

/** Runs one of the server's programs to its end, and throws what it said when it fails. */
export async function runProgram(place: ServerPlace, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(path.join(place.binaries, program), args, {
    ...place.account,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: SERVER_ENVIRONMENT,
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw new Error(`${program} failed: ${complaint.trim()}`);
}

/**
 * The server that works on `data`, if one does. A `postmaster.pid` whose process is gone, or is by now another
 * program, is removed: PostgreSQL would take a stranger with that number for a rival and refuse to start.
 */
export async function findRunningServer(data: string): Promise<RunningServer | null> {
  const pidFile = path.join(data, 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[PID_LINE]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (!(await worksOn(pid, data))) {
    await rm(pidFile, { force: true });
    return null;
  }
  return { pid, port: Number(lines[PORT_LINE]) };
}

/** Whether the process still runs; one that has ended and waits to be reaped does not. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/^\d+ \(.*\) Z/.test(status);
}

/** Ends the server, its sessions first; gives up waiting for a clean end only when it takes unreasonably long. */
export async function shutDownServer(pid: number): Promise<void> {
  const steps = [
    { signal: 'SIGINT', waitMs: FAST_SHUTDOWN_MS },
    { signal: 'SIGQUIT', waitMs: IMMEDIATE_SHUTDOWN_MS },
    { signal: 'SIGKILL', waitMs: IMMEDIATE_SHUTDOWN_MS },
  ] as const;
  for (const { signal, waitMs } of steps) {
    if (!sendSignal(pid, signal) || (await hasEnded(pid, waitMs))) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end`);
}

/** @returns whether there was a process to receive it */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Nothing of our own environment: `PG*` variables and locales would change what the server does. */
const SERVER_ENVIRONMENT = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

async function spawned(child: ChildProcess): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', resolve);
  });
  if (child.pid === undefined) throw new Error('the server has no process id');
  return child.pid;
}

/** A server's working directory is its data directory; where that cannot be read, being alive must do. */
async function worksOn(pid: number, data: string): Promise<boolean> {
  if (!(await isRunning(pid))) return false;
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return folder === null || folder === (await realpath(data));
}

async function hasEnded(pid: number, withinMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += POLL_MS) {
    if (!(await isRunning(pid))) return true;
    await sleep(POLL_MS);
  }
  return false;
}
