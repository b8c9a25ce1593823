import { FakeWorkQueue, InMemoryOutbox } from '@iopath/testing';
import { RelayOutbox } from './relay-outbox';

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
