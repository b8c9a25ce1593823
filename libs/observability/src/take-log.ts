import type { TakeObserver } from '@iopath/usecases';
import type { Logger } from './logger';

/** Writes to the log what did not go as it should with what a worker took. */
export class TakeLog implements TakeObserver {
  constructor(private readonly logger: Logger) {}

  taken(id: string, attempts: number): void {
    this.logger.debug({ recommendation_id: id, attempts }, 'recommendation taken');
  }

  leaseLost(id: string): void {
    const text = 'this process was held up: another worker has taken the recommendation';
    this.logger.warn({ recommendation_id: id }, text);
  }

  putOff(id: string, error: unknown, delayMs: number): void {
    this.logger.warn({ recommendation_id: id, err: error, delay_ms: delayMs }, 'no decision this time');
  }

  givenUp(id: string, code: string): void {
    this.logger.error({ recommendation_id: id, code }, 'recommendation given up');
  }
}

/** Lets several hear of the same takes. */
export class TakeObservers implements TakeObserver {
  private readonly observers: readonly TakeObserver[];

  constructor(...observers: readonly TakeObserver[]) {
    this.observers = observers;
  }

  taken(...event: Parameters<TakeObserver['taken']>): void {
    for (const observer of this.observers) observer.taken(...event);
  }

  leaseLost(...event: Parameters<TakeObserver['leaseLost']>): void {
    for (const observer of this.observers) observer.leaseLost(...event);
  }

  putOff(...event: Parameters<TakeObserver['putOff']>): void {
    for (const observer of this.observers) observer.putOff(...event);
  }

  givenUp(...event: Parameters<TakeObserver['givenUp']>): void {
    for (const observer of this.observers) observer.givenUp(...event);
  }
}
