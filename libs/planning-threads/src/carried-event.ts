import { DecisionObserver, type RecommendationStatus } from '@iopath/usecases';
import { type CarriedError, carryError, errorFrom } from './carried-error';

/** What a DecisionObserver hears, as it goes from a thread to the main one. */
export type CarriedEvent =
  | { readonly event: 'decided'; readonly told: Parameters<DecisionObserver['decided']> }
  | { readonly event: 'planningFailed'; readonly id: string; readonly error: CarriedError; readonly final: boolean };

/** The thread's end: posts what it hears. */
export class PostingObserver extends DecisionObserver {
  constructor(private readonly post: (event: CarriedEvent) => void) {
    super();
  }

  override decided(id: string, status: RecommendationStatus, durationMs: number, staleRetries: number): void {
    this.post({ event: 'decided', told: [id, status, durationMs, staleRetries] });
  }

  override planningFailed(id: string, error: unknown, final: boolean): void {
    this.post({ event: 'planningFailed', id, error: carryError(error), final });
  }
}

/** The main thread's end: tells the observer as if it had been called here. */
export function tellEvent(event: CarriedEvent, observer: DecisionObserver): void {
  if (event.event === 'decided') observer.decided(...event.told);
  else observer.planningFailed(event.id, errorFrom(event.error), event.final);
}
