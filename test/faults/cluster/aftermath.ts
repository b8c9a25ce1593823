import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Aftermath } from '../history/evidence';
import type { HistoryRecorder } from '../history/recorder';
import { age } from '../nemesis/time-lapse';
import type { Cluster } from './cluster';

const DECIDED_WITHIN_MS = 120_000;
const READY_WITHIN_MS = 60_000;
const POLL_MS = 250;
/** A reservation that has longer to live than this is helped along. */
const LONGEST_TTL_WAIT_MS = 1_500;
const SWEPT_WITHIN_MS = 30_000;
const ALL = 100_000;

/** Ends all faults, and waits until the service had the time that it needs: to start, to decide, to let expire. */
export async function calm(cluster: Cluster, recorder: HistoryRecorder): Promise<Aftermath> {
  for (const proxy of [cluster.postgresProxy, cluster.redisProxy]) {
    proxy.delay(0);
    proxy.unstall();
    await proxy.open();
  }
  const processes = [...cluster.apis.map(({ process }) => process), ...cluster.workers];
  for (const process of processes) {
    process.resume();
    process.start();
  }
  await within(READY_WITHIN_MS, Promise.all(processes.map((process) => process.ready())));
  const sql = await cluster.sql();
  try {
    await until(
      sql,
      `SELECT count(*)::int AS left FROM recommendation WHERE status IN ('queued', 'scoring')`,
      DECIDED_WITHIN_MS,
    );
    await age(sql, 'calm', LONGEST_TTL_WAIT_MS, ALL, recorder);
    await until(sql, `SELECT count(*)::int AS left FROM reservation WHERE state = 'reserved'`, SWEPT_WITHIN_MS);
  } finally {
    await sql.end();
  }
  return { readiness: await readinessOf(cluster), auditFindings: await audit(cluster) };
}

/** What `/readyz` of each API says, asked until it is well or time is up. */
async function readinessOf(cluster: Cluster): Promise<Readonly<Record<string, number>>> {
  const statuses: Record<string, number> = {};
  for (const { process, url } of cluster.apis) {
    const deadlineMs = Date.now() + READY_WITHIN_MS;
    do {
      statuses[process.name] = await statusOf(`${url}/readyz`);
      if (statuses[process.name] !== 200) await sleep(POLL_MS);
    } while (statuses[process.name] !== 200 && Date.now() < deadlineMs);
  }
  return statuses;
}

export async function statusOf(url: string): Promise<number> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).status;
  } catch {
    return 0;
  }
}

/** The service's own audit of its ledger, a dry run; null where it has none. */
async function audit(cluster: Cluster): Promise<readonly string[] | null> {
  const url = `${cluster.apis[0]?.url}/v1/audits`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ repair: false }),
  });
  if (answer.status === 404) return null;
  const body = (await answer.json()) as {
    readonly findings?: readonly unknown[];
    readonly discrepancies?: readonly unknown[];
  };
  if (!answer.ok) return [`the audit was answered with ${answer.status}: ${JSON.stringify(body)}`];
  return (body.findings ?? body.discrepancies ?? []).map((finding) => JSON.stringify(finding));
}

/** Until the query says that nothing is left, or time is up: what is left then is the checker's business. */
async function until(sql: Client, query: string, withinMs: number): Promise<void> {
  const deadlineMs = Date.now() + withinMs;
  while (Date.now() < deadlineMs) {
    const { rows } = await sql.query<{ left: number }>(query);
    if (rows[0]?.left === 0) return;
    await sleep(POLL_MS);
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, sleep(ms, null, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
