import type { TakenRecommendation } from './recommendation-store.port';

/** Decides what a worker has taken: on this thread, or on one that nothing else waits for. */
export abstract class Decider {
  /**
   * Resolves when the recommendation is decided, by whomever, or given up; rejects when it is to be taken again later.
   *
   * @throws DecisionTimedOut see there; PlanningThreadLost see there.
   */
  abstract decide(taken: TakenRecommendation): Promise<void>;
}

/** The decision took longer than one may, and what worked on it was ended. Nothing is said of whether it was committed. */
export class DecisionTimedOut extends Error {
  constructor(readonly limitMs: number) {
    super(`No decision within ${limitMs / 1000} s.`);
    this.name = 'DecisionTimedOut';
  }
}

/**
 * What worked on the decision died: out of memory, or by a fault of the program. Nothing is said of whether the decision
 * was committed.
 */
export class PlanningThreadLost extends Error {
  /** @param isToBlame whether it may have died of this very request; false where it was planning another one */
  constructor(
    readonly isToBlame: boolean,
    cause: unknown,
  ) {
    super('The thread that planned was lost.', { cause });
    this.name = 'PlanningThreadLost';
  }
}
