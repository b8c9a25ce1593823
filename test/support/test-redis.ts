import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findFreePort } from '../../libs/persistence/src/embedded/server-process';
import { wantsPrivateServices, type TestService } from './test-service';

interface Server {
  readonly url: string;
  readonly description: string;
  stop(): Promise<void>;
}

const STANDARD_URL = 'redis://127.0.0.1:6379';
const CONNECT_WITHIN_MS = 3000;
const START_WITHIN_MS = 10_000;
const POLL_MS = 25;
const KEYS_PER_SCAN = 1000;
const PROGRAMS = ['redis-server', 'valkey-server'];

/** Asked by Debian's package scripts before they start a service; 101 means "do not". */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/**
 * A Redis with a key prefix for this run: the one that `REDIS_URL` names, else one that listens on this machine,
 * else a private one.
 */
export async function openTestRedis(runId: string): Promise<TestService> {
  const prefix = `iopath-test-${runId}`;
  const server = await findServer();
  return {
    environment: { TEST_REDIS_URL: server.url, TEST_REDIS_PREFIX: prefix },
    description: `Redis: ${server.description}`,
    close: async () => {
      await removeKeys(server.url, prefix);
      await server.stop();
    },
  };
}

async function findServer(): Promise<Server> {
  const named = process.env['REDIS_URL'];
  if (!wantsPrivateServices && named !== undefined && named !== '') {
    if (!(await answers(named))) throw new Error('Redis is missing: nothing answers at REDIS_URL');
    return { url: named, description: 'as REDIS_URL says', stop: () => Promise.resolve() };
  }
  if (!wantsPrivateServices && (await answers(STANDARD_URL))) {
    return { url: STANDARD_URL, description: 'on port 6379', stop: () => Promise.resolve() };
  }
  const program = findInstalled() ?? (await installFromDebian());
  if (program === null) throw new Error('Redis is missing: set REDIS_URL, or install redis-server');
  return startPrivate(program);
}

async function answers(url: string): Promise<boolean> {
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

async function startPrivate(program: string): Promise<Server> {
  const home = await mkdtemp(path.join(tmpdir(), 'iopath-test-redis-'));
  const port = await findFreePort();
  const inMemory = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction', '--dir', home];
  const server = spawn(program, ['--bind', '127.0.0.1', '--port', `${port}`, ...inMemory], { stdio: 'ignore' });
  const ended = once(server, 'exit');
  const stop = async () => {
    server.kill();
    await ended;
    await rm(home, { recursive: true, force: true });
  };
  const url = `redis://127.0.0.1:${port}`;
  for (let waitedMs = 0; !(await answers(url)); waitedMs += POLL_MS) {
    if (waitedMs > START_WITHIN_MS || server.exitCode !== null) {
      await stop();
      throw new Error(`Redis is missing: ${program} does not start`);
    }
    await sleep(POLL_MS);
  }
  return { url, description: `private, of ${program}`, stop };
}

async function removeKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: KEYS_PER_SCAN })) {
      const found = keys as string[];
      if (found.length > 0) await redis.unlink(...found);
    }
  } finally {
    redis.disconnect();
  }
}
