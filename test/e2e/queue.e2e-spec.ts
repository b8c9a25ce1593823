import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { aNewRecommendation } from '@iopath/testing';
import { Client } from 'pg';
import { type Answer, startAdvisor, type TestAdvisor, type TestAdvisorOptions } from '../support/advisor';
import { type AdvisorProcess, startAdvisorProcess } from '../support/advisor-process';
import { wireHost, wireRequest } from '../support/wire-host';
import { createTestRedis } from '../support/redis';

/** Processes start from their sources here, on a machine that may be busy. */
jest.setTimeout(120_000);

let advisor: TestAdvisor;
const complaints: string[] = [];

afterEach(() => advisor.close());

async function anApi(options: TestAdvisorOptions = {}): Promise<void> {
  complaints.length = 0;
  advisor = await startAdvisor({ withoutWorker: true, complain: (line) => complaints.push(line), ...options });
  await advisor.send('PUT', '/v1/hosts/compute-01/inventory', wireHost(4));
}

function submit(changes: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
  return advisor.send('POST', '/v1/recommendations', { ...wireRequest('vm'), ...changes }, headers);
}

const idOf = ({ json }: Answer) => (json as { readonly id: string }).id;
const statusOf = async (id: string) => (await advisor.persistence.recommendations.get(id))?.status;

async function whenDecided(id: string): Promise<void> {
  while (['queued', 'scoring'].includes((await statusOf(id)) ?? '')) await sleep(50);
}

describe('a worker that is killed in the middle of a decision, with no Redis to tell of it', () => {
  const workers: AdvisorProcess[] = [];
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.end()));
  });

  async function startWorker(): Promise<AdvisorProcess> {
    const worker = await startAdvisorProcess('worker', /worker ready/, {
      DATABASE_URL: advisor.databaseUrl,
      REDIS_URL: 'redis://127.0.0.1:1',
      REDIS_PREFIX: createTestRedis().prefix,
      LOG_LEVEL: 'info',
    });
    workers.push(worker);
    return worker;
  }

  it('leaves the request to the next worker, which decides it within 10 s of its start', async () => {
    await anApi();
    const rival = new Client({ connectionString: advisor.databaseUrl });
    await rival.connect();
    const killed = await startWorker();
    // The commit has to wait for the host, so that "in the middle" is no matter of luck.
    await rival.query('BEGIN');
    await rival.query('SELECT 1 FROM host FOR UPDATE');
    const id = idOf(await submit());
    await untilSomebodyWaitsForTheHost(rival);
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    await rival.query('ROLLBACK');
    await rival.end();
    expect(await statusOf(id)).toBe('scoring');

    await startWorker();
    const startedMs = Date.now();
    await whenDecided(id);

    expect(await statusOf(id)).toBe('ready');
    expect(Date.now() - startedMs).toBeLessThan(10_000);
  });
});

async function untilSomebodyWaitsForTheHost(sql: Client): Promise<void> {
  const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND $1 = ANY(pg_blocking_pids(pid)) LIMIT 1`;
  const { rows } = await sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  while ((await sql.query(waiting, [rows[0]?.pid])).rows.length === 0) await sleep(50);
}

describe('a queue that is full', () => {
  it('refuses with 429 and a time to come back, stores nothing, and answers repeats of what it took', async () => {
    await anApi({ queueLimits: { total: 4, perProject: 2 } });
    const first = await submit({ project_id: 'a' }, { 'idempotency-key': 'k1' });
    await submit({ project_id: 'a', priority: 'batch' });
    const third = await submit({ project_id: 'a' });
    const others = [await submit({ project_id: 'b' }), await submit({ project_id: 'b' })];
    const fifth = await submit({ project_id: 'c' });

    expect(others.map(({ status }) => status)).toEqual([202, 202]);
    expect([third.status, third.json]).toMatchObject([429, { code: 'queue.project_full' }]);
    expect([fifth.status, fifth.json]).toMatchObject([429, { code: 'queue.full' }]);
    // Nothing was decided of late, so nobody knows better than the longest.
    expect([third, fifth].map(({ headers }) => headers.get('retry-after'))).toEqual(['60', '60']);
    const again = await submit({ project_id: 'a' }, { 'idempotency-key': 'k1' });
    expect([again.status, idOf(again)]).toEqual([202, idOf(first)]);
    expect((await advisor.persistence.recommendations.list({ projectId: null }, 10, null)).items).toHaveLength(4);
    const { text } = await advisor.send('GET', '/metrics');
    expect(text).toContain('advisor_refused_requests_total{code="queue.full"} 1');
    expect(text).toContain('advisor_queue_undecided{priority="batch"} 1');
    expect(text).toContain('advisor_queue_undecided{priority="interactive"} 3');
  });
});

describe('200 batch requests of one project', () => {
  it('do not hold up what another project asks for now', async () => {
    await anApi();
    const batch = Array.from({ length: 200 }, () => ({
      ...aNewRecommendation(randomUUID(), { projectId: 'a', reserve: false }),
      priority: 'batch' as const,
    }));
    for (const each of batch) await advisor.persistence.recommendations.create(each);
    const id = idOf(await submit({ project_id: 'b', reserve: false }));
    await advisor.startWorker();
    await whenDecided(id);

    const { items } = await advisor.persistence.recommendations.list({ projectId: 'a' }, 200, null);
    const mine = (await advisor.persistence.recommendations.get(id))?.decidedAtMs ?? 0;
    const before = items.filter(({ decidedAtMs }) => decidedAtMs !== null && decidedAtMs < mine);
    // At most those that were taken beside it.
    expect(before.length).toBeLessThanOrEqual(8);
  });
});

describe('a caller that waits', () => {
  it('is answered at once when the API ends, with what there is', async () => {
    await anApi();
    const answer = submit({}, { prefer: 'wait=30' });
    await untilAccepted();
    await advisor.closeApi();

    expect((await answer).status).toBe(202);
    expect(complaints).toEqual([]);
  });

  it('is nothing to complain about when it has gone', async () => {
    await anApi();
    const gone = new AbortController();
    const answer = fetch(`${advisor.url}/v1/recommendations`, {
      method: 'POST',
      body: JSON.stringify(wireRequest('vm')),
      headers: { 'content-type': 'application/json', prefer: 'wait=30' },
      signal: gone.signal,
    });
    await untilAccepted();
    gone.abort();
    await expect(answer).rejects.toThrow(/abort/);
    // Does not wait for the 30 s: nobody waits any more.
    await advisor.closeApi();

    expect(complaints).toEqual([]);
  });

  async function untilAccepted(): Promise<void> {
    while ((await advisor.persistence.recommendations.list({ projectId: null }, 1, null)).items.length === 0) {
      await sleep(20);
    }
  }
});
