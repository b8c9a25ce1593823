import { IdempotencyStore, Refusal, type StoredAnswer } from '@iopath/usecases';
import type { Database, Statement } from './database';

/** No call takes that long; whoever held the key has died without an answer. */
const ABANDONED_AFTER_S = 60;

const HOLD: Statement = {
  name: 'idempotency.hold',
  text: `
    INSERT INTO idempotency_key AS held (scope, key, body_hash) VALUES ($1, $2, $3)
    ON CONFLICT (scope, key) DO UPDATE SET held_at = now()
    WHERE held.status IS NULL AND held.body_hash = excluded.body_hash
      AND held.held_at < now() - interval '${ABANDONED_AFTER_S} seconds'
    RETURNING key`,
};

const FIND: Statement = {
  name: 'idempotency.find',
  text: 'SELECT body_hash, status, body FROM idempotency_key WHERE scope = $1 AND key = $2',
};

const KEEP: Statement = {
  name: 'idempotency.keep',
  text: 'UPDATE idempotency_key SET status = $3, body = $4 WHERE scope = $1 AND key = $2 AND status IS NULL',
};

const DROP: Statement = {
  name: 'idempotency.drop',
  text: 'DELETE FROM idempotency_key WHERE scope = $1 AND key = $2 AND status IS NULL',
};

interface HeldKey {
  readonly body_hash: string;
  readonly status: number | null;
  readonly body: unknown;
}

/** First answers by idempotency key. */
export class PostgresIdempotencyStore extends IdempotencyStore {
  constructor(private readonly database: Database) {
    super();
  }

  async begin(scope: string, key: string, bodyHash: string): Promise<StoredAnswer | null> {
    const [held] = await this.database.query(HOLD, [scope, key, bodyHash]);
    if (held !== undefined) return null;

    const [earlier] = await this.database.query<HeldKey>(FIND, [scope, key]);
    if (earlier !== undefined && earlier.body_hash !== bodyHash) {
      throw new Refusal('invalid', 'idempotency.key_reused', 'This Idempotency-Key was used with another body.');
    }
    if (earlier === undefined || earlier.status === null) {
      throw new Refusal(
        'conflict',
        'idempotency.in_progress',
        'The first request with this Idempotency-Key still runs.',
      );
    }
    return { status: earlier.status, body: earlier.body };
  }

  async keep(scope: string, key: string, answer: StoredAnswer): Promise<void> {
    await this.database.query(KEEP, [scope, key, answer.status, JSON.stringify(answer.body ?? null)]);
  }

  async drop(scope: string, key: string): Promise<void> {
    await this.database.query(DROP, [scope, key]);
  }
}
