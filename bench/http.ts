import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';
import { syntheticHostFacts } from '@iopath/testing';
import { fromInventory } from '../apps/api/src/hosts/inventory.mapper';
import { createTestDatabase } from '../test/support/database';
import { createTestRedis } from '../test/support/redis';
import setUpServices from '../test/support/services.setup';
import tearDownServices from '../test/support/services.teardown';

/*
 * Recommendations a second end to end: HTTP with `Prefer: wait`, 10 connections, 1,000 hosts, real PostgreSQL and Redis,
 * API and worker in processes of their own. The baseline is a plain read over the same HTTP stack and database in the
 * same run: on a shared machine the ratio says more than the rate.
 */

const ROOT = path.resolve(__dirname, '..');
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
  const environment = {
    ...process.env,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix,
    PORT: '0',
    LOG_LEVEL: 'warn',
  };
  const processes: ChildProcess[] = [];
  try {
    const api = start('api', environment, processes);
    const url = await addressOf(api);
    start('worker', environment, processes);
    await loadFleet(url);
    const baseline = await run(url, { name: 'read_one_host', method: 'GET', path: '/v1/hosts?limit=1' });
    for (const load of [recommendation(false, null), recommendation(true, null), recommendation(true, ['sriov_vf'])]) {
      const figures = await run(url, load);
      print({ ...figures, rate_to_baseline: figures.per_second / baseline.per_second });
    }
    print(baseline);
  } finally {
    for (const child of processes) child.kill('SIGTERM');
    await Promise.all(processes.filter((child) => child.exitCode === null).map((child) => once(child, 'exit')));
    await database.drop();
    await tearDownServices();
  }
}

function start(app: string, env: NodeJS.ProcessEnv, processes: ChildProcess[]): ChildProcess {
  const main = path.join(ROOT, 'dist/apps', app, 'src/main.js');
  const child = spawn(process.execPath, [main], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(child);
  return child;
}

/** The first URL that the process prints: it prints it once it serves. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output to read');
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\/\/[\d.]+:\d+/.exec(line);
    if (url !== null) return url[0];
  }
  throw new Error('the API ended before it served');
}

async function loadFleet(url: string): Promise<void> {
  const lines = syntheticHostFacts(HOSTS).map(({ hostName, inventory }) =>
    JSON.stringify({ host_name: hostName, ...fromInventory(inventory, 0), generation: null }),
  );
  const started = performance.now();
  const answer = await fetch(`${url}/v1/hosts:bulk`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
  const results = (await answer.text()).trim().split('\n');
  const failed = results.filter((line) => (JSON.parse(line) as { status: number }).status >= 400);
  if (failed.length > 0) throw new Error(`${failed.length} hosts were refused, the first: ${failed[0]}`);
  print({
    bench: 'http',
    load: 'bulk_import',
    hosts: HOSTS,
    hosts_per_second: (HOSTS * 1000) / (performance.now() - started),
  });
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

function print(line: Readonly<Record<string, unknown>>): void {
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
  console.log(JSON.stringify(line, rounded));
}

bench().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
