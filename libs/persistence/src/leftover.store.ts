import { LeftoverStore, type Purged } from '@iopath/usecases';
import type { Database, Statement } from './database';

/** A client that repeats a call later than this makes a new one; docs/api.md says so. */
const KEPT_IDEMPOTENCY_KEYS = '24 hours';
/** Nobody reads a row whose ring was given; kept a while for whoever looks into an incident. */
const KEPT_OUTBOX = '1 day';
/**
 * A reader of the fleet that has not looked for so long would miss a host's going: `fleet.reader.ts` reads everything
 * again long before that. And no plan is that old, so a host that comes back may count from 1.
 */
const KEPT_TOMBSTONES = '7 days';

/** What nobody applies any more; of those whose steps are under way every one is kept. */
const KEPT_REPLANS = '90 days';

/** What changed on hosts that are no more; hosts that are there keep their newest, however old. */
const KEPT_INVENTORY_CHANGES = '90 days';

/** How many rows go at a time, so that no lock is held for long; what is left goes with the next round. */
const BATCH = 10_000;

const PURGE_IDEMPOTENCY_KEYS: Statement = {
  text: `
    DELETE FROM idempotency_key WHERE (scope, key) IN (
      SELECT scope, key FROM idempotency_key WHERE held_at < now() - interval '${KEPT_IDEMPOTENCY_KEYS}' LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)
    RETURNING 1`,
};

const PURGE_OUTBOX: Statement = {
  text: `
    DELETE FROM outbox WHERE recommendation_id IN (
      SELECT recommendation_id FROM outbox WHERE dispatched_at < now() - interval '${KEPT_OUTBOX}' LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)
    RETURNING 1`,
};

const PURGE_TOMBSTONES: Statement = {
  text: `
    DELETE FROM host_tombstone WHERE host_name IN (
      SELECT host_name FROM host_tombstone WHERE deleted_at < now() - interval '${KEPT_TOMBSTONES}' LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)
    RETURNING 1`,
};

const PURGE_REPLANS: Statement = {
  text: `
    DELETE FROM replan WHERE id IN (
      SELECT id FROM replan
      WHERE finished_at < now() - interval '${KEPT_REPLANS}' AND status NOT IN ('applying', 'paused') LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)
    RETURNING 1`,
};

const PURGE_INVENTORY_CHANGES: Statement = {
  text: `
    DELETE FROM inventory_change WHERE (host_name, id) IN (
      SELECT host_name, id FROM inventory_change
      WHERE at < now() - interval '${KEPT_INVENTORY_CHANGES}'
        AND NOT EXISTS (SELECT FROM host WHERE host.host_name = inventory_change.host_name) LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)
    RETURNING 1`,
};

/** Throws away what nobody can need any more. */
export class PostgresLeftoverStore extends LeftoverStore {
  constructor(private readonly database: Database) {
    super();
  }

  async purge(): Promise<Purged> {
    const purge = async (statement: Statement): Promise<number> => (await this.database.query(statement)).length;
    return {
      idempotencyKeys: await purge(PURGE_IDEMPOTENCY_KEYS),
      outboxRows: await purge(PURGE_OUTBOX),
      hostTombstones: await purge(PURGE_TOMBSTONES),
      replans: await purge(PURGE_REPLANS),
      inventoryChanges: await purge(PURGE_INVENTORY_CHANGES),
    };
  }
}
