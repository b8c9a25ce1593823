import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type FleetShape, syntheticHostFacts } from '@iopath/testing';
import { Client } from 'pg';
import { fromInventory } from '../apps/api/src/hosts/inventory.mapper';
import { copyDatabase, createTestDatabase, type TestDatabase } from '../test/support/database';
import { createTestRedis } from '../test/support/redis';
import setUpServices from '../test/support/services.setup';
import tearDownServices from '../test/support/services.teardown';
import { Ceiling } from './reserve/ceiling';
import { askFor } from './reserve/clients';
import { print } from './reserve/figures';

/*
 * Reservations a second end to end (HTTP with `Prefer: wait`, API and worker in processes of their own) with 1, 10 and 30
 * clients, over 1,000 hosts and on one; beside each the ceiling in the same run: the same rows written by `pgbench` in a
 * hand-written transaction on the same server. On a shared machine the ratio says more than the rate.
 *
 * `npm run bench:reserve -- --seconds 10 --workers 2`
 */

const ROOT = path.resolve(__dirname, '..');
const CLIENTS: readonly number[] = [1, 10, 30];
const WARM_UP_S = 3;
interface Load {
  readonly load: string;
  readonly hosts: number;
  readonly shape: FleetShape;
}

/** The hot host has VFs for everybody who holds one at a time. */
const LOADS: readonly Load[] = [
  { load: 'many_hosts', hosts: 1_000, shape: { pfs: 2, vfsAPf: 16, load: 'alike' } },
  { load: 'one_hot_host', hosts: 1, shape: { pfs: 8, vfsAPf: 64, load: 'alike' } },
];
/** So many of the latest reservations live on; older ones are ended as those that nobody confirmed. */
const KEPT = 128;
const TRIM_EVERY_MS = 500;

const SECONDS = numberOf('--seconds', 12);
const WORKERS = numberOf('--workers', 1);

async function bench(): Promise<void> {
  await setUpServices();
  try {
    for (const load of LOADS) await measure(load);
  } finally {
    await tearDownServices();
  }
}

async function measure({ load, hosts, shape }: Load): Promise<void> {
  const loaded = await loadedDatabase(hosts, shape);
  // Of the ceiling's own, for the planners must not read what `pgbench` writes.
  const [database, idle] = [await copyDatabase(loaded.url), await copyDatabase(loaded.url)];
  const processes: ChildProcess[] = [];
  const session = new Client({ connectionString: database.url });
  await session.connect();
  try {
    const environment = environmentOf(database.url);
    const url = await addressOf(start('api', environment, processes));
    for (let worker = 0; worker < WORKERS; worker++) start('worker', environment, processes);
    await askFor(url, 2, WARM_UP_S, 'warm-up');
    const ceiling = await Ceiling.of(idle.url, session);
    const settings = await settingsOf(session);
    print({ bench: 'reserve', load, hosts, workers: WORKERS, ...settings, document_bytes: ceiling?.documentBytes });
    if (ceiling === null) print({ bench: 'reserve', load, ceiling: 'pgbench is not installed: no ratio' });
    for (const clients of CLIENTS) {
      const trimming = keepTrimmed(database.url);
      const cpuBeforeMs = cpuMsOf(processes);
      const { perSecond, latencyMs, outcomes } = await askFor(url, clients, SECONDS, `c${clients}`);
      await trimming.stop();
      const cpuMs = cpuMsOf(processes) - cpuBeforeMs;
      const best = (await ceiling?.run(clients, SECONDS, hosts)) ?? null;
      print({
        bench: 'reserve',
        load,
        clients,
        per_second: perSecond,
        latency_ms: latencyMs,
        outcomes,
        cpu_ms_each: cpuMs / Object.values(outcomes).reduce((sum, count) => sum + count, 0),
        pgbench: best === null ? null : { per_second: best.perSecond, latency_ms: best.latencyMs },
        ratio_to_pgbench: best === null ? null : perSecond / best.perSecond,
      });
    }
  } finally {
    await end(processes);
    await session.end();
    for (const each of [database, idle, loaded]) await each.drop();
  }
}

/** A database with the fleet in it, and nobody connected. */
async function loadedDatabase(hosts: number, shape: FleetShape): Promise<TestDatabase> {
  const database = await createTestDatabase();
  const processes: ChildProcess[] = [];
  try {
    await loadFleet(await addressOf(start('api', environmentOf(database.url), processes)), hosts, shape);
    return database;
  } finally {
    await end(processes);
  }
}

function environmentOf(databaseUrl: string): NodeJS.ProcessEnv {
  const { url, prefix } = createTestRedis();
  const stores = { DATABASE_URL: databaseUrl, REDIS_URL: url, REDIS_PREFIX: prefix };
  return { ...process.env, ...stores, PORT: '0', LOG_LEVEL: 'warn' };
}

/** CPU time of API and workers so far, by Linux' `/proc` in hundredths of a second; NaN where that is not there. */
function cpuMsOf(processes: readonly ChildProcess[]): number {
  const ticksOf = ({ pid }: ChildProcess): number => {
    const file = `/proc/${pid}/stat`;
    if (!existsSync(file)) return Number.NaN;
    const [, ...fields] = readFileSync(file, 'utf8').split(') ');
    const [user, system] = (fields.at(-1) ?? '').split(' ').slice(11, 13);
    return Number(user) + Number(system);
  };
  return processes.reduce((sum, process) => sum + ticksOf(process) * 10, 0);
}

async function end(processes: readonly ChildProcess[]): Promise<void> {
  for (const child of processes) child.kill('SIGTERM');
  await Promise.all(processes.filter((child) => child.exitCode === null).map((child) => once(child, 'exit')));
}

/** Lets the older reservations run out, for the workers to end as they end any that nobody confirms. */
const LET_RUN_OUT = `
  WITH old AS (
    SELECT id FROM reservation WHERE state = 'reserved' AND expires_at > now() ORDER BY created_at DESC OFFSET $1
  ), hold AS (
    UPDATE reservation SET expires_at = now() FROM old WHERE reservation.id = old.id
  )
  UPDATE allocation SET expires_at = now() FROM old WHERE allocation.reservation_id = old.id`;

function keepTrimmed(databaseUrl: string): { stop(): Promise<void> } {
  const session = new Client({ connectionString: databaseUrl });
  let isOver = false;
  const run = async (): Promise<void> => {
    await session.connect();
    while (!isOver) {
      await session.query(LET_RUN_OUT, [KEPT]);
      await new Promise((resolve) => setTimeout(resolve, TRIM_EVERY_MS));
    }
    await session.end();
  };
  const running = run();
  return {
    stop: () => {
      isOver = true;
      return running;
    },
  };
}

async function settingsOf(session: Client): Promise<Readonly<Record<string, string>>> {
  const names = ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes'];
  const { rows } = await session.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY ($1)',
    [names],
  );
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
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

async function loadFleet(url: string, hosts: number, shape: FleetShape): Promise<void> {
  const lines = syntheticHostFacts(hosts, shape).map(({ hostName, inventory }) =>
    JSON.stringify({ host_name: hostName, ...fromInventory(inventory, 0), generation: null }),
  );
  const answer = await fetch(`${url}/v1/hosts:bulk`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
  const results = (await answer.text()).trim().split('\n');
  const failed = results.filter((line) => (JSON.parse(line) as { status: number }).status >= 400);
  if (failed.length > 0) throw new Error(`${failed.length} hosts were refused, the first: ${failed[0]}`);
}

function numberOf(option: string, otherwise: number): number {
  const at = process.argv.indexOf(option);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

bench().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
