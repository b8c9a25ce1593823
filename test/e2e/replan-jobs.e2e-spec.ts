import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReplanningThread } from '@iopath/planning-threads';
import { Client } from 'pg';
import { startAdvisor, type TestAdvisor, type TestAdvisorOptions } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

/** Threads and processes start from their sources here, on a machine that may be busy. */
jest.setTimeout(180_000);

const ROOT = path.resolve(__dirname, '../..');
const REGISTER = './scripts/register-typescript.cjs';
const DRAIN = { reason: 'drain', hosts: ['compute-01'], time_budget_s: 600 };

interface ReplanJson {
  readonly id: string;
  readonly status: string;
  readonly origin: string;
  readonly schedule_id: string | null;
  readonly superseded_by: string | null;
  readonly progress: { readonly stage: string } | null;
}

let advisor: TestAdvisor;
let sql: Client;

async function start(options: TestAdvisorOptions = {}): Promise<void> {
  advisor = await startAdvisor(options);
  sql = new Client({ connectionString: advisor.databaseUrl });
  await sql.connect();
  await advisor.send('PUT', '/v1/hosts/compute-01/inventory', wireHost(4));
}

afterEach(async () => {
  await sql.end();
  await advisor.close();
});

const ask = async (body: object) => (await advisor.send('POST', '/v1/replans', body)).json as ReplanJson;
const get = async (id: string) => (await advisor.send('GET', `/v1/replans/${id}`)).json as ReplanJson;
const all = async () => (await advisor.send('GET', '/v1/replans')).json as { readonly replans: readonly ReplanJson[] };

async function until<T>(look: () => Promise<T>, is: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await look();
    if (is(found)) return found;
    await sleep(100);
  }
}

const whenSearching = (id: string) =>
  until(
    () => get(id),
    ({ progress }) => progress?.stage === 'search',
  );
const whenOver = (id: string) =>
  until(
    () => get(id),
    ({ status }) => !['queued', 'running'].includes(status),
  );

describe('a re-plan that is searched', () => {
  it('ends when it is cancelled, and is told so to who follows it', async () => {
    await start({
      replannerOn: (databaseUrl) =>
        new ReplanningThread({
          file: path.join(ROOT, 'test/support/searching-thread.ts'),
          data: { databaseUrl },
          onSolverFailed: () => undefined,
          execArgv: ['-r', path.join(ROOT, REGISTER)],
        }),
    });
    const { id } = await ask(DRAIN);
    const following = advisor.send('GET', `/v1/replans/${id}/events`);
    await whenSearching(id);

    expect(await advisor.send('POST', `/v1/replans/${id}:cancel`)).toMatchObject({
      status: 200,
      json: { status: 'running', cancel_requested: true },
    });
    expect(await whenOver(id)).toMatchObject({ status: 'cancelled' });
    const { text } = await following;
    expect(text).toContain('"stage":"search"');
    expect(text.trimEnd().split('\n\n').at(-1)).toMatch(/^event: end\n.*"status":"cancelled"/);
  });

  it('is planned by another worker when its own is killed, and has one plan', async () => {
    await start({ withoutWorker: true });
    const { id } = await ask(DRAIN);
    const doomed = spawn(process.execPath, ['-r', REGISTER, 'test/support/searching-worker.ts'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], DATABASE_URL: advisor.databaseUrl },
      stdio: 'inherit',
    });
    const ended = once(doomed, 'exit');
    await whenSearching(id);
    doomed.kill('SIGKILL');
    await ended;
    expect(await get(id)).toMatchObject({ status: 'running' });
    // So that nobody has to wait for the lease to run out.
    await sql.query(`UPDATE replan SET taken_at = taken_at - interval '1 minute'`);
    await advisor.startWorker();

    expect(await whenOver(id)).toMatchObject({ status: 'planned', plan: { status: 'complete' } });
    const { rows } = await sql.query('SELECT attempts, failed_takes FROM replan');
    expect(rows).toEqual([{ attempts: 2, failed_takes: 1 }]);
  });
});

describe('a plan that waits to be applied', () => {
  it('is superseded, and planned anew, when a VM that it moves has gone', async () => {
    await start();
    const answer = await advisor.send('POST', '/v1/recommendations', wireRequest('vm-1', ['sriov_vf']), {
      prefer: 'wait=30',
    });
    await advisor.send('PUT', '/v1/hosts/compute-02/inventory', wireHost(4));
    const { id } = await ask({ ...DRAIN, supersede: true });
    expect(await whenOver(id)).toMatchObject({ status: 'planned', progress: { moves: 1 } });
    await advisor.send('POST', `/v1/recommendations/${(answer.json as ReplanJson).id}:release`);
    const left = await until(
      () => get(id),
      ({ status }) => status === 'superseded',
    );

    expect(await whenOver(left.superseded_by ?? '')).toMatchObject({ status: 'planned', plan: { steps: [] } });
  });
});

describe('a schedule', () => {
  it('is planned once when it is due, however long it was due', async () => {
    await start();
    const body = { name: 'nightly', cron: '0 3 * * *', replan: { reason: 'rebalance' } };
    const created = await advisor.send('POST', '/v1/replan-schedules', body, { 'idempotency-key': 'nightly' });
    expect(created).toMatchObject({ status: 201, json: { generation: 1, time_zone: 'UTC', last_replan_id: null } });
    const { id } = created.json as ReplanJson;
    expect(created.headers.get('location')).toBe(`/v1/replan-schedules/${id}`);
    await sql.query(`UPDATE replan_schedule SET next_run_at = now() - interval '3 days'`);
    const { replans } = await until(all, (list) => list.replans.some(({ status }) => status === 'planned'));

    expect(replans).toMatchObject([{ origin: 'schedule', schedule_id: id }]);
    const schedule = (await advisor.send('GET', `/v1/replan-schedules/${id}`)).json;
    expect(schedule).toMatchObject({
      last_replan_id: replans[0]?.id,
      next_run_at: expect.stringContaining('T03:00') as string,
    });
  });

  it('is refused where it cannot be read, asks for nothing sensible, or was written by another', async () => {
    await start({ withoutWorker: true });
    const body = { name: 'nightly', cron: '0 3 * * *', replan: { reason: 'rebalance' } };
    const { id } = (await advisor.send('POST', '/v1/replan-schedules', body)).json as ReplanJson;
    const put = (changes: object) =>
      advisor.send('PUT', `/v1/replan-schedules/${id}`, { ...body, generation: 1, ...changes });

    expect(await put({ cron: 'at night' })).toMatchObject({ status: 422, json: { errors: [{ pointer: '/cron' }] } });
    expect(await put({ time_zone: 'Moon/Base' })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/time_zone' }] },
    });
    expect(await put({ replan: { reason: 'drain' } })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/replan/hosts', code: 'replan.hosts_missing' }] },
    });
    expect(await put({ enabled: false })).toMatchObject({ status: 200, json: { generation: 2, next_run_at: null } });
    expect(await put({})).toMatchObject({ status: 409, json: { code: 'replan_schedule.generation_conflict' } });
    expect(await advisor.send('DELETE', `/v1/replan-schedules/${id}`)).toMatchObject({ status: 204 });
    expect(await advisor.send('GET', `/v1/replan-schedules/${id}`)).toMatchObject({
      status: 404,
      json: { code: 'replan_schedule.not_found' },
    });
  });
});
