import { Outbox } from '@iopath/usecases';
import type { Database, Statement } from './database';

const CLAIM: Statement = {
  text: `
    SELECT recommendation_id AS id FROM outbox
    WHERE dispatched_at IS NULL AND created_at <= now() - $1 * interval '1 millisecond'
    ORDER BY created_at, recommendation_id LIMIT $2
    FOR UPDATE SKIP LOCKED`,
};

const MARK: Statement = {
  name: 'outbox.mark',
  text: 'UPDATE outbox SET dispatched_at = now() WHERE recommendation_id = ANY($1::uuid[]) AND dispatched_at IS NULL',
};

/** Accepted work that the queue has not heard of. */
export class PostgresOutbox extends Outbox {
  constructor(private readonly database: Database) {
    super();
  }

  /**
   * The rows stay locked while they are handed over, so that a relay that dies gives them back at once. When a
   * handover fails, those before it are marked and the failure is passed on.
   */
  async relay(
    olderThanMs: number,
    limit: number,
    dispatch: (recommendationId: string) => Promise<void>,
  ): Promise<number> {
    const { done, failure } = await this.database.transaction(async (session) => {
      const waiting = await session.query<{ id: string }>(CLAIM, [olderThanMs, limit]);
      const ids = waiting.map(({ id }) => id);
      const outcome = await dispatchUntilFailure(ids, dispatch);
      if (outcome.done > 0) await session.query(MARK, [ids.slice(0, outcome.done)]);
      return outcome;
    });
    if (failure !== null) throw failure.error;
    return done;
  }

  async markDispatched(recommendationId: string): Promise<void> {
    await this.database.query(MARK, [[recommendationId]]);
  }
}

async function dispatchUntilFailure(
  ids: readonly string[],
  dispatch: (id: string) => Promise<void>,
): Promise<{ readonly done: number; readonly failure: { readonly error: unknown } | null }> {
  for (const [done, id] of ids.entries()) {
    try {
      await dispatch(id);
    } catch (error) {
      return { done, failure: { error } };
    }
  }
  return { done: ids.length, failure: null };
}
