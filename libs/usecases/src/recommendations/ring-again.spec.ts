import {
  aNewRecommendation,
  FakeWorkQueue,
  InMemoryFleet,
  InMemoryOutbox,
  InMemoryRecommendationStore,
} from '@iopath/testing';
import { RelayOutbox } from './relay-outbox';
import { SweepUndecided } from './sweep-undecided';

describe('RelayOutbox', () => {
  it('rings for everything that waits, batch after batch', async () => {
    const outbox = new InMemoryOutbox();
    const queue = new FakeWorkQueue();
    for (let index = 0; index < 450; index++) outbox.waiting.add(`r${index}`);

    expect(await new RelayOutbox(outbox, queue).execute()).toBe(450);
    expect(queue.asked).toHaveLength(450);
    expect(outbox.waiting.size).toBe(0);
  });

  it('keeps what it could not hand over', async () => {
    const outbox = new InMemoryOutbox();
    const queue = new FakeWorkQueue();
    outbox.waiting.add('r1');
    queue.away = true;

    await expect(new RelayOutbox(outbox, queue).execute()).rejects.toThrow('away');
    expect([...outbox.waiting]).toEqual(['r1']);
  });
});

describe('SweepUndecided', () => {
  it('rings for what is undecided too long, queued or taken by a worker that died', async () => {
    let nowMs = 0;
    const store = new InMemoryRecommendationStore(new InMemoryFleet(), () => nowMs);
    const queue = new FakeWorkQueue();
    for (const id of ['flushed', 'worker-died', 'decided']) {
      await store.create(aNewRecommendation(id));
    }
    await store.takeForDeciding('worker-died');
    await store.fail('decided', 'code', 'detail');
    nowMs = 60_000;
    await store.create(aNewRecommendation('young'));

    expect(await new SweepUndecided(store, queue).execute()).toBe(2);
    expect(queue.asked).toEqual(['flushed', 'worker-died']);
  });
});
