import type { TakenRecommendation } from './recommendation-store.port';

/** Decides what a worker has taken: on this thread, or on one that nothing else waits for. */
export abstract class Decider {
  /** Resolves when the recommendation is decided, by whomever, or given up; rejects when it is to be taken again later. */
  abstract decide(taken: TakenRecommendation): Promise<void>;
}
