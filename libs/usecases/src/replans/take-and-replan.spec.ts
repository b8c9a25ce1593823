import { aReplanPlan, aReplanProgress, aReplanRequest } from '@iopath/testing';
import { PlanningThreadLost } from '../ports/decider.port';
import type { ReplanObserver } from '../ports/replan-observer.port';
import type { ReplanHold, ReplanStore, TakenReplan } from '../ports/replan-store.port';
import {
  type AnsweredReplan,
  ReplanBroke,
  Replanner,
  ReplanOutOfDate,
  ReplanTimedOut,
  type ReplanWatch,
} from '../ports/replanner.port';
import { TakeAndReplan } from './take-and-replan';

const ANSWER: AnsweredReplan = { result: aReplanPlan(), basis: { hosts: [], reservationIds: [] } };

/** Hands out what it is given, and notes what it is told. */
class ScriptedStore {
  readonly told: string[] = [];
  waiting: TakenReplan[] = [];
  state: 'held' | 'cancel' | 'lost' = 'held';
  /** How many writes fail before one succeeds. */
  outages = 0;

  takeNext = () => Promise.resolve(this.waiting.shift() ?? null);
  renew = (_hold: ReplanHold, progress: { readonly moves: number | null } | null) => {
    this.told.push(progress === null ? 'renewed' : `renewed with ${progress.moves} moves`);
    return Promise.resolve(this.state);
  };
  giveBack = (_hold: ReplanHold, delayMs: number, failed: boolean) =>
    this.write(`given back for ${delayMs} ms${failed ? ', failed' : ''}`);
  finish = () => this.write('finished');
  fail = (_hold: ReplanHold, code: string) => this.write(`failed: ${code}`);
  endCancelled = () => this.write('cancelled');

  private write(what: string): Promise<boolean> {
    if (this.outages-- > 0) return Promise.reject(new Error('database away'));
    this.told.push(what);
    return Promise.resolve(true);
  }
}

class ScriptedReplanner extends Replanner {
  answers: (watch: ReplanWatch) => Promise<AnsweredReplan> = () => Promise.resolve(ANSWER);
  override answer(_request: unknown, watch: ReplanWatch): Promise<AnsweredReplan> {
    return this.answers(watch);
  }
  override close(): Promise<void> {
    return Promise.resolve();
  }
}

const silent = () => undefined;
const OBSERVER: ReplanObserver = {
  replanTaken: silent,
  replanned: silent,
  replanCancelled: silent,
  replanLeaseLost: silent,
  replanPutOff: silent,
  replanGivenUp: silent,
  replanSuperseded: silent,
  replanScheduled: silent,
};

describe('TakeAndReplan', () => {
  let store: ScriptedStore;
  let replanner: ScriptedReplanner;
  let worker: TakeAndReplan;

  beforeEach(() => {
    store = new ScriptedStore();
    replanner = new ScriptedReplanner();
    const pause = () => Promise.resolve();
    const asStore = store as unknown as ReplanStore;
    worker = new TakeAndReplan({ store: asStore, replanner, observer: OBSERVER, clock: () => 0, pause });
  });

  const wait = (changes: Partial<TakenReplan> = {}) =>
    store.waiting.push({ id: 'r1', attempts: 1, failedTakes: 0, request: aReplanRequest(), ...changes });
  const lookAround = async (changes: Partial<TakenReplan> = {}) => {
    wait(changes);
    await worker.lookAround();
    return store.told;
  };
  /** Goes on until somebody breaks it off. */
  const untilBrokenOff = ({ signal }: ReplanWatch) =>
    new Promise<AnsweredReplan>((resolve) => signal.addEventListener('abort', () => resolve(ANSWER)));

  it('plans one after another until nothing waits', async () => {
    wait({ id: 'r0' });

    expect(await lookAround()).toEqual(['renewed', 'finished', 'renewed', 'finished']);
  });

  it('keeps the last progress with the lease', async () => {
    replanner.answers = ({ onProgress }) => {
      onProgress(aReplanProgress({ moves: 1 }));
      onProgress(aReplanProgress({ moves: 7 }));
      return Promise.resolve(ANSWER);
    };

    expect(await lookAround()).toEqual(['renewed with 7 moves', 'finished']);
  });

  it('insists where the database is away when it has a plan', async () => {
    store.outages = 3;

    expect((await lookAround()).at(-1)).toBe('finished');
  });

  it('breaks off what is cancelled, whatever comes of it', async () => {
    replanner.answers = untilBrokenOff;
    wait();
    const looking = worker.lookAround();
    await Promise.resolve();
    store.state = 'cancel';
    await worker.renewLease();
    await looking;

    expect(store.told).toEqual(['renewed', 'cancelled']);
  });

  it('cancels what was cancelled in the last moment', async () => {
    store.state = 'cancel';

    expect(await lookAround()).toEqual(['renewed', 'cancelled']);
  });

  it('leaves to others what was lost to them', async () => {
    replanner.answers = untilBrokenOff;
    wait();
    const looking = worker.lookAround();
    await Promise.resolve();
    store.state = 'lost';
    await worker.renewLease();
    await looking;

    expect(store.told).toEqual(['renewed']);
  });

  it('gives back what is searched when the process ends, and takes nothing more', async () => {
    replanner.answers = untilBrokenOff;
    wait();
    wait({ id: 'r2' });
    const looking = worker.lookAround();
    await Promise.resolve();
    await worker.end();
    await looking;

    expect(store.told).toEqual(['given back for 0 ms']);
    expect(store.waiting).toHaveLength(1);
  });

  it('puts off what an outage kept from being planned, for longer each time', async () => {
    replanner.answers = () => Promise.reject(new Error('database away'));
    await lookAround();
    await lookAround({ attempts: 2 });

    expect(await lookAround({ attempts: 20 })).toEqual([
      'given back for 500 ms',
      'given back for 1000 ms',
      'given back for 30000 ms',
    ]);
  });

  it.each`
    error                                             | code
    ${new ReplanBroke(new Error('a defect'))}         | ${'replan.internal_error'}
    ${new ReplanTimedOut(1_000)}                      | ${'replan.timed_out'}
    ${new PlanningThreadLost(true, new Error('oom'))} | ${'replan.worker_lost'}
  `('tries $code three times', async ({ error, code }: { error: Error; code: string }) => {
    replanner.answers = () => Promise.reject(error);
    await lookAround();
    await lookAround({ attempts: 2, failedTakes: 1 });

    expect(await lookAround({ attempts: 3, failedTakes: 2 })).toEqual([
      'given back for 5000 ms, failed',
      'given back for 10000 ms, failed',
      `failed: ${code}`,
    ]);
  });

  it('gives up at once what makes no sense any more', async () => {
    replanner.answers = () => Promise.reject(new ReplanOutOfDate([]));

    expect(await lookAround()).toEqual(['failed: replan.out_of_date']);
  });

  it('does not try again what took its workers down', async () => {
    expect(await lookAround({ attempts: 4, failedTakes: 3 })).toEqual(['failed: replan.worker_lost']);
  });

  it('gives up what is put off for ever', async () => {
    replanner.answers = () => Promise.reject(new Error('no such function'));

    expect(await lookAround({ attempts: 50 })).toEqual(['failed: replan.internal_error']);
  });
});
