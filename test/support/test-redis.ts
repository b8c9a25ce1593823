import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { answers, findRedisProgram, PrivateRedis } from './private-redis';
import { wantsPrivateServices, type TestService } from './test-service';

interface Server {
  readonly url: string;
  readonly description: string;
  stop(): Promise<void>;
}

const STANDARD_URL = 'redis://127.0.0.1:6379';
const KEYS_PER_SCAN = 1000;

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
  return startPrivate(await findRedisProgram());
}

async function startPrivate(program: string): Promise<Server> {
  const home = await mkdtemp(path.join(tmpdir(), 'iopath-test-redis-'));
  const removeHome = () => rm(home, { recursive: true, force: true });
  try {
    const redis = await PrivateRedis.open(home, program);
    return { url: redis.url, description: `private, of ${program}`, stop: () => redis.stop().then(removeHome) };
  } catch (error) {
    await removeHome();
    throw error;
  }
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
