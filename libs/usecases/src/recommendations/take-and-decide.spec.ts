import { aNewRecommendation, InMemoryFleet, InMemoryRecommendationStore } from '@iopath/testing';
import { Decider, DecisionTimedOut, PlanningThreadLost } from '../ports/decider.port';
import type { TakenRecommendation } from '../ports/recommendation-store.port';
import { TakeObserver } from '../ports/take-observer.port';
import { LEASE_MS, TakeAndDecide } from './take-and-decide';

class ScriptedDecider extends Decider {
  decides: (taken: TakenRecommendation) => Promise<void> = () => Promise.resolve();
  override decide(taken: TakenRecommendation): Promise<void> {
    return this.decides(taken);
  }
}

class RecordingObserver extends TakeObserver {
  readonly lines: string[] = [];
  override taken(id: string, attempts: number): void {
    this.lines.push(`${id} taken, ${attempts}`);
  }
  override leaseLost(id: string): void {
    this.lines.push(`${id} lost`);
  }
  override putOff(id: string, error: unknown, delayMs: number): void {
    this.lines.push(`${id} put off by ${delayMs} ms: ${error instanceof Error ? error.message : ''}`);
  }
  override givenUp(id: string, code: string): void {
    this.lines.push(`${id} given up: ${code}`);
  }
}

describe('TakeAndDecide', () => {
  let nowMs: number;
  let store: InMemoryRecommendationStore;
  let decider: ScriptedDecider;
  let observer: RecordingObserver;

  beforeEach(async () => {
    nowMs = 1_000_000;
    store = new InMemoryRecommendationStore(new InMemoryFleet(), () => nowMs);
    decider = new ScriptedDecider();
    observer = new RecordingObserver();
    await store.create(aNewRecommendation('r1'));
  });

  const aWorker = () => {
    const pause = (ms: number) => {
      nowMs += ms;
      return Promise.resolve();
    };
    return new TakeAndDecide({ store, decider, observer, pause });
  };
  const takeAndDecide = async (worker = aWorker()) => {
    const taken = await worker.take();
    if (taken !== null) await worker.decide(taken);
    return taken?.id ?? null;
  };
  const statusOf = async (id: string) => (await store.get(id))?.status;
  const fails = (error: Error) => () => Promise.reject(error);

  it('has what it takes decided', async () => {
    const decided: string[] = [];
    decider.decides = ({ id }) => Promise.resolve(void decided.push(id));

    expect(await takeAndDecide()).toBe('r1');
    expect(decided).toEqual(['r1']);
  });

  it('has nothing to do when nothing waits', async () => {
    await store.fail(store.takeNow('r1'), 'code', 'detail');

    expect(await takeAndDecide()).toBeNull();
  });

  it('puts off what could not be decided now, for longer each time, and does not hold it against the request', async () => {
    decider.decides = fails(new Error('database away'));
    await takeAndDecide();
    expect(await takeAndDecide()).toBeNull();
    nowMs += 100;
    await takeAndDecide();
    nowMs += 200;

    expect(store.takeNow('r1')).toMatchObject({ attempts: 3, failedTakes: 0 });
    expect(observer.lines).toEqual([
      'r1 taken, 1',
      'r1 put off by 100 ms: database away',
      'r1 taken, 2',
      'r1 put off by 200 ms: database away',
    ]);
  });

  it.each`
    what                     | error                                           | code
    ${'takes too long'}      | ${new DecisionTimedOut(60_000)}                 | ${'decision.timed_out'}
    ${'kills what plans it'} | ${new PlanningThreadLost(true, new Error('x'))} | ${'decision.worker_lost'}
  `('gives up a request that $what five times', async ({ error, code }: { error: Error; code: string }) => {
    decider.decides = fails(error);
    for (let take = 1; take <= 4; take++) {
      await takeAndDecide();
      expect(await statusOf('r1')).toBe('queued');
      nowMs += 60_000;
    }
    await takeAndDecide();

    expect(await store.get('r1')).toMatchObject({ status: 'failed', failure: { code } });
    expect(observer.lines.at(-1)).toBe(`r1 given up: ${code}`);
  });

  it('does not hold it against a request that another one took down the thread of both', async () => {
    decider.decides = fails(new PlanningThreadLost(false, new Error('x')));
    await takeAndDecide();
    nowMs += 60_000;

    expect(store.takeNow('r1')).toMatchObject({ attempts: 2, failedTakes: 0 });
  });

  it('gives up a request that was left by five workers, and lets the others go on', async () => {
    for (let worker = 0; worker <= 4; worker++) {
      expect((await aWorker().take())?.id).toBe('r1');
      nowMs += LEASE_MS;
    }
    await store.create(aNewRecommendation('r2'));
    await takeAndDecide();

    expect(await store.get('r1')).toMatchObject({ status: 'failed', failure: { code: 'decision.worker_lost' } });
    expect(await takeAndDecide()).toBe('r2');
  });

  it('does not try for ever what fails for reasons nobody foresaw', async () => {
    decider.decides = fails(new TypeError('a fault of ours'));
    for (let take = 1; take <= 50; take++) {
      await takeAndDecide();
      nowMs += 60_000;
    }

    expect(await store.get('r1')).toMatchObject({ status: 'failed', failure: { code: 'decision.internal_error' } });
  });

  it('keeps what it renews, and loses what it does not', async () => {
    const [diligent, idle] = [aWorker(), aWorker()];
    await diligent.take();
    nowMs += LEASE_MS - 1;
    await diligent.renewLeases();
    nowMs += LEASE_MS - 1;
    expect(await idle.take()).toBeNull();
    nowMs += 1;

    expect((await idle.take())?.id).toBe('r1');
    await diligent.renewLeases();
    expect(observer.lines).toContain('r1 lost');
  });

  it('does nothing to a request that another took while it was held up', async () => {
    const [slow, quick] = [aWorker(), aWorker()];
    const first = await slow.take();
    nowMs += LEASE_MS;
    await quick.take();
    decider.decides = fails(new DecisionTimedOut(60_000));
    if (first !== null) await slow.decide({ ...first, failedTakes: 4 });

    expect(await statusOf('r1')).toBe('scoring');
    expect(observer.lines).not.toContain('r1 given up: decision.timed_out');
  });

  it('does not call lost what was decided in between', async () => {
    const worker = aWorker();
    decider.decides = async (taken) => {
      await store.fail(taken, 'code', 'detail');
    };
    await takeAndDecide(worker);
    await worker.renewLeases();

    expect(observer.lines).toEqual(['r1 taken, 1']);
  });

  it('insists on giving back what it cannot decide, for the store may be away just now', async () => {
    let away = 3;
    const giveBack = store.giveBack.bind(store);
    store.giveBack = (...how) => (away-- > 0 ? Promise.reject(new Error('away')) : giveBack(...how));
    decider.decides = fails(new Error('away'));
    await takeAndDecide();

    expect(await statusOf('r1')).toBe('queued');
  });

  it('gives back what it holds at its end, for others to take at once and without blame', async () => {
    const [ending, other] = [aWorker(), aWorker()];
    await ending.take();
    await ending.giveAllBack();

    expect(await other.take()).toMatchObject({ id: 'r1', failedTakes: 0 });
  });
});
