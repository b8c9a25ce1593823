import { WorkConsumer } from '@iopath/usecases';
import { Worker } from 'bullmq';
import { DECISION_QUEUE, DEFAULT_PREFIX } from './queues';
import { CONSUMER_CONNECTION, type RedisQueueOptions } from './redis-connection';

/** A worker that has not renewed its lock for so long is taken for dead, and its job given to another. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** Being taken over is no fault of the request; the decision's own limits catch a poisonous one. */
const MAX_STALLED = 20;

/** The worker's end of the queue, on Redis. */
export class BullMqWorkConsumer extends WorkConsumer {
  private worker: Worker | null = null;

  constructor(private readonly options: RedisQueueOptions) {
    super();
  }

  /** Starts whether or not Redis is there; without it, work begins once it is. */
  override start(handler: (recommendationId: string) => Promise<void>, concurrency: number): Promise<void> {
    this.worker = new Worker(DECISION_QUEUE, (job) => handler(String(job.id)), {
      connection: { url: this.options.url, ...CONSUMER_CONNECTION },
      prefix: this.options.prefix ?? DEFAULT_PREFIX,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_STALLED,
    });
    this.worker.on('error', (error) => this.options.onError?.(error));
    return Promise.resolve();
  }

  override async stop(): Promise<void> {
    await this.worker?.close();
    this.worker = null;
  }
}
