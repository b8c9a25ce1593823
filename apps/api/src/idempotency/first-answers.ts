import type { IdempotencyStore } from '@iopath/usecases';

/** Gives the first answer again to a call that comes again with the same `Idempotency-Key`. */
export class FirstAnswers {
  constructor(private readonly store: IdempotencyStore) {}

  /**
   * Runs `work`, unless this key was answered before. Work that is refused leaves the key free for another try.
   *
   * @throws Refusal invalid `idempotency.key_reused`, conflict `idempotency.in_progress`; and what `work` throws.
   */
  async once<T>(scope: string, key: string | null, bodyHash: string, work: () => Promise<T>): Promise<T> {
    if (key === null) return work();
    const earlier = await this.store.begin(scope, key, bodyHash);
    // What was kept under this scope came from the same `work`.
    if (earlier !== null) return earlier.body as T;
    try {
      const answer = await work();
      await this.store.keep(scope, key, { status: 200, body: answer });
      return answer;
    } catch (error) {
      await this.store.drop(scope, key);
      throw error;
    }
  }
}
