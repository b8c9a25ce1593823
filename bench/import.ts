import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { inventoryDocument } from '@iopath/host-facts';
import { type FleetShape, syntheticHostFacts } from '@iopath/testing';
import { Client } from 'pg';
import { createTestDatabase } from '../test/support/database';
import setUpServices from '../test/support/services.setup';
import tearDownServices from '../test/support/services.teardown';
import { createTestRedis } from '../test/support/redis';
import { libvirtDump } from './import/libvirt-dump';
import { print, quantile } from './service/figures';
import { addressOf, end, loadFleet, start } from './service/running-service';

/*
 * What it takes to bring the inventories of a fleet in, whole by bulk and PUT, and as dumps of libvirt; and what it takes to
 * send the same again. The API is a process of its own, one request at a time; `ratio` is to GET /healthz of the same run,
 * which asks nothing but the HTTP stack, and `select` is one round trip to the database from here.
 */

const HOSTS = Number(process.env['BENCH_HOSTS'] ?? 1_000);
const SHAPE: FleetShape = { pfs: 4, vfsAPf: 64, load: 'alike' };
const OTHERS = 'imported-';

async function bench(): Promise<void> {
  await setUpServices();
  const database = await createTestDatabase();
  const redis = createTestRedis();
  const environment = { DATABASE_URL: database.url, REDIS_URL: redis.url, REDIS_PREFIX: redis.prefix };
  const processes: ChildProcess[] = [];
  const sql = new Client({ connectionString: database.url });
  try {
    await sql.connect();
    const api = start('api', environment, processes);
    const url = await addressOf(api);
    const shared = () => ({ peak_rss_mib: peakRssMib(api), hosts: HOSTS, pfs: SHAPE.pfs, vfs_a_pf: SHAPE.vfsAPf });

    const measure = (act: (i: number) => Promise<unknown>) => latencies(HOSTS, () => cpuMs(api), act);
    const baseline = await measure(() => ask(`${url}/healthz`));
    print({ bench: 'import', load: 'healthz', ...baseline });
    print({ bench: 'import', load: 'select', ...(await measure(() => sql.query('SELECT 1'))) });
    const compared = (load: string, figures: LatencyFigures) =>
      print({ bench: 'import', load, ...shared(), ...figures, ratio: figures.p50_ms / baseline.p50_ms });

    const started = performance.now();
    await loadFleet(url, HOSTS, SHAPE);
    const ms = performance.now() - started;
    print({ bench: 'import', load: 'bulk', ...shared(), s: ms / 1000, ms_a_host: ms / HOSTS, ...(await sizeOf(sql)) });

    const facts = syntheticHostFacts(HOSTS, SHAPE);
    const put = ({ hostName, inventory }: (typeof facts)[number]) =>
      ask(`${url}/v1/hosts/${hostName}/inventory`, 'PUT', JSON.stringify(inventoryDocument(inventory, null)));
    compared('put_unchanged', await measure((i) => put(at(facts, i))));

    const importing = ({ hostName }: { readonly hostName: string }, dump: string) =>
      ask(`${url}/v1/hosts/${OTHERS}${hostName}/inventory:import?format=libvirt`, 'POST', dump);
    const dumps = facts.map(({ inventory }) => libvirtDump(inventory));
    print({ bench: 'import', load: 'dump', kib: Buffer.byteLength(dumps[0] ?? '') / 1024 });
    compared('import_new', await measure((i) => importing(at(facts, i), at(dumps, i))));
    compared('import_unchanged', await measure((i) => importing(at(facts, i), at(dumps, i))));
    const others = dumps.map((dump) => dump.replace('driver><name>', 'driver><name>x'));
    compared('import_changed', await measure((i) => importing(at(facts, i), at(others, i))));
    print({ bench: 'import', load: 'end', ...shared(), ...(await sizeOf(sql)) });
  } finally {
    await sql.end();
    await end(processes);
    await database.drop();
    await tearDownServices();
  }
}

interface LatencyFigures {
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly mean_ms: number;
  /** CPU time of the API's process a request: on a busy machine it says more than the time that passed. */
  readonly server_cpu_ms: number;
}

async function latencies(
  times: number,
  cpuOfServer: () => number,
  act: (i: number) => Promise<unknown>,
): Promise<LatencyFigures> {
  const took: number[] = [];
  const cpuBefore = cpuOfServer();
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await act(i);
    took.push(performance.now() - started);
  }
  const mean = took.reduce((sum, ms) => sum + ms, 0) / took.length;
  const cpu = (cpuOfServer() - cpuBefore) / times;
  took.sort((a, b) => a - b);
  return { p50_ms: quantile(took, 0.5), p99_ms: quantile(took, 0.99), mean_ms: mean, server_cpu_ms: cpu };
}

async function ask(url: string, method = 'GET', body?: string): Promise<void> {
  const type = method === 'PUT' ? 'application/json' : 'application/xml';
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
}

async function sizeOf(sql: Client): Promise<{ readonly database_mib: number }> {
  const { rows } = await sql.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes');
  return { database_mib: Number(rows[0]?.bytes) / 2 ** 20 };
}

/** CPU time of the process so far, of user and system, in ticks of 10 ms; 0 where there is no /proc. */
function cpuMs({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

/** The most that the process ever held, as Linux counts it. */
function peakRssMib({ pid }: ChildProcess): number | null {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) / 1024;
  } catch {
    return null;
  }
}

function at<T>(list: readonly T[], i: number): T {
  return list[i] as T;
}

bench().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
