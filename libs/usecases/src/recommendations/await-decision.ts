import type { Recommendation, RecommendationStore } from '../ports/recommendation-store.port';
import type { Clock } from '../ports/surroundings.port';
import type { WorkQueue } from '../ports/work-queue.port';

/** A signal that got lost costs this much at most: the database is asked again. */
const STEP_MS = 250;

/** Waits for a recommendation to be decided, for `Prefer: wait`. */
export class AwaitDecision {
  constructor(
    private readonly store: RecommendationStore,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  /**
   * The recommendation as it is when decided, or after `timeoutMs`; null when there is none of this id.
   *
   * @param isOver asked at each step: nobody waits any more, for the caller has gone or the process ends
   */
  async execute(id: string, timeoutMs: number, isOver: () => boolean = () => false): Promise<Recommendation | null> {
    const deadlineMs = this.clock() + timeoutMs;
    for (;;) {
      const leftMs = isOver() ? 0 : deadlineMs - this.clock();
      // Listening starts before looking, or a signal between the two would be missed.
      const signal = leftMs > 0 ? this.queue.decided(id, Math.min(leftMs, STEP_MS)) : null;
      const recommendation = await this.store.get(id);
      if (signal === null || recommendation === null || isDecided(recommendation)) return recommendation;
      await signal;
    }
  }
}

function isDecided({ status }: Recommendation): boolean {
  return status !== 'queued' && status !== 'scoring';
}
