import type { RecommendationStatus } from './recommendation-store.port';

/** Hears what becomes of each decision; for metrics and logs, never for anything that matters to the outcome. */
export abstract class DecisionObserver {
  /**
   * @param durationMs from taking the recommendation to its commit.
   * @param staleRetries how often a plan was thrown away because its host had moved on.
   */
  abstract decided(id: string, status: RecommendationStatus, durationMs: number, staleRetries: number): void;
  /** Planning itself threw. `final` when the recommendation was given up for it. */
  abstract planningFailed(id: string, error: unknown, final: boolean): void;
}

/** For those who do not want to know. */
export class SilentDecisionObserver extends DecisionObserver {
  decided(): void {}
  planningFailed(): void {}
}
