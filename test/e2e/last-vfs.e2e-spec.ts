import { readConfig } from '@iopath/config';
import { startStandalone } from '../../apps/standalone/src/start-standalone';
import { AdvisorHttp, type RecommendationAnswer } from '../support/advisor-http';
import { type AdvisorProcess, startAdvisorProcess } from '../support/advisor-process';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { createTestRedis } from '../support/redis';
import { wireHost, wireRequest } from '../support/wire-host';

/** Several processes start from their sources here, on a machine that may be busy. */
jest.setTimeout(120_000);

const REQUESTS = 50;
const FREE_VFS = 10;

describe('50 requests at once for the last 10 VFs', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });

  afterEach(() => database.drop());

  it('in one process: 10 get a VF, 40 another path or no host, no VF twice', async () => {
    const config = {
      ...readConfig({ PORT: '0', LOG_LEVEL: 'error', PLANNING_THREADS: '0' }),
      databaseUrl: database.url,
    };
    const standalone = await startStandalone(config);
    try {
      await expectEachVfOnce(new AdvisorHttp(standalone.url));
    } finally {
      await standalone.close();
    }
  });

  it('with four worker processes: the same', async () => {
    const redis = createTestRedis();
    const environment = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      REDIS_PREFIX: redis.prefix,
      PORT: '0',
      LOG_LEVEL: 'info',
    };
    const worker = () => startAdvisorProcess('worker', /worker ready/, environment);
    const processes: AdvisorProcess[] = [];
    try {
      const api = await startAdvisorProcess('api', /listening on/, environment);
      processes.push(api, ...(await Promise.all([worker(), worker(), worker(), worker()])));
      await expectEachVfOnce(new AdvisorHttp(/http:\S+/.exec(api.readyLine)?.[0] ?? ''));
    } finally {
      expect(await Promise.all(processes.map((process) => process.end()))).toEqual(processes.map(() => 0));
    }
  });
});

/** Half of the requests take nothing but a VF, so that none can be left over; the others take what suits them best. */
async function expectEachVfOnce(http: AdvisorHttp): Promise<void> {
  await http.putInventory('compute-01', wireHost(FREE_VFS));
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, (_, index) =>
      http.recommend(wireRequest(`vm-${index}`, index % 2 === 0 ? ['sriov_vf'] : null), 30),
    ),
  );
  const vfs = answers.flatMap(({ vf_allocations }) => (vf_allocations ?? []).map(({ vf_address }) => vf_address));
  const others = answers.filter(({ vf_allocations }) => (vf_allocations ?? []).length === 0);

  expect(vfs).toHaveLength(FREE_VFS);
  expect(new Set(vfs).size).toBe(FREE_VFS);
  expect([...(await http.reservedAddresses())].sort()).toEqual([...vfs].sort());
  expect(others).toHaveLength(REQUESTS - FREE_VFS);
  expect(others.filter((answer) => !hasAnotherPath(answer) && answer.status !== 'no_valid_host')).toEqual([]);
}

function hasAnotherPath({ status, nics }: RecommendationAnswer): boolean {
  return status === 'ready' && nics?.[0]?.path !== 'sriov_vf';
}
