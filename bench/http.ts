import type { ChildProcess } from 'node:child_process';
import autocannon from 'autocannon';
import { createTestDatabase } from '../test/support/database';
import { createTestRedis } from '../test/support/redis';
import setUpServices from '../test/support/services.setup';
import tearDownServices from '../test/support/services.teardown';
import { print } from './service/figures';
import { addressOf, end, loadFleet, start } from './service/running-service';

/*
 * Recommendations a second end to end: HTTP with `Prefer: wait`, 10 connections, 1,000 hosts, real PostgreSQL and Redis,
 * API and worker in processes of their own. The baseline is a plain read over the same HTTP stack and database in the
 * same run: on a shared machine the ratio says more than the rate.
 */

const HOSTS = 1_000;
const CONNECTIONS = 10;
const SECONDS = 15;
const JSON_TYPE = { 'content-type': 'application/json' };

interface Load {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function recommendation(reserve: boolean, paths: readonly string[] | null): Load {
  const body = {
    name: 'bench',
    flavor: { vcpus: 1, ram_mib: 256, disk_gib: 1, extra_specs: {} },
    nics: [{ name: 'data', physical_network: 'physnet1', paths }],
    reserve,
  };
  const name = `${reserve ? 'reserve' : 'advise'}_${paths === null ? 'any_path' : paths.join('_')}`;
  return {
    name,
    method: 'POST',
    path: '/v1/recommendations',
    body: JSON.stringify(body),
    headers: { ...JSON_TYPE, prefer: 'wait=30' },
  };
}

async function bench(): Promise<void> {
  await setUpServices();
  const database = await createTestDatabase();
  const redis = createTestRedis();
  const environment = { DATABASE_URL: database.url, REDIS_URL: redis.url, REDIS_PREFIX: redis.prefix };
  const processes: ChildProcess[] = [];
  try {
    const api = start('api', environment, processes);
    const url = await addressOf(api);
    start('worker', environment, processes);
    const started = performance.now();
    await loadFleet(url, HOSTS);
    const hostsPerSecond = (HOSTS * 1000) / (performance.now() - started);
    print({ bench: 'http', load: 'bulk_import', hosts: HOSTS, hosts_per_second: hostsPerSecond });
    const baseline = await run(url, { name: 'read_one_host', method: 'GET', path: '/v1/hosts?limit=1' });
    for (const load of [recommendation(false, null), recommendation(true, null), recommendation(true, ['sriov_vf'])]) {
      const figures = await run(url, load);
      print({ ...figures, rate_to_baseline: figures.per_second / baseline.per_second });
    }
    print(baseline);
  } finally {
    await end(processes);
    await database.drop();
    await tearDownServices();
  }
}

async function run(url: string, { name, method, path: route, body, headers }: Load) {
  const options = { url: `${url}${route}`, method, headers: { ...headers }, connections: CONNECTIONS };
  const load = body === undefined ? options : { ...options, body };
  await autocannon({ ...load, duration: 3 });
  const { requests, latency, non2xx, errors, statusCodeStats } = await autocannon({ ...load, duration: SECONDS });
  return {
    bench: 'http',
    load: name,
    hosts: HOSTS,
    connections: CONNECTIONS,
    per_second: requests.average,
    latency_ms: { p50: latency.p50, p99: latency.p99 },
    statuses: Object.fromEntries(Object.entries(statusCodeStats ?? {}).map(([code, { count }]) => [code, count])),
    failed: non2xx + errors,
  };
}

bench().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
