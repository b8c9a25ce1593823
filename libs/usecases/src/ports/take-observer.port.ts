/** Hears what workers do with what they take; for metrics and logs, never for anything that matters to the outcome. */
export abstract class TakeObserver {
  abstract taken(id: string, attempts: number): void;
  /** Somebody else took it, or decided it, while it was held here: this process was held up for longer than its lease. */
  abstract leaseLost(id: string): void;
  /** No decision this time: it is taken again after `delayMs`. */
  abstract putOff(id: string, error: unknown, delayMs: number): void;
  /** It took down, or held up, all who took it, and has failed with `code`. */
  abstract givenUp(id: string, code: string): void;
}
