import { Outbox } from '@iopath/usecases';
import { type Database, type Statement, UNSYNCED } from './database';

const CLAIM: Statement = {
  text: `
    SELECT recommendation_id AS id, status IN ('queued', 'scoring') AS undecided
    FROM outbox JOIN recommendation ON recommendation.id = recommendation_id
    WHERE dispatched_at IS NULL AND outbox.created_at <= now() - $1 * interval '1 millisecond'
    ORDER BY outbox.created_at, recommendation_id LIMIT $2
    FOR UPDATE OF outbox SKIP LOCKED`,
};

const MARK: Statement = {
  name: 'outbox.mark',
  text: 'UPDATE outbox SET dispatched_at = now() WHERE recommendation_id = ANY($1::uuid[]) AND dispatched_at IS NULL',
};

/** One request has its own statement: a mark that is forgotten costs one more ring, and nobody waits for the disk. */
const MARK_RUNG: Statement = {
  name: 'outbox.mark_rung',
  text: `
    WITH ${UNSYNCED}
    UPDATE outbox SET dispatched_at = now() FROM unsynced WHERE recommendation_id = $1 AND dispatched_at IS NULL`,
};

interface WaitingRow {
  readonly id: string;
  readonly undecided: boolean;
}

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
      const waiting = await session.query<WaitingRow>(CLAIM, [olderThanMs, limit]);
      // Workers look around while the queue is away: nobody has to be told of what they have decided.
      const ring = ({ id, undecided }: WaitingRow) => (undecided ? dispatch(id) : Promise.resolve());
      const outcome = await handOverUntilFailure(waiting, ring);
      const ids = waiting.slice(0, outcome.done).map(({ id }) => id);
      if (ids.length > 0) await session.query(MARK, [ids]);
      return outcome;
    });
    if (failure !== null) throw failure.error;
    return done;
  }

  async markDispatched(recommendationId: string): Promise<void> {
    await this.database.query(MARK_RUNG, [recommendationId]);
  }
}

async function handOverUntilFailure(
  waiting: readonly WaitingRow[],
  handOver: (row: WaitingRow) => Promise<void>,
): Promise<{ readonly done: number; readonly failure: { readonly error: unknown } | null }> {
  for (const [done, row] of waiting.entries()) {
    try {
      await handOver(row);
    } catch (error) {
      return { done, failure: { error } };
    }
  }
  return { done: waiting.length, failure: null };
}
