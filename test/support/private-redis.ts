import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findFreePort } from '../../libs/persistence/src/embedded/server-process';

const CONNECT_WITHIN_MS = 3000;
const START_WITHIN_MS = 10_000;
const POLL_MS = 25;
const PROGRAMS = ['redis-server', 'valkey-server'];

/** Asked by Debian's package scripts before they start a service; 101 means "do not". */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/** The program of a Redis; on Debian, as root, it is installed where it is missing. */
export async function findRedisProgram(): Promise<string> {
  const program = findInstalled() ?? (await installFromDebian());
  if (program === null) throw new Error('Redis is missing: set REDIS_URL, or install redis-server');
  return program;
}

/** A Redis of a test's own, which keeps nothing and may be killed and started again. */
export class PrivateRedis {
  private server: ChildProcess | null = null;

  private constructor(
    private readonly program: string,
    private readonly home: string,
    readonly port: number,
  ) {}

  /** @param home an empty folder, for its working directory */
  static async open(home: string, program: string): Promise<PrivateRedis> {
    const redis = new PrivateRedis(program, home, await findFreePort());
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Resolves once it answers. */
  async start(): Promise<void> {
    const inMemory = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction', '--dir', this.home];
    const server = spawn(this.program, ['--bind', '127.0.0.1', '--port', `${this.port}`, ...inMemory], {
      stdio: 'ignore',
    });
    this.server = server;
    for (let waitedMs = 0; !(await answers(this.url)); waitedMs += POLL_MS) {
      if (waitedMs > START_WITHIN_MS || server.exitCode !== null) {
        await this.stop();
        throw new Error(`Redis is missing: ${this.program} does not start`);
      }
      await sleep(POLL_MS);
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }
}

/** Whether a Redis answers there. */
export async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_WITHIN_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

function findInstalled(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin'];
  const files = PROGRAMS.flatMap((program) => folders.map((folder) => path.join(folder, program)));
  return files.find((file) => existsSync(file)) ?? null;
}

/** As root on Debian and its kin; only the program is wanted, so that no service is started. */
async function installFromDebian(): Promise<string | null> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  console.error('Redis: installing redis-server with apt-get');
  const policyIsOurs = !existsSync(SERVICE_POLICY);
  if (policyIsOurs) await writeFile(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const install = ['install', '-y', '--no-install-recommends', 'redis-server'];
    if (!aptGet(install) && aptGet(['update'])) aptGet(install);
  } finally {
    if (policyIsOurs) await rm(SERVICE_POLICY);
  }
  return findInstalled();
}

function aptGet(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync('apt-get', ['-q', ...args], { env, encoding: 'utf8' });
  if (status !== 0) console.error(`apt-get ${args.join(' ')}: ${stderr.trim()}`);
  return status === 0;
}
