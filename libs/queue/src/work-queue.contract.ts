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

    it('calls for what was rung before the worker started', async () => {
      const calls = new Calls();
      await under.queue.requestDecision('a');
      await under.consumer.start(calls.handler, 1);

      await calls.next();
    });

    it('takes two rings before a worker has come as one', async () => {
      const calls = new Calls();
      await under.queue.requestDecision('a');
      await under.queue.requestDecision('a');
      await under.queue.requestDecision('b');
      await under.consumer.start(calls.handler, 1);
      await calls.next();
      await calls.next();
      await under.queue.requestDecision('c');
      await calls.next();

      expect(calls.count).toBe(3);
    });

    it('can be rung again once the call has ended', async () => {
      const calls = new Calls();
      await under.consumer.start(calls.handler, 1);
      for (let ring = 0; ring < 3; ring++) {
        await under.queue.requestDecision(`a${ring}`);
        await calls.next();
      }

      expect(calls.count).toBe(3);
    });

    it('goes on after a handler that threw', async () => {
      const calls = new Calls();
      await under.consumer.start(async () => {
        await calls.handler();
        if (calls.count === 1) throw new Error('database away');
      }, 1);
      await under.queue.requestDecision('a');
      await calls.next();
      await under.queue.requestDecision('b');

      await calls.next();
    });

    it('never runs more at once than it was allowed', async () => {
      const gate = new Gate();
      const calls = new Calls();
      let running = 0;
      let most = 0;
      await under.consumer.start(async () => {
        most = Math.max(most, ++running);
        await calls.handler();
        await gate.opened;
        running--;
      }, 2);
      for (const id of ['a', 'b', 'c', 'd', 'e']) await under.queue.requestDecision(id);
      await calls.next();
      await calls.next();
      gate.open();
      for (let call = 3; call <= 5; call++) await calls.next();

      expect(most).toBe(2);
    });

    it('calls for re-plans one at a time, while decisions go on', async () => {
      const gate = new Gate();
      const replans = new Calls();
      const decisions = new Calls();
      await under.consumer.start(decisions.handler, 1);
      await under.queue.requestReplan('r1');
      await under.consumer.startReplans(async () => {
        await replans.handler();
        await gate.opened;
      });
      await replans.next();
      await under.queue.requestReplan('r2');
      await under.queue.requestDecision('a');
      await decisions.next();
      expect(replans.count).toBe(1);
      gate.open();

      await replans.next();
    });

    it('tells everybody who waits for a decision that it is made, whatever ring it was made upon', async () => {
      await under.consumer.start(() => {
        under.consumer.announce('decided by the ring of another');
        return Promise.resolve();
      }, 1);
      const waits = [1, 2].map(() => under.queue.decided('decided by the ring of another', FOR_EVER_MS));
      await under.queue.requestDecision('a');

      await expect(Promise.all(waits)).resolves.toHaveLength(2);
    });

    it('lets a waiter go when its time is up', async () => {
      await expect(under.queue.decided('nobody-decides-this', 5)).resolves.toBeUndefined();
    });

    it('ends what is running before it stops', async () => {
      const calls = new Calls();
      const gate = new Gate();
      const order: string[] = [];
      await under.consumer.start(async () => {
        await calls.handler();
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

/** Counts the calls of a handler, and lets a spec wait for them one after another. */
class Calls {
  count = 0;
  private seen = 0;
  private wake: (() => void) | null = null;

  readonly handler = (): Promise<void> => {
    this.count++;
    this.wake?.();
    return Promise.resolve();
  };

  async next(): Promise<void> {
    while (this.seen === this.count) await new Promise<void>((resolve) => (this.wake = resolve));
    this.seen++;
  }
}

class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}
