import { setTimeout as sleep } from 'node:timers/promises';
import { statusOf } from '../cluster/aftermath';
import type { Cluster } from '../cluster/cluster';
import { ask, onCluster } from './drill-cluster';
import type { Drill } from './drills';

const AWAY_MS = 60_000;
const BEFORE_MS = 5_000;
const AFTER_MS = 5_000;
const ASK_EVERY_MS = 200;
const LOOK_EVERY_MS = 500;
const SETTLED_WITHIN_MS = 60_000;
const HOSTS = 6;

/**
 * Redis stopped for a minute under load: nothing that was accepted is lost, nothing is decided twice, and readiness goes red
 * and green again.
 */
export const redisAway: Drill = (root, { apis, workers }) =>
  onCluster(root, { apis, workers }, HOSTS, async (cluster) => {
    const urls = cluster.apis.map(({ url }) => url);
    const accepted: { readonly id: string; readonly whileAway: boolean }[] = [];
    let refused = 0;
    let isAway = false;
    let isOver = false;
    const load = (async () => {
      for (let turn = 0; !isOver; turn++) {
        const whileAway = isAway;
        const id = await ask(urls[turn % urls.length] ?? '', `vm-${turn}`).catch(() => null);
        if (id === null) refused++;
        else accepted.push({ id, whileAway });
        await sleep(ASK_EVERY_MS);
      }
    })();

    await sleep(BEFORE_MS);
    await cluster.redis.stop('SIGKILL');
    isAway = true;
    const whileAway = await readinessDuring(urls, AWAY_MS);
    await cluster.redis.start();
    isAway = false;
    const backMs = Date.now();
    const greenMs = await untilGreen(urls);
    await sleep(AFTER_MS);
    isOver = true;
    await load;

    const figures = await judge(
      cluster,
      accepted.map(({ id }) => id),
    );
    const acceptedWhileAway = accepted.filter((one) => one.whileAway).length;
    const isGreenAgain = greenMs !== null;
    return {
      passed:
        figures.undecided === 0 &&
        figures.lost === 0 &&
        figures.decidedTwice === 0 &&
        whileAway.has(503) &&
        isGreenAgain &&
        acceptedWhileAway > 0,
      accepted: accepted.length,
      acceptedWhileAway,
      refused,
      ...figures,
      readinessWhileAway: [...whileAway],
      greenAfterMs: greenMs === null ? null : greenMs - backMs,
    };
  });

async function readinessDuring(urls: readonly string[], forMs: number): Promise<ReadonlySet<number>> {
  const seen = new Set<number>();
  for (const endMs = Date.now() + forMs; Date.now() < endMs; await sleep(LOOK_EVERY_MS)) {
    for (const url of urls) seen.add(await statusOf(`${url}/readyz`));
  }
  return seen;
}

/** When all were ready; null when they were not in time. */
async function untilGreen(urls: readonly string[]): Promise<number | null> {
  for (const endMs = Date.now() + SETTLED_WITHIN_MS; Date.now() < endMs; await sleep(LOOK_EVERY_MS)) {
    const statuses = await Promise.all(urls.map((url) => statusOf(`${url}/readyz`)));
    if (statuses.every((status) => status === 200)) return Date.now();
  }
  return null;
}

async function judge(cluster: Cluster, ids: readonly string[]) {
  const sql = await cluster.sql();
  try {
    const count = async (query: string) => (await sql.query<{ count: number }>(query, [ids])).rows[0]?.count ?? 0;
    const undecided = () =>
      count(`SELECT count(*)::int FROM recommendation WHERE id = ANY($1) AND status IN ('queued', 'scoring')`);
    for (const endMs = Date.now() + SETTLED_WITHIN_MS; Date.now() < endMs && (await undecided()) > 0;) {
      await sleep(LOOK_EVERY_MS);
    }
    return {
      undecided: await undecided(),
      lost: ids.length - (await count('SELECT count(*)::int FROM recommendation WHERE id = ANY($1)')),
      decidedTwice: await count(
        `SELECT count(*)::int FROM (SELECT FROM reservation WHERE recommendation_id = ANY($1)
           GROUP BY recommendation_id, member HAVING count(*) > 1) AS twice`,
      ),
    };
  } finally {
    await sql.end();
  }
}
