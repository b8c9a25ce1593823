import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { onCluster, ask } from './drill-cluster';
import type { Drill } from './drills';

const WITHIN_MS = 10_000;
const POLL_MS = 20;
const HOSTS = 4;

/**
 * `kill -9` of the only worker while it decides, then a new one: what it had taken is decided within ten seconds of the new
 * one's being ready.
 */
export const killOnlyWorker: Drill = (root) =>
  onCluster(root, { apis: 1, workers: 1 }, HOSTS, async (cluster) => {
    const [worker] = cluster.workers;
    const api = cluster.apis[0]?.url ?? '';
    if (worker === undefined) throw new Error('there is no worker');
    const sql = await cluster.sql();
    try {
      // Whoever commits a decision locks its host; while these locks are held, no decision can end.
      await sql.query('BEGIN');
      await sql.query('SELECT host_name FROM host ORDER BY host_name FOR NO KEY UPDATE');
      const id = await ask(api, 'in mid-decision');
      if (id === null) throw new Error('the request was not accepted');
      const watcher = await cluster.sql();
      await until(watcher, id, 'scoring');
      await worker.kill(false);
      await sql.query('ROLLBACK');
      const statusWhenKilled = await statusOf(watcher, id);

      worker.start();
      const startedMs = Date.now();
      await worker.ready();
      const readyMs = Date.now();
      await until(watcher, id, 'ready');
      const decidedMs = Date.now();
      await watcher.end();
      return {
        passed: statusWhenKilled === 'scoring' && decidedMs - readyMs <= WITHIN_MS,
        statusWhenKilled,
        startMs: readyMs - startedMs,
        decidedAfterReadyMs: decidedMs - readyMs,
        decidedAfterStartMs: decidedMs - startedMs,
      };
    } finally {
      await sql.end();
    }
  });

async function until(sql: Client, id: string, wanted: string): Promise<void> {
  const deadlineMs = Date.now() + 6 * WITHIN_MS;
  for (;;) {
    const status = await statusOf(sql, id);
    if (status === wanted) return;
    if (Date.now() > deadlineMs) throw new Error(`it is ${status}, and never became ${wanted}`);
    await sleep(POLL_MS);
  }
}

async function statusOf(sql: Client, id: string): Promise<string> {
  const { rows } = await sql.query<{ status: string }>('SELECT status FROM recommendation WHERE id = $1', [id]);
  return rows[0]?.status ?? 'missing';
}
