import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplanProgress } from '@iopath/core';
import { aReplanRequest } from '@iopath/testing';
import {
  type AnsweredReplan,
  PlanningThreadLost,
  ReplanBroke,
  ReplanOutOfDate,
  ReplanTimedOut,
} from '@iopath/usecases';
import { ReplanningThread, type ReplanningThreadOptions } from './replanning-thread';

/** Threads start from the sources, on a machine that may be busy. */
jest.setTimeout(60_000);

const REGISTER = path.resolve(__dirname, '../../../../scripts/register-typescript.cjs');

const FOR_EVER_MS = 60_000;

let thread: ReplanningThread;
let heard: ReplanProgress[];
let failures: unknown[];

function start(options: Partial<ReplanningThreadOptions> = {}): void {
  heard = [];
  failures = [];
  thread = new ReplanningThread({
    file: path.join(__dirname, 'scripted-replanner.fixture.ts'),
    data: null,
    onSolverFailed: (error) => failures.push(error),
    execArgv: ['-r', REGISTER],
    ...options,
  });
}

interface Asking {
  readonly timeBudgetS?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
}

function ask(host: string, asking: Asking = {}): Promise<AnsweredReplan> {
  const { timeBudgetS = 30, signal = new AbortController().signal, onProgress } = asking;
  const question = { kind: 'plan', goal: { kind: 'drain', hosts: [host] } } as const;
  return thread.answer(aReplanRequest({ question, timeBudgetS }), {
    signal,
    onProgress: (progress) => {
      heard.push(progress);
      onProgress?.();
    },
  });
}

/** What a thread tells and what it answers come by ways of their own. */
async function untilTold(told: readonly unknown[]): Promise<void> {
  while (told.length === 0) await sleep(5);
}

describe('the thread of re-plans', () => {
  beforeAll(() => start({ heapLimitMib: 48, stopWithinMs: FOR_EVER_MS }));
  afterAll(() => thread.close());

  it('answers with a low priority, and is heard meanwhile', async () => {
    heard = [];
    const cancel = new AbortController();
    const host = 'until it is to stop';
    const { result } = await ask(host, { signal: cancel.signal, onProgress: () => cancel.abort() });

    expect(result).toMatchObject({ host, ...(process.platform === 'linux' ? { priority: 10 } : {}) });
    expect(heard).toEqual([{ stage: 'search', moves: 3, bound: 1, gap: 0.5 }]);
  });

  it('tells of a solver that failed', async () => {
    await ask('solver fails');

    await untilTold(failures);
    expect(failures).toMatchObject([{ message: 'out of memory' }]);
  });

  it('lets the search end by itself when nobody wants its answer any more', async () => {
    const cancel = new AbortController();

    await expect(
      ask('until it is to stop', { signal: cancel.signal, onProgress: () => cancel.abort() }),
    ).resolves.toMatchObject({ result: { host: 'until it is to stop' } });
  });

  it('is ended where the search does not end, and another one answers the next', async () => {
    await thread.close();
    start({ heapLimitMib: 48, stopWithinMs: 0 });
    const cancel = new AbortController();

    await expect(ask('for ever', { signal: cancel.signal, onProgress: () => cancel.abort() })).rejects.toThrow(
      PlanningThreadLost,
    );
    await expect(ask('compute-1')).resolves.toMatchObject({ result: { host: 'compute-1' } });
  });

  it.each(['ends its thread', 'takes all memory'])('is to blame when its search %s, and is replaced', async (host) => {
    await expect(ask(host)).rejects.toMatchObject({ name: 'PlanningThreadLost', isToBlame: true });
    await expect(ask('compute-1')).resolves.toMatchObject({ result: { host: 'compute-1' } });
  });

  it('tells what went wrong in it', async () => {
    await expect(ask('broke')).rejects.toThrow(ReplanBroke);
    await expect(ask('out of date')).rejects.toThrow(ReplanOutOfDate);
    await expect(ask('outage')).rejects.toMatchObject({ message: 'no database', code: 'ECONNREFUSED' });
  });

  it('is ended with a search that goes on long after its time', async () => {
    await thread.close();
    start({ graceMs: 0 });

    await expect(ask('for ever', { timeBudgetS: 0.001 })).rejects.toThrow(ReplanTimedOut);
  });

  it('does not keep anybody waiting when it cannot start', async () => {
    await thread.close();
    start({ file: path.join(__dirname, 'no-such-file.ts') });

    await expect(ask('compute-1')).rejects.toThrow();
  });
});
