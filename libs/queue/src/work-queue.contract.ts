import type { WorkConsumer, WorkQueue } from '@iopath/usecases';

export interface QueueUnderTest {
  readonly queue: WorkQueue;
  readonly consumer: WorkConsumer;
  close(): Promise<void>;
}

/** Longer than any test takes: a wait that ends by it has failed. */
const FOR_EVER_MS = 30_000;

/** What every queue adapter must do. */
export function describeWorkQueue(name: string, open: () => Promise<QueueUnderTest>): void {
  describe(name, () => {
    let under: QueueUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.close());

    it('hands over what was asked for before the worker started', async () => {
      const calls = new Calls();
      await under.queue.requestDecision('a');
      await under.consumer.start(calls.handler, 1);

      expect(await calls.next()).toBe('a');
    });

    it('takes two asks before the decision as one', async () => {
      const calls = new Calls();
      await under.queue.requestDecision('a');
      await under.queue.requestDecision('a');
      await under.queue.requestDecision('b');
      await under.consumer.start(calls.handler, 1);

      expect([await calls.next(), await calls.next()]).toEqual(['a', 'b']);
    });

    it('takes an ask during the decision as the same job', async () => {
      const calls = new Calls();
      const gate = new Gate();
      await under.consumer.start(async (id) => {
        await calls.handler(id);
        await gate.opened;
      }, 1);
      await under.queue.requestDecision('a');
      await calls.next();

      await under.queue.requestDecision('a');
      await under.queue.requestDecision('b');
      gate.open();

      expect(await calls.next()).toBe('b');
    });

    it('can be asked again after the decision', async () => {
      const calls = new Calls();
      await under.consumer.start(calls.handler, 1);
      const decided = under.queue.decided('a', FOR_EVER_MS);
      await under.queue.requestDecision('a');
      await calls.next();
      await decided;

      await under.queue.requestDecision('a');

      expect(await calls.next()).toBe('a');
    });

    it('calls a handler that threw again', async () => {
      const calls = new Calls();
      let failures = 0;
      await under.consumer.start(async (id) => {
        await calls.handler(id);
        if (failures++ < 2) throw new Error('database away');
      }, 1);
      const decided = under.queue.decided('a', FOR_EVER_MS);
      await under.queue.requestDecision('a');
      await decided;

      expect([await calls.next(), await calls.next(), await calls.next()]).toEqual(['a', 'a', 'a']);
    });

    it('never runs more at once than it was allowed', async () => {
      const gate = new Gate();
      const calls = new Calls();
      let running = 0;
      let most = 0;
      await under.consumer.start(async (id) => {
        most = Math.max(most, ++running);
        await calls.handler(id);
        await gate.opened;
        running--;
      }, 2);
      const ids = ['a', 'b', 'c', 'd', 'e'];
      const decided = ids.map((id) => under.queue.decided(id, FOR_EVER_MS));
      for (const id of ids) await under.queue.requestDecision(id);
      await calls.next();
      await calls.next();
      gate.open();
      await Promise.all(decided);

      expect(most).toBe(2);
    });

    it('tells everybody who waits for a decision, once it is made', async () => {
      const gate = new Gate();
      const told: string[] = [];
      await under.consumer.start(async () => {
        await gate.opened;
        told.push('handler ended');
      }, 1);
      const waits = [1, 2].map((waiter) =>
        under.queue.decided('a', FOR_EVER_MS).then(() => told.push(`told ${waiter}`)),
      );
      await under.queue.requestDecision('a');
      gate.open();
      await Promise.all(waits);

      expect(told).toEqual(['handler ended', 'told 1', 'told 2']);
    });

    it('lets a waiter go when its time is up', async () => {
      await expect(under.queue.decided('nobody-decides-this', 5)).resolves.toBeUndefined();
    });

    it('ends what is running before it stops', async () => {
      const calls = new Calls();
      const gate = new Gate();
      const order: string[] = [];
      await under.consumer.start(async (id) => {
        await calls.handler(id);
        await gate.opened;
        order.push('handler ended');
      }, 1);
      await under.queue.requestDecision('a');
      await calls.next();

      const stopped = under.consumer.stop().then(() => order.push('stopped'));
      gate.open();
      await stopped;

      expect(order).toEqual(['handler ended', 'stopped']);
    });

    it('answers a ping', async () => {
      await expect(under.queue.ping()).resolves.toBeUndefined();
    });
  });
}

/** Remembers the ids a handler was called with, and hands them out in order. */
class Calls {
  private readonly ids: string[] = [];
  private wake: (() => void) | null = null;

  readonly handler = (id: string): Promise<void> => {
    this.ids.push(id);
    this.wake?.();
    return Promise.resolve();
  };

  async next(): Promise<string> {
    for (;;) {
      const id = this.ids.shift();
      if (id !== undefined) return id;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}
