import { DecisionObserver, type RecommendationStatus } from '@iopath/usecases';
import type { Logger } from './logger';

/** Writes each decision to the log. */
export class DecisionLog extends DecisionObserver {
  constructor(private readonly logger: Logger) {
    super();
  }

  override decided(id: string, status: RecommendationStatus, durationMs: number, staleRetries: number): void {
    const fields = { recommendation_id: id, status, duration_ms: durationMs, stale_retries: staleRetries };
    this.logger.info(fields, 'recommendation decided');
  }

  override planningFailed(id: string, error: unknown, final: boolean): void {
    this.logger.error({ recommendation_id: id, err: error, given_up: final }, 'planning failed');
  }
}

/** Lets several hear of the same decisions. */
export class DecisionObservers extends DecisionObserver {
  private readonly observers: readonly DecisionObserver[];

  constructor(...observers: readonly DecisionObserver[]) {
    super();
    this.observers = observers;
  }

  override decided(...event: Parameters<DecisionObserver['decided']>): void {
    for (const observer of this.observers) observer.decided(...event);
  }

  override planningFailed(...event: Parameters<DecisionObserver['planningFailed']>): void {
    for (const observer of this.observers) observer.planningFailed(...event);
  }
}
