import { WorkQueue } from '@iopath/usecases';
import { Queue, QueueEvents } from 'bullmq';
import { Redis } from 'ioredis';
import { DecisionWaiters } from './decision-waiters';
import { DECISION_QUEUE, decisionJobOptions, DEFAULT_PREFIX } from './queues';
import { CONSUMER_CONNECTION, PRODUCER_CONNECTION, type RedisQueueOptions } from './redis-connection';

/** A Redis that accepts connections and then says nothing shall not hold up a caller. */
const ANSWER_WITHIN_MS = 1_000;
const LISTEN_BACK_MS = 2_000;

/** The producer's end of the queue, on Redis. */
export class BullMqWorkQueue extends WorkQueue {
  private readonly connection: Redis;
  private readonly waiters = new DecisionWaiters();
  private queue: Queue | null = null;
  private events: QueueEvents | null = null;

  constructor(private readonly options: RedisQueueOptions) {
    super();
    this.connection = new Redis(options.url, PRODUCER_CONNECTION);
    this.connection.setMaxListeners(0);
    this.connection.on('error', this.complain);
  }

  override async requestDecision(recommendationId: string): Promise<void> {
    await this.whenReachable();
    await answered(this.open().add('decide', null, decisionJobOptions(recommendationId)));
  }

  override decided(recommendationId: string, timeoutMs: number): Promise<void> {
    this.listen();
    return this.waiters.wait(recommendationId, timeoutMs);
  }

  override async ping(): Promise<void> {
    await this.whenReachable();
    await answered(this.connection.ping());
  }

  async close(): Promise<void> {
    this.waiters.releaseAll();
    await Promise.allSettled([this.queue?.close(), this.events?.close()]);
    this.connection.disconnect();
  }

  /** Gives the first connection of the process its moment; after that, being away is an error at once. */
  private async whenReachable(): Promise<void> {
    if (this.connection.status === 'ready') return;
    if (this.connection.status !== 'connecting' && this.connection.status !== 'connect') {
      throw new Error('Redis cannot be reached.');
    }
    await answered(
      new Promise<void>((resolve, reject) => {
        this.connection.once('ready', resolve);
        this.connection.once('close', () => reject(new Error('Redis cannot be reached.')));
      }),
    );
  }

  private open(): Queue {
    if (this.queue === null) {
      const queue = new Queue(DECISION_QUEUE, { connection: this.connection, prefix: this.prefix() });
      queue.on('error', this.complain);
      // Its opening handshake fails for good when Redis goes away in the middle of it.
      queue.waitUntilReady().catch(() => (this.queue = null));
      this.queue = queue;
    }
    return this.queue;
  }

  /** One shared listener for all who wait. */
  private listen(): void {
    if (this.events !== null) return;
    const connection = { url: this.options.url, ...CONSUMER_CONNECTION };
    // From a moment ago, for the signal may come before the connection stands.
    const lastEventId = `${Date.now() - LISTEN_BACK_MS}-0`;
    this.events = new QueueEvents(DECISION_QUEUE, { connection, prefix: this.prefix(), lastEventId });
    this.events.on('error', this.complain);
    this.events.on('completed', ({ jobId }) => this.waiters.announce(jobId));
  }

  private prefix(): string {
    return this.options.prefix ?? DEFAULT_PREFIX;
  }

  private readonly complain = (error: Error): void => this.options.onError?.(error);
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Redis does not answer.')), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}
