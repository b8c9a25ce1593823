import type { Statement } from '../database';

const COLUMNS = `
  id, name, cron, time_zone, request, enabled, generation, next_run_at, last_run_at, last_replan_id, created_at,
  updated_at, user_id, user_project_id`;

export const CREATE: Statement = {
  text: `
    WITH created AS (
      INSERT INTO replan_schedule (id, name, cron, time_zone, reason, request, enabled, next_run_at, user_id, user_project_id)
      VALUES ($1, $2, $3, $4, $5::jsonb ->> 'reason', $5, $6, $7, $8, $9)
      ON CONFLICT (id) DO NOTHING
      RETURNING ${COLUMNS}
    )
    SELECT ${COLUMNS} FROM created UNION ALL SELECT ${COLUMNS} FROM replan_schedule WHERE id = $1`,
};

export const GET: Statement = { text: `SELECT ${COLUMNS} FROM replan_schedule WHERE id = $1` };

/** Oldest first; the marker is the last of the page before. */
export const LIST: Statement = {
  text: `
    SELECT ${COLUMNS} FROM replan_schedule
    WHERE ($1::uuid IS NULL OR (created_at, id) > (SELECT created_at, id FROM replan_schedule WHERE id = $1))
    ORDER BY created_at, id LIMIT $2`,
};

export const REPLACE: Statement = {
  text: `
    UPDATE replan_schedule
    SET name = $3, cron = $4, time_zone = $5, reason = $6::jsonb ->> 'reason', request = $6, enabled = $7,
        next_run_at = $8, generation = generation + 1, updated_at = now()
    WHERE id = $1 AND generation = $2
    RETURNING ${COLUMNS}`,
};

export const DELETE: Statement = { text: 'DELETE FROM replan_schedule WHERE id = $1 RETURNING id' };

export const DUE: Statement = {
  text: `SELECT ${COLUMNS} FROM replan_schedule WHERE next_run_at <= now() ORDER BY next_run_at LIMIT $1`,
};

/**
 * Whoever finds the run as it was read has it; for the others the row is another one by then. A run that has one of its
 * schedule before it, which is not over, is left out: two would plan the same.
 */
export const RUN: Statement = {
  text: `
    WITH mine AS (
      UPDATE replan_schedule AS schedule
      SET next_run_at = $4, last_run_at = now(),
          last_replan_id = CASE WHEN busy.is THEN schedule.last_replan_id ELSE $3::uuid END
      FROM (SELECT EXISTS (
              SELECT FROM replan WHERE schedule_id = $1 AND status IN ('queued', 'running')) AS is) AS busy
      WHERE schedule.id = $1 AND schedule.enabled AND schedule.next_run_at = $2
      RETURNING schedule.*, busy.is AS is_busy
    )
    INSERT INTO replan (id, reason, origin, request, renews, schedule_id, user_id, user_project_id)
    SELECT $3::uuid, reason, 'schedule', request, true, id, user_id, user_project_id FROM mine WHERE NOT is_busy
    RETURNING id`,
};
