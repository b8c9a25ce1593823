import { WorkConsumer } from '@iopath/usecases';
import { type Job, Worker } from 'bullmq';
import { DecidedSpeaker } from './decided-channel';
import { DECISION_JOB, DECISION_QUEUE, REPLAN_JOB, REPLAN_QUEUE } from './queues';
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
  private workers: Worker[] = [];
  private speaker: DecidedSpeaker | null = null;
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly options: RedisQueueOptions) {
    super();
  }

  /** Starts whether or not Redis is there; without it, work begins once it is. */
  override start(handler: () => Promise<void>, concurrency: number): Promise<void> {
    this.listen(DECISION_QUEUE, DECISION_JOB, handler, concurrency);
    this.speaker = new DecidedSpeaker(this.options);
    return Promise.resolve();
  }

  override startReplans(handler: () => Promise<void>): Promise<void> {
    this.listen(REPLAN_QUEUE, REPLAN_JOB, handler, 1);
    return Promise.resolve();
  }

  override announce(recommendationId: string): void {
    this.speaker?.say(recommendationId);
  }

  override async stop(): Promise<void> {
    const workers = this.workers.splice(0);
    const closed = Promise.all(workers.map((worker) => worker.close()));
    await Promise.allSettled(this.running);
    if (workers.length > 0) await withinMs(closed, FAREWELL_MS);
    // Waits for a connection that may never come, so nobody waits for it.
    for (const worker of workers) worker.disconnect().catch(() => undefined);
    this.speaker?.close();
  }

  private listen(queue: string, kind: string, handler: () => Promise<void>, concurrency: number): void {
    // A job of another kind is not ours to answer, and whatever it wants is in the database, where those find it who know.
    const answer = (job: Job) => (job.name === kind ? this.run(handler) : Promise.resolve());
    const worker = new Worker(queue, answer, {
      connection: { url: this.options.url, ...CONSUMER_CONNECTION },
      prefix: this.options.prefix,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_STALLED,
    });
    worker.on('error', (error) => this.options.onError?.(error));
    this.workers.push(worker);
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

async function withinMs(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
