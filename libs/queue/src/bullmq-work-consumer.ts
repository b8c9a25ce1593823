import { WorkConsumer } from '@iopath/usecases';
import { Worker } from 'bullmq';
import { DecidedSpeaker } from './decided-channel';
import { DECISION_QUEUE } from './queues';
import { CONSUMER_CONNECTION, type RedisQueueOptions } from './redis-connection';

/** A worker that has not renewed its lock for so long is taken for dead, and its job given to another. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** Being taken over is no fault of the request; the decision's own limits catch a poisonous one. */
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
  override start(handler: (recommendationId: string) => Promise<void>, concurrency: number): Promise<void> {
    this.worker = new Worker(DECISION_QUEUE, (job) => this.run(handler, String(job.id)), {
      connection: { url: this.options.url, ...CONSUMER_CONNECTION },
      prefix: this.options.prefix,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_STALLED,
    });
    this.worker.on('error', (error) => this.options.onError?.(error));
    const speaker = new DecidedSpeaker(this.options);
    this.speaker = speaker;
    this.worker.on('completed', (job) => speaker.say(String(job.id)));
    return Promise.resolve();
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

  private async run(handler: (recommendationId: string) => Promise<void>, id: string): Promise<void> {
    const run = handler(id);
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
