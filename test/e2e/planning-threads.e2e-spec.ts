import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlanningThreads } from '@iopath/planning-threads';
import { SilentDecisionObserver } from '@iopath/usecases';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';
import type { GatedThreadData } from '../support/gated-thread';
import { wireHost, wireRequest } from '../support/wire-host';

/** The thread starts from its sources, on a machine that may be busy. */
jest.setTimeout(120_000);

const SUPPORT = path.resolve(__dirname, '../support');
const REGISTER = path.resolve(__dirname, '../../scripts/register-typescript.cjs');

let advisor: TestAdvisor;
let gate: GatedThreadData['gate'];

function gatedThread(databaseUrl: string, timeLimitMs: number): PlanningThreads {
  const data: GatedThreadData = { databaseUrl, policy: { release: '2025.1' }, gate };
  return new PlanningThreads({
    file: path.join(SUPPORT, 'gated-thread.ts'),
    data,
    threads: 1,
    timeLimitMs,
    observer: new SilentDecisionObserver(),
    onThreadLost: () => undefined,
    execArgv: ['-r', REGISTER],
  });
}

async function start(timeLimitMs = 60_000): Promise<void> {
  gate = new Int32Array(new SharedArrayBuffer(8));
  advisor = await startAdvisor({ plannerOn: (databaseUrl) => gatedThread(databaseUrl, timeLimitMs) });
  await advisor.send('PUT', '/v1/hosts/compute-01/inventory', { ...wireHost(4), generation: null });
}

afterEach(async () => {
  openGate();
  await advisor.close();
});

function openGate(): void {
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
}

/** Resolves when so many have come to plan. */
async function whenCame(count: number): Promise<void> {
  while (Atomics.load(gate, 1) < count) await sleep(5);
}

const submit = (name: string, waitS: number): Promise<Answer> =>
  advisor.send('POST', '/v1/recommendations', wireRequest(name), { prefer: `wait=${waitS}` });

describe('while a decision keeps its thread', () => {
  it('probes, reads and new requests are answered before it, and it is decided in the end', async () => {
    await start();
    const order: string[] = [];
    const decided = submit('vm-1', 30).then((answer) => {
      order.push('decided');
      return answer;
    });
    await whenCame(1);
    for (const url of ['/healthz', '/readyz', '/v1/hosts/compute-01', '/metrics']) {
      const { status } = await advisor.send('GET', url);
      order.push(`${url} ${status}`);
    }
    order.push(`accepted ${(await submit('vm-2', 0)).status}`);
    openGate();

    expect((await decided).json).toMatchObject({ status: 'ready' });
    expect(order).toEqual([
      '/healthz 200',
      '/readyz 200',
      '/v1/hosts/compute-01 200',
      '/metrics 200',
      'accepted 202',
      'decided',
    ]);
  });

  it('so are they while a replay and a comparison do', async () => {
    await start();
    openGate();
    const { id } = (await submit('vm-1', 30)).json as { readonly id: string };
    Atomics.store(gate, 0, 0);
    const order: string[] = [];
    const before = Atomics.load(gate, 1);
    const asked = [
      advisor.send('POST', `/v1/recommendations/${id}:replay`, {}).then(({ status }) => order.push(`replay ${status}`)),
    ];
    await whenCame(before + 1);
    asked.push(
      advisor.send('GET', `/v1/recommendations/${id}/paths`).then(({ status }) => order.push(`paths ${status}`)),
    );
    order.push(`healthz ${(await advisor.send('GET', '/healthz')).status}`);
    openGate();
    await Promise.all(asked);

    expect(order[0]).toBe('healthz 200');
    expect(order.slice(1).sort()).toEqual(['paths 200', 'replay 200']);
  });
});

describe('a question that takes too long', () => {
  it('is a problem for trying again, and leaves the service to others', async () => {
    await start(1_000);
    openGate();
    const { id } = (await submit('vm-1', 30)).json as { readonly id: string };
    Atomics.store(gate, 0, 0);

    expect(await advisor.send('GET', `/v1/recommendations/${id}/paths`)).toMatchObject({
      status: 503,
      json: { code: 'planning.timed_out' },
    });
    openGate();
    expect((await advisor.send('GET', `/v1/recommendations/${id}/paths`)).status).toBe(200);
  });
});
