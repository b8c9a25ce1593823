import { WorkQueue } from '@iopath/usecases';

/** A bell that remembers who rang, can be away, and can keep its mouth shut. */
export class FakeWorkQueue extends WorkQueue {
  readonly asked: string[] = [];
  away = false;
  /** What happens when somebody waits for a decision; by default time passes and no signal comes. */
  onWait: (recommendationId: string, timeoutMs: number) => Promise<void> = () => Promise.resolve();

  override requestDecision(recommendationId: string): Promise<void> {
    if (this.away) return Promise.reject(new Error('the queue is away'));
    this.asked.push(recommendationId);
    return Promise.resolve();
  }

  override requestReplan(replanId: string): Promise<void> {
    return this.requestDecision(replanId);
  }

  override decided(recommendationId: string, timeoutMs: number): Promise<void> {
    return this.onWait(recommendationId, timeoutMs);
  }

  override ping(): Promise<void> {
    return this.away ? Promise.reject(new Error('the queue is away')) : Promise.resolve();
  }
}
