import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AdvisorConfig, readConfig } from '@iopath/config';
import { Redis } from 'ioredis';
import { type Standalone, startStandalone } from '../../apps/standalone/src/start-standalone';
import { AdvisorHttp, type RecommendationAnswer } from '../support/advisor-http';
import { type AdvisorProcess, startAdvisorProcess } from '../support/advisor-process';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { createTestRedis, type TestRedis } from '../support/redis';
import { wireHost, wireRequest } from '../support/wire-host';

/** Several processes start from their sources here, on a machine that may be busy. */
jest.setTimeout(120_000);

describe('a restart on the same data folder', () => {
  let folder: string;
  let running: Standalone | null = null;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'iopath-restart-'));
  });

  afterEach(async () => {
    await running?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function restart(): Promise<AdvisorHttp> {
    await running?.close();
    const config: AdvisorConfig = {
      ...readConfig({ PORT: '0', LOG_LEVEL: 'error', PLANNING_THREADS: '0' }),
      dataDir: folder,
    };
    running = await startStandalone(config);
    return new AdvisorHttp(running.url);
  }

  it('loses no host, no recommendation and no reservation', async () => {
    const before = await restart();
    await before.putInventory('compute-01', wireHost(1));
    const decided = await before.recommend(wireRequest('vm-1', ['sriov_vf']), 30);
    expect(decided.status).toBe('ready');

    const after = await restart();

    expect(await after.recommendation(decided.id)).toEqual(decided);
    expect(await after.reservedAddresses()).toEqual(decided.vf_allocations?.map(({ vf_address }) => vf_address));
    expect((await after.recommend(wireRequest('vm-2', ['sriov_vf']), 30)).status).toBe('no_valid_host');
  });
});

describe('the embedded PostgreSQL', () => {
  it('refuses to forget a host that is reserved on, although it is another PostgreSQL than the one the stores are tested on', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'iopath-embedded-'));
    const config: AdvisorConfig = {
      ...readConfig({ PORT: '0', LOG_LEVEL: 'error', PLANNING_THREADS: '0' }),
      dataDir: folder,
    };
    const running = await startStandalone(config);
    try {
      const http = new AdvisorHttp(running.url);
      await http.putInventory('compute-01', wireHost(1));
      await http.recommend(wireRequest('vm-1', ['sriov_vf']), 30);

      const refused = await fetch(`${running.url}/v1/hosts/compute-01`, { method: 'DELETE' });

      expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'host.has_allocations' }]);
    } finally {
      await running.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('a request that was accepted', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let environment: Readonly<Record<string, string>>;
  const processes: AdvisorProcess[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    redis = createTestRedis();
    environment = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      REDIS_PREFIX: redis.prefix,
      PORT: '0',
      LOG_LEVEL: 'info',
    };
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((process) => process.end()));
    await database.drop();
  });

  async function acceptWith(changes: Readonly<Record<string, string>>): Promise<{ http: AdvisorHttp; id: string }> {
    const api = await startAdvisorProcess('api', /listening on/, { ...environment, ...changes });
    processes.push(api);
    const http = new AdvisorHttp(/http:\S+/.exec(api.readyLine)?.[0] ?? '');
    await http.putInventory('compute-01', wireHost(1));
    const { id, status } = await http.recommend(wireRequest('vm-1'), 0);
    expect(status).toBe('queued');
    return { http, id };
  }

  it('is decided although Redis forgot everything in between', async () => {
    const { http, id } = await acceptWith({});
    expect(await forgetAll(redis)).toBeGreaterThan(0);
    processes.push(await startAdvisorProcess('worker', /worker ready/, environment));

    expect((await whenDecided(http, id)).status).toBe('ready');
  });

  it('is decided although Redis was away when it came', async () => {
    const { http, id } = await acceptWith({ REDIS_URL: 'redis://127.0.0.1:1' });
    processes.push(await startAdvisorProcess('worker', /worker ready/, environment));

    expect((await whenDecided(http, id)).status).toBe('ready');
  });
});

/** What a flush of Redis does to us, and to nobody else who uses it. Returns how many keys there were. */
async function forgetAll({ url, prefix }: TestRedis): Promise<number> {
  const client = new Redis(url);
  const keys = await client.keys(`${prefix}:*`);
  if (keys.length > 0) await client.del(keys);
  client.disconnect();
  return keys.length;
}

/** Waits as long as the test may take. */
async function whenDecided(http: AdvisorHttp, id: string): Promise<RecommendationAnswer> {
  for (;;) {
    const answer = await http.recommendation(id);
    if (answer.status !== 'queued' && answer.status !== 'scoring') return answer;
    await sleep(100);
  }
}
