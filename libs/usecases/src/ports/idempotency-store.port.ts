/** First answers to POSTs that carried an `Idempotency-Key` (recommendations keep theirs with the request). */
export abstract class IdempotencyStore {
  /**
   * The answer given first for this key; null when it is new, in which case the key is held until `keep` or `drop`.
   *
   * @throws Refusal invalid `idempotency.key_reused` when the body differs; conflict `idempotency.in_progress` while the first call still runs.
   */
  abstract begin(scope: string, key: string, bodyHash: string): Promise<StoredAnswer | null>;
  abstract keep(scope: string, key: string, answer: StoredAnswer): Promise<void>;
  abstract drop(scope: string, key: string): Promise<void>;
}

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}
