import { type WorkConsumer, WorkQueue } from '@iopath/usecases';
import { DecisionWaiters } from './decision-waiters';
import { retryDelayMs } from './queues';

type Handler = (recommendationId: string) => Promise<void>;

interface Job {
  readonly id: string;
  failures: number;
  /** Set while the job waits to be tried again. */
  retry: NodeJS.Timeout | null;
}

/**
 * The queue of the embedded default, where API and worker are one process. It forgets everything when
 * the process ends, as any queue may: what is to be done is in the database.
 */
export class InProcessWorkQueue extends WorkQueue implements WorkConsumer {
  private readonly jobs = new Map<string, Job>();
  private readonly ready: Job[] = [];
  private readonly running = new Set<Promise<void>>();
  private readonly waiters = new DecisionWaiters();
  private handler: Handler | null = null;
  private concurrency = 0;

  override requestDecision(recommendationId: string): Promise<void> {
    if (!this.jobs.has(recommendationId)) {
      const job = { id: recommendationId, failures: 0, retry: null };
      this.jobs.set(job.id, job);
      this.enqueue(job);
    }
    return Promise.resolve();
  }

  override decided(recommendationId: string, timeoutMs: number): Promise<void> {
    return this.waiters.wait(recommendationId, timeoutMs);
  }

  override ping(): Promise<void> {
    return Promise.resolve();
  }

  start(handler: Handler, concurrency: number): Promise<void> {
    this.handler = handler;
    this.concurrency = concurrency;
    this.pump();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.handler = null;
    for (const { retry } of this.jobs.values()) if (retry !== null) clearTimeout(retry);
    while (this.running.size > 0) await Promise.all(this.running);
    this.waiters.releaseAll();
  }

  private enqueue(job: Job): void {
    job.retry = null;
    this.ready.push(job);
    this.pump();
  }

  private pump(): void {
    while (this.handler !== null && this.running.size < this.concurrency) {
      const job = this.ready.shift();
      if (job === undefined) return;
      const run = this.run(this.handler, job).finally(() => {
        this.running.delete(run);
        this.pump();
      });
      this.running.add(run);
    }
  }

  private async run(handler: Handler, job: Job): Promise<void> {
    try {
      await handler(job.id);
    } catch {
      this.tryAgainLater(job);
      return;
    }
    this.jobs.delete(job.id);
    this.waiters.announce(job.id);
  }

  private tryAgainLater(job: Job): void {
    job.failures++;
    const delayMs = retryDelayMs(job.failures);
    if (delayMs === null) this.jobs.delete(job.id);
    else job.retry = setTimeout(() => this.enqueue(job), delayMs);
  }
}
