import { WorkQueue } from '@iopath/usecases';
import { type JobsOptions, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { DecidedListener } from './decided-channel';
import { DECISION_JOB, DECISION_QUEUE, decisionJobOptions, REPLAN_JOB, REPLAN_QUEUE, replanJobOptions } from './queues';
import { PRODUCER_CONNECTION, type RedisQueueOptions } from './redis-connection';

/** A Redis that accepts connections and then says nothing shall not hold up a caller. */
const ANSWER_WITHIN_MS = 1_000;

/** How long callers are spared a Redis that did not answer. */
const SPARED_FOR_MS = 2_000;

/** The producer's end of the queue, on Redis. */
export class BullMqWorkQueue extends WorkQueue {
  private readonly connection: Redis;
  private readonly listener: DecidedListener;
  private readonly queues = new Map<string, Queue>();
  private silentUntilMs = 0;

  constructor(private readonly options: RedisQueueOptions) {
    super();
    this.listener = new DecidedListener(options);
    this.connection = new Redis(options.url, PRODUCER_CONNECTION);
    this.connection.setMaxListeners(0);
    this.connection.on('error', this.complain);
  }

  override requestDecision(recommendationId: string): Promise<void> {
    return this.ring(DECISION_QUEUE, DECISION_JOB, decisionJobOptions(recommendationId));
  }

  override requestReplan(replanId: string): Promise<void> {
    return this.ring(REPLAN_QUEUE, REPLAN_JOB, replanJobOptions(replanId));
  }

  override decided(recommendationId: string, timeoutMs: number): Promise<void> {
    return this.listener.wait(recommendationId, timeoutMs);
  }

  override async ping(): Promise<void> {
    await this.whenReachable();
    await answered(this.connection.ping());
    await answered(this.listener.listening());
  }

  async close(): Promise<void> {
    this.listener.close();
    for (const queue of this.queues.values()) await queue.close().catch(this.complain);
    this.connection.disconnect();
  }

  private async ring(queueName: string, job: string, options: JobsOptions): Promise<void> {
    if (Date.now() < this.silentUntilMs) throw new Error('Redis does not answer.');
    await this.whenReachable();
    try {
      await answered(this.open(queueName).add(job, null, options));
    } catch (error) {
      // One caller a while pays for finding out; a ring is not worth the wait of all.
      this.silentUntilMs = Date.now() + SPARED_FOR_MS;
      throw error;
    }
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

  private open(name: string): Queue {
    const known = this.queues.get(name);
    if (known !== undefined) return known;
    const queue = new Queue(name, { connection: this.connection, prefix: this.options.prefix });
    queue.on('error', this.complain);
    // Its opening handshake fails for good when Redis goes away in the middle of it.
    queue.waitUntilReady().catch(() => this.queues.delete(name));
    this.queues.set(name, queue);
    return queue;
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
