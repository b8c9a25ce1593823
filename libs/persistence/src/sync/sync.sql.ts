import type { Statement } from '../database';

/**
 * One synchronisation of one database at a time, whichever process runs it. Held by the session, so that it ends with
 * it, and not by a transaction, which would stay open for minutes. The number is nobody else's.
 */
export const TRY_LOCK: Statement = { text: 'SELECT pg_try_advisory_lock(4907222) AS locked' };
export const UNLOCK: Statement = { text: 'SELECT pg_advisory_unlock(4907222)' };

/** A worker whose machine is gone says no goodbye: without this the server would keep its session, and the lock, for hours. */
export const NOTICE_DEATH: Statement = {
  text: `
    SELECT set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),
           set_config('tcp_keepalives_count', '3', false)`,
};

const COLUMNS = 'id, origin, state, stages, failure, requested_at, started_at, finished_at';

/** Whoever comes second joins, with the stages that are not in it yet, in the order in which they run. */
export const REQUEST: Statement = {
  name: 'sync.request',
  text: `
    INSERT INTO sync AS queued (id, origin, state, stages) VALUES ($1, 'request', 'queued', $2)
    ON CONFLICT (state) WHERE state = 'queued' DO UPDATE SET stages = (
      SELECT json_agg(stage ORDER BY array_position($3::text[], stage ->> 'name'))
      FROM (
        SELECT DISTINCT ON (stage ->> 'name') stage
        FROM (SELECT json_array_elements(queued.stages) UNION ALL SELECT json_array_elements(excluded.stages)) both_lists (stage)
      ) each_once)
    RETURNING ${COLUMNS}`,
};

/** By the clock only whole ones count, of all stages. A running one whose lock nobody holds was left behind: the lock is asked for next, and its new holder sees to it. */
export const IS_DUE: Statement = {
  name: 'sync.is_due',
  text: `
    SELECT EXISTS (SELECT FROM sync WHERE state = 'queued')
        OR ($1::float8 IS NOT NULL
            AND NOT EXISTS (
              SELECT FROM sync WHERE started_at > now() - $1::float8 * interval '1 millisecond'
                AND json_array_length(stages) = $2))
        OR EXISTS (
          SELECT FROM sync WHERE state = 'running' AND NOT EXISTS (
            SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4907222 AND classid = 0 AND granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))) AS due`,
};

export const FAIL_LEFT_BEHIND: Statement = {
  text: `
    UPDATE sync SET state = 'failed', finished_at = now(), failure = $1::json, stages = (
      SELECT json_agg(CASE WHEN stage ->> 'state' = 'running'
        THEN (stage::jsonb || jsonb_build_object('state', 'failed', 'failure', $1::json))::json ELSE stage END)
      FROM json_array_elements(stages) stages (stage))
    WHERE state = 'running'`,
};

export const TAKE_QUEUED: Statement = {
  text: `UPDATE sync SET state = 'running', started_at = now() WHERE state = 'queued' RETURNING ${COLUMNS}`,
};

export const BEGIN_SCHEDULED: Statement = {
  text: `
    INSERT INTO sync (id, origin, state, stages, started_at)
    SELECT $1::uuid, 'schedule', 'running', $2::json, now()
    WHERE NOT EXISTS (
      SELECT FROM sync WHERE started_at > now() - $3::float8 * interval '1 millisecond'
        AND json_array_length(stages) = json_array_length($2::json))
    RETURNING ${COLUMNS}`,
};

/** What another one has called failed since is over. */
export const KEEP: Statement = {
  name: 'sync.keep',
  text: `
    UPDATE sync SET state = $2, stages = $3, failure = $4, finished_at = CASE WHEN $2 = 'running' THEN NULL ELSE now() END
    WHERE id = $1 AND state = 'running' RETURNING id`,
};

export const FORGET_OLD: Statement = {
  text: `DELETE FROM sync WHERE finished_at < now() - interval '30 days'`,
};
