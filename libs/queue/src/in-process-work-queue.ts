import { type WorkConsumer, WorkQueue } from '@iopath/usecases';
import { DecisionWaiters } from './decision-waiters';

type Handler = () => Promise<void>;

/**
 * The bell of the embedded default, where API and worker are one process. It forgets everything when the process ends, as
 * any bell may: what is to be done is in the database.
 */
export class InProcessWorkQueue extends WorkQueue implements WorkConsumer {
  /** Recommendations that were rung for and whose ring no handler has answered yet, oldest first. */
  private readonly rings = new Set<string>();
  private readonly running = new Set<Promise<void>>();
  private readonly waiters = new DecisionWaiters();
  private handler: Handler | null = null;
  private replanHandler: Handler | null = null;
  private deciding = 0;
  private isRungForReplans = false;
  private isPlanningReplans = false;
  private concurrency = 0;

  override requestDecision(recommendationId: string): Promise<void> {
    this.rings.add(recommendationId);
    this.answerRings();
    return Promise.resolve();
  }

  override requestReplan(): Promise<void> {
    this.isRungForReplans = true;
    this.answerReplanRing();
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
    this.answerRings();
    return Promise.resolve();
  }

  startReplans(handler: Handler): Promise<void> {
    this.replanHandler = handler;
    this.answerReplanRing();
    return Promise.resolve();
  }

  announce(recommendationId: string): void {
    this.waiters.announce(recommendationId);
  }

  async stop(): Promise<void> {
    this.handler = null;
    this.replanHandler = null;
    while (this.running.size > 0) await Promise.all(this.running);
    this.waiters.releaseAll();
  }

  private answerRings(): void {
    while (this.handler !== null && this.deciding < this.concurrency) {
      const [id] = this.rings;
      if (id === undefined) return;
      this.rings.delete(id);
      this.deciding++;
      this.run(this.handler, () => {
        this.deciding--;
        this.answerRings();
      });
    }
  }

  private answerReplanRing(): void {
    if (this.replanHandler === null || !this.isRungForReplans || this.isPlanningReplans) return;
    this.isRungForReplans = false;
    this.isPlanningReplans = true;
    this.run(this.replanHandler, () => {
      this.isPlanningReplans = false;
      this.answerReplanRing();
    });
  }

  private run(handler: Handler, afterwards: () => void): void {
    const run = handler()
      .catch(() => undefined)
      .finally(() => {
        this.running.delete(run);
        afterwards();
      });
    this.running.add(run);
  }
}
