import type { Statement } from '../database';

/** Locks of this class are of realisations; the second number is made of the recommendation's id. */
export const TRY_LOCK: Statement = { text: 'SELECT pg_try_advisory_lock(4907223, hashtext($1)) AS locked' };
export const UNLOCK: Statement = { text: 'SELECT pg_advisory_unlock(4907223, hashtext($1))' };

/** A service whose machine is gone says no goodbye: without this the server would keep its session, and the lock, for hours. */
export const NOTICE_DEATH: Statement = {
  text: `
    SELECT set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),
           set_config('tcp_keepalives_count', '3', false)`,
};

export const READ: Statement = {
  text: `
    SELECT member, state, choices, host_name, flavor_id, server_id, document
    FROM realisation WHERE recommendation_id = $1 ORDER BY member`,
};

/** One statement, so that a record is never half another's. */
export const KEEP: Statement = {
  text: `
    INSERT INTO realisation (recommendation_id, member, state, choices, host_name, flavor_id, port_ids, server_id, document)
    SELECT $1, member, state, $2, host_name, flavor_id, port_ids, server_id, document
    FROM json_to_recordset($3) AS guest (member int, state text, host_name text, flavor_id text, port_ids text[],
      server_id text, document jsonb)
    ON CONFLICT (recommendation_id, member) DO UPDATE SET
      state = EXCLUDED.state, choices = EXCLUDED.choices, host_name = EXCLUDED.host_name, flavor_id = EXCLUDED.flavor_id,
      port_ids = EXCLUDED.port_ids, server_id = EXCLUDED.server_id, document = EXCLUDED.document,
      updated_at = clock_timestamp()`,
};
