import { WorkConsumer } from '@iopath/usecases';
import { type Job, Worker } from 'bullmq';
import { DecidedSpeaker } from './decided-channel';
import { DECISION_JOB, DECISION_QUEUE } from './queues';
import { CONSUMER_CONNECTION, type RedisQueueOptions } from './redis-connection';

/** A worker that has not renewed its lock for so long is taken for dead, and its job given to another. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** A ring says nothing about what is decided, so being taken over is no fault of anybody's. */
const MAX_STALLED = 20;
/** A Redis that is away cannot be told good-bye; its locks run out. */
const FAREWELL_MS = 1_000;

/** The worker's end of the queue, on Redis. */
export class BullMqWorkConsumer extends WorkConsumer {
  private worker: Worker | null = null;
  private speaker: DecidedSpeaker | null = null;
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly options: RedisQueueOptions) {
    super();
  }

  /** Starts whether or not Redis is there; without it, work begins once it is. */
  override start(handler: () => Promise<void>, concurrency: number): Promise<void> {
    // A job of another kind is not ours to answer, and whatever it wants is in the database, where those find it who know.
    const answer = (job: Job) => (job.name === DECISION_JOB ? this.run(handler) : Promise.resolve());
    this.worker = new Worker(DECISION_QUEUE, answer, {
      connection: { url: this.options.url, ...CONSUMER_CONNECTION },
      prefix: this.options.prefix,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_STALLED,
    });
    this.worker.on('error', (error) => this.options.onError?.(error));
    this.speaker = new DecidedSpeaker(this.options);
    return Promise.resolve();
  }

  override announce(recommendationId: string): void {
    this.speaker?.say(recommendationId);
  }

  override async stop(): Promise<void> {
    const { worker } = this;
    if (worker === null) return;
    this.worker = null;
    const closed = worker.close();
    await Promise.allSettled(this.running);
    await withinMs(closed, FAREWELL_MS);
    // Waits for a connection that may never come, so nobody waits for it.
    worker.disconnect().catch(() => undefined);
    this.speaker?.close();
  }

  private async run(handler: () => Promise<void>): Promise<void> {
    const run = handler();
    this.running.add(run);
    try {
      await run;
    } finally {
      this.running.delete(run);
    }
  }
}

async function withinMs(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
