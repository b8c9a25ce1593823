import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { FleetShape } from '@iopath/testing';
import { Client } from 'pg';
import { copyDatabase, createTestDatabase, type TestDatabase } from '../test/support/database';
import { createTestRedis } from '../test/support/redis';
import setUpServices from '../test/support/services.setup';
import tearDownServices from '../test/support/services.teardown';
import { Ceiling } from './reserve/ceiling';
import { askFor } from './reserve/clients';
import { print } from './service/figures';
import { addressOf, end, loadFleet, start } from './service/running-service';

/*
 * Reservations a second end to end (HTTP with `Prefer: wait`, API and worker in processes of their own) with 1, 10 and 30
 * clients, over 1,000 hosts and on one; beside each the ceiling in the same run: the same rows written by `pgbench` in a
 * hand-written transaction on the same server. On a shared machine the ratio says more than the rate.
 *
 * `npm run bench:reserve -- --seconds 10 --workers 2 --clients 10,30 --loads one_hot_host`
 */

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
const CLIENTS = listOf('--clients', ['1', '10', '30']).map(Number);
const ASKED_LOADS = listOf(
  '--loads',
  LOADS.map(({ load }) => load),
);

async function bench(): Promise<void> {
  await setUpServices();
  try {
    for (const load of LOADS) if (ASKED_LOADS.includes(load.load)) await measure(load);
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
      const cpuBeforeMs = processes.map(cpuMsOf);
      const { perSecond, latencyMs, outcomes } = await askFor(url, clients, SECONDS, `c${clients}`);
      await trimming.stop();
      const decided = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
      const [ofApi = 0, ...ofWorkers] = processes.map((each, at) => cpuMsOf(each) - (cpuBeforeMs[at] ?? 0));
      const best = (await ceiling?.run(clients, SECONDS, hosts)) ?? null;
      print({
        bench: 'reserve',
        load,
        clients,
        per_second: perSecond,
        latency_ms: latencyMs,
        outcomes,
        cpu_ms_each: { api: ofApi / decided, workers: ofWorkers.reduce((sum, ms) => sum + ms, 0) / decided },
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
  return { DATABASE_URL: databaseUrl, REDIS_URL: url, REDIS_PREFIX: prefix };
}

/** CPU time of a process so far, by Linux' `/proc` in hundredths of a second; NaN where that is not there. */
function cpuMsOf({ pid }: ChildProcess): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const [, ...fields] = readFileSync(file, 'utf8').split(') ');
  const [user, system] = (fields.at(-1) ?? '').split(' ').slice(11, 13);
  return (Number(user) + Number(system)) * 10;
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

function numberOf(option: string, otherwise: number): number {
  const [first] = listOf(option, []);
  return first === undefined ? otherwise : Number(first);
}

function listOf(option: string, otherwise: readonly string[]): readonly string[] {
  const at = process.argv.indexOf(option);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? '').split(',');
}

bench().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
