import { aNewRecommendation, FakeWorkQueue, InMemoryFleet, InMemoryRecommendationStore } from '@iopath/testing';
import { AwaitDecision } from './await-decision';

describe('AwaitDecision', () => {
  let nowMs: number;
  let store: InMemoryRecommendationStore;
  let queue: FakeWorkQueue;
  let wait: AwaitDecision;
  let steps: number[];

  beforeEach(async () => {
    nowMs = 0;
    steps = [];
    store = new InMemoryRecommendationStore(new InMemoryFleet());
    await store.create(aNewRecommendation('r1'));
    queue = new FakeWorkQueue();
    queue.onWait = (_id, timeoutMs) => {
      steps.push(timeoutMs);
      nowMs += timeoutMs;
      return Promise.resolve();
    };
    wait = new AwaitDecision(store, queue, () => nowMs);
  });

  it('gives a decided recommendation at once', async () => {
    await store.fail(store.takeNow('r1'), 'code', 'detail');

    expect((await wait.execute('r1', 10_000))?.status).toBe('failed');
    expect(steps).toHaveLength(1);
  });

  it('gives it undecided when the time is up', async () => {
    expect((await wait.execute('r1', 600))?.status).toBe('queued');
    expect(steps).toEqual([250, 250, 100]);
  });

  it('looks every 250 ms, so that a lost signal costs no more', async () => {
    queue.onWait = async (_id, timeoutMs) => {
      nowMs += timeoutMs;
      if (nowMs === 500) await store.fail(store.takeNow('r1'), 'code', 'detail');
    };

    expect((await wait.execute('r1', 10_000))?.status).toBe('failed');
    expect(nowMs).toBe(500);
  });

  it('does not wait at all when asked to wait 0 ms', async () => {
    expect((await wait.execute('r1', 0))?.status).toBe('queued');
    expect(steps).toEqual([]);
  });

  it('gives it as it is once nobody waits any more', async () => {
    expect((await wait.execute('r1', 10_000, () => steps.length === 2))?.status).toBe('queued');
    expect(steps).toEqual([250, 250]);
  });

  it('knows nothing of an id that was never given out', async () => {
    expect(await wait.execute('unknown', 10_000)).toBeNull();
  });
});
