import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Cluster } from '../cluster/cluster';
import type { ServiceProcess } from '../cluster/service-process';
import type { TcpProxy } from '../cluster/tcp-proxy';
import type { HistoryRecorder } from '../history/recorder';
import type { FaultKind, PlannedFault } from './schedule';

/** Carries out the schedule and writes down what was done when; resolves when the last fault is over. */
export async function unleash(
  cluster: Cluster,
  schedule: readonly PlannedFault[],
  recorder: HistoryRecorder,
): Promise<void> {
  const startedMs = Date.now();
  await Promise.all(
    schedule.map(async (planned) => {
      await sleep(Math.max(0, startedMs + planned.atMs - Date.now()));
      const fromMs = Date.now();
      const target = await inflict(cluster, planned);
      recorder.fault({ kind: planned.kind, target, fromMs, untilMs: Date.now() });
    }),
  );
}

/** Does one thing, and undoes it after its time. Returns to whom. */
async function inflict(cluster: Cluster, { kind, durationMs, index }: PlannedFault): Promise<string> {
  const worker = pickOf(cluster.workers, index);
  const api = pickOf(cluster.apis, index).process;
  const away = () => sleep(durationMs);
  const acts: Readonly<Record<FaultKind, () => Promise<string>>> = {
    kill_worker: () => killed([worker], away),
    kill_all_workers: () => killed(cluster.workers, away),
    kill_api: () => killed([api], away),
    pause_worker: () => paused(worker, away),
    pause_api: () => paused(api, away),
    postgres_crash: async () => {
      await cluster.postgres.crash();
      await away();
      await cluster.postgres.start();
      return 'postgres';
    },
    postgres_cut: () => cut(cluster.postgresProxy, 'postgres'),
    postgres_stall: () => stalled(cluster.postgresProxy, 'postgres', away),
    postgres_refuse: () => refused(cluster.postgresProxy, 'postgres', away),
    postgres_delay: async () => {
      cluster.postgresProxy.delay(5 + (index % 60));
      await away();
      cluster.postgresProxy.delay(0);
      return 'postgres';
    },
    postgres_terminate: () => terminateSessions(cluster),
    redis_restart: async () => {
      await cluster.redis.stop('SIGKILL');
      await away();
      await cluster.redis.start();
      return 'redis';
    },
    redis_flush: () => flush(cluster.redis.url),
    redis_cut: () => cut(cluster.redisProxy, 'redis'),
    redis_stall: () => stalled(cluster.redisProxy, 'redis', away),
    redis_refuse: () => refused(cluster.redisProxy, 'redis', away),
  };
  return acts[kind]();
}

async function killed(processes: readonly ServiceProcess[], away: () => Promise<void>): Promise<string> {
  await Promise.all(processes.map((process) => process.kill(false)));
  await away();
  for (const process of processes) process.start();
  return processes.map(({ name }) => name).join(',');
}

async function paused(process: ServiceProcess, away: () => Promise<void>): Promise<string> {
  process.pause();
  await away();
  process.resume();
  return process.name;
}

function cut(proxy: TcpProxy, store: string): Promise<string> {
  return Promise.resolve(`${store}, ${proxy.cut()} connections`);
}

async function stalled(proxy: TcpProxy, store: string, away: () => Promise<void>): Promise<string> {
  proxy.stall();
  await away();
  proxy.unstall();
  return store;
}

async function refused(proxy: TcpProxy, store: string, away: () => Promise<void>): Promise<string> {
  await proxy.refuse();
  await away();
  await proxy.open();
  return store;
}

/** As an administrator's `pg_terminate_backend` does, to every other session. */
async function terminateSessions(cluster: Cluster): Promise<string> {
  const sql = await cluster.sql().catch(() => null);
  if (sql === null) return 'postgres, which was down';
  const { rowCount } = await sql.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name LIKE 'iopath-advisor%' AND pid % 2 = 0`,
  );
  await sql.end();
  return `postgres, ${rowCount} sessions`;
}

/** Redis forgets everything, as after a restart without its files. */
async function flush(url: string): Promise<string> {
  const redis = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  const done = await redis.flushall().catch(() => null);
  redis.disconnect();
  return done === null ? 'redis, which was down' : 'redis';
}

function pickOf<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T;
}
