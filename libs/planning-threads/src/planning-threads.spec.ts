import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { aVmRequest } from '@iopath/testing';
import { PROFILES } from '@iopath/core';
import {
  DecisionObserver,
  DecisionTimedOut,
  PlanningThreadLost,
  type Refusal,
  StaleSnapshotError,
  type TakenRecommendation,
} from '@iopath/usecases';
import { PlanningThreads, type PlanningThreadsOptions } from './planning-threads';
import type { Meeting } from './scripted-thread.fixture';

/** Threads start from the sources, on a machine that may be busy. */
jest.setTimeout(60_000);

const REGISTER = path.resolve(__dirname, '../../../scripts/register-typescript.cjs');
const AS_WEIGHED = { profile: null, profileVersion: null, modelVersion: null, weights: null };
const NEVER_MS = 2 ** 30;

class Notes extends DecisionObserver {
  readonly heard: unknown[] = [];
  override decided(...event: unknown[]): void {
    this.heard.push(['decided', ...event]);
  }
  override planningFailed(...event: unknown[]): void {
    this.heard.push(['planningFailed', ...event]);
  }
}

const words = () => new Int32Array(new SharedArrayBuffer(8));

let observer: Notes;
let meeting: Meeting;
let lost: unknown[];
let threads: PlanningThreads;

function start(options: Partial<PlanningThreadsOptions> = {}): void {
  observer = new Notes();
  meeting = { gate: words(), came: words() };
  lost = [];
  threads = new PlanningThreads({
    file: path.join(__dirname, 'scripted-thread.fixture.ts'),
    data: meeting,
    threads: 1,
    timeLimitMs: NEVER_MS,
    observer,
    onThreadLost: (error) => lost.push(error),
    execArgv: ['-r', REGISTER],
    ...options,
  });
}

afterEach(async () => {
  openGate();
  await threads.close(NEVER_MS);
});

function taken(id: string): TakenRecommendation {
  return { id, request: aVmRequest(), profile: PROFILES.balanced, attempts: 1, failedTakes: 0 };
}

function openGate(): void {
  Atomics.store(meeting.gate, 0, 1);
  Atomics.notify(meeting.gate, 0);
}

/** Resolves when so many calls have begun in threads. */
async function whenCame(count: number): Promise<void> {
  while (Atomics.load(meeting.came, 0) < count) await sleep(5);
}

describe('planning threads', () => {
  it('read the fleet and answer as the planner in them does', async () => {
    start({ threads: 2 });

    expect(await threads.readFleet()).toBe(3);
    expect(await threads.replay('r1', AS_WEIGHED)).toMatchObject({ id: 'r1' });
    expect(await threads.pathsOfRecommendation('r1')).toEqual([{ path: 'r1' }]);
  });

  it('refuse as it does: kind, code, message and faults', async () => {
    start();

    await expect(threads.reserve('r1')).rejects.toMatchObject<Partial<Refusal>>({
      name: 'Refusal',
      kind: 'conflict',
      code: 'recommendation.no_longer_fits',
      message: 'r1 is no longer free',
      faults: [{ pointer: '/nics/0', code: 'nic.taken', message: 'taken' }],
    });
  });

  it('fail as it does: a lost race stays one, an outage can still be told by its code', async () => {
    start();
    const stale = threads.decide(taken('stale'));

    await expect(stale).rejects.toBeInstanceOf(StaleSnapshotError);
    await expect(stale).rejects.toMatchObject({ message: 'a rival was first', cause: { message: 'duplicate key' } });
    await expect(threads.decide(taken('outage'))).rejects.toMatchObject({ code: 'ECONNREFUSED', meta: { port: 5432 } });
  });

  it('let the observer hear on this thread what becomes of decisions', async () => {
    start();
    await threads.decide(taken('r1'));
    await threads.decide(taken('fails'));
    await threads.close(NEVER_MS);

    expect(observer.heard).toEqual([
      ['decided', 'r1', 'ready', 12, 1],
      ['planningFailed', 'fails', expect.objectContaining({ name: 'TypeError', message: 'x is undefined' }), true],
    ]);
  });

  it('leave this thread free: it turns while they plan, and even lets them go on', async () => {
    start();
    const order: string[] = [];
    const decided = threads.decide(taken('plans until the gate opens')).then(() => order.push('decided'));
    await whenCame(1);
    for (let turn = 0; turn < 3; turn++) {
      await new Promise(setImmediate);
      order.push('turn');
    }
    openGate();
    await decided;

    expect(order).toEqual(['turn', 'turn', 'turn', 'decided']);
  });

  it('plan for one while another waits, in the same thread', async () => {
    start({ timeLimitMs: 2_000 });
    const waiting = threads.decide(taken('waits for ever'));
    waiting.catch(() => undefined);
    await whenCame(1);

    await expect(threads.decide(taken('r2'))).resolves.toBeUndefined();
    await expect(waiting).rejects.toBeInstanceOf(DecisionTimedOut);
  });

  it('give work to the one that has least', async () => {
    start({ threads: 2 });
    const blocked = threads.decide(taken('plans until the gate opens'));
    await whenCame(1);

    await expect(threads.decide(taken('r2'))).resolves.toBeUndefined();
    openGate();
    await blocked;
  });
});

describe('a decision that takes too long', () => {
  it('is ended with its thread, which is replaced; who was beside it is not blamed', async () => {
    start({ timeLimitMs: 1_000 });
    const beside = threads.decide(taken('waits for ever'));
    beside.catch(() => undefined);
    await whenCame(1);
    // It waited for less than the limit until now; from here on the thread plans for the other.
    const endless = threads.decide(taken('plans for ever'));

    await expect(endless).rejects.toEqual(new DecisionTimedOut(1_000));
    await expect(beside).rejects.toMatchObject({ name: 'PlanningThreadLost', isToBlame: false });
    await expect(threads.decide(taken('r3'))).resolves.toBeUndefined();
    expect(lost).toHaveLength(1);
  });

  it('takes no question down with it that was asked beside it', async () => {
    start({ timeLimitMs: 1_000 });
    const asked = threads.pathsOfRecommendation('waits for ever where it is asked first');
    await whenCame(1);
    const endless = threads.decide(taken('plans for ever'));

    await expect(endless).rejects.toBeInstanceOf(DecisionTimedOut);
    await expect(asked).resolves.toEqual([{ path: 'waits for ever where it is asked first' }]);
  });
});

describe('a thread that dies', () => {
  it.each(['takes all memory', 'ends its thread'])(
    'of a request that %s is replaced, and the request told from those that were beside it',
    async (deed) => {
      start({ heapLimitMib: 192 });
      const beside = threads.decide(taken('waits for ever'));
      beside.catch(() => undefined);
      await whenCame(1);

      await expect(threads.decide(taken(deed))).rejects.toMatchObject({ name: 'PlanningThreadLost', isToBlame: true });
      await expect(beside).rejects.toMatchObject({ name: 'PlanningThreadLost', isToBlame: false });
      await expect(threads.decide(taken('r3'))).resolves.toBeUndefined();
      expect(lost).toHaveLength(1);
    },
  );

  it('takes none down that it had not come to', async () => {
    start({ timeLimitMs: 1_000 });
    const endless = threads.decide(taken('plans for ever'));
    await whenCame(1);
    const next = threads.decide(taken('r2'));

    await expect(endless).rejects.toBeInstanceOf(DecisionTimedOut);
    await expect(next).resolves.toBeUndefined();
  });
});

describe('closing', () => {
  it('lets what is in flight end, and takes nothing more', async () => {
    start();
    const order: string[] = [];
    const decided = threads.decide(taken('plans until the gate opens')).then(() => order.push('decided'));
    await whenCame(1);
    const closed = threads.close(NEVER_MS).then(() => order.push('closed'));
    await expect(threads.decide(taken('r2'))).rejects.toBeInstanceOf(PlanningThreadLost);
    openGate();
    await Promise.all([decided, closed]);

    expect(order).toEqual(['decided', 'closed']);
    expect(lost).toEqual([]);
  });

  it('ends what does not end by itself in time', async () => {
    start();
    const endless = threads.decide(taken('plans for ever'));
    endless.catch(() => undefined);
    await whenCame(1);
    await threads.close(0);

    await expect(endless).rejects.toBeInstanceOf(PlanningThreadLost);
  });
});
