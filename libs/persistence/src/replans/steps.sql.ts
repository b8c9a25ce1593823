import type { Statement } from '../database';

export const READ: Statement = {
  text: `SELECT id, status, request -> 'limits' AS limits, result FROM replan WHERE id = $1`,
};

export const LOCK: Statement = {
  text: `SELECT id, status, request -> 'limits' AS limits, result FROM replan WHERE id = $1 FOR NO KEY UPDATE`,
};

export const STEPS: Statement = {
  text: `
    SELECT step_id, state, attempts, reservation_id, move_before, error_code, error_detail, reported_by, reserved_at,
           started_at, finished_at
    FROM replan_step WHERE replan_id = $1 ORDER BY ordinal`,
};

export const UNDER_WAY: Statement = {
  text: `
    SELECT id FROM replan WHERE status = 'applying'
    UNION SELECT replan_id FROM replan_step WHERE state = 'running' ORDER BY id`,
};

/** One driver of a re-plan at a time, whichever process it is in. */
export const TRY_LOCK: Statement = {
  text: `SELECT pg_try_advisory_lock(hashtextextended('replan/' || $1, 0)) AS locked`,
};
export const UNLOCK: Statement = { text: `SELECT pg_advisory_unlock(hashtextextended('replan/' || $1, 0))` };

export const ADD_STEPS: Statement = {
  text: `
    INSERT INTO replan_step (replan_id, step_id, ordinal)
    SELECT $1, step_id, ordinal FROM unnest($2::text[]) WITH ORDINALITY AS step (step_id, ordinal)`,
};

export const SET_STATUS: Statement = {
  text: `UPDATE replan SET status = $2 WHERE id = $1 AND status = ANY ($3) RETURNING id`,
};

/** What the VM of a step holds, a move hold aside. */
export const HOLD_OF_VM: Statement = {
  text: `
    SELECT id, host_name, state, server_id, expires_at,
           EXISTS (SELECT FROM reservation target
            WHERE target.move_of = reservation.id AND target.held_host_name IS NOT NULL) AS is_moving,
           EXISTS (SELECT FROM cloud_server
            WHERE (cloud_server.recommendation_id, cloud_server.member) = (reservation.recommendation_id, reservation.member)
           ) AS has_server,
           (SELECT count(*)::int FROM reservation other
            WHERE other.recommendation_id = reservation.recommendation_id AND other.member = reservation.member) AS earlier
    FROM reservation
    WHERE recommendation_id = $1 AND member = $2 AND held_host_name IS NOT NULL AND move_of IS NULL
      AND (state <> 'reserved' OR expires_at > clock_timestamp())`,
};

export const ENDS_OF_MOVE: Statement = {
  text: `
    SELECT target.recommendation_id, source.id AS source_id, source.host_name AS source_host,
           target.host_name AS target_host, target.server_id,
           target.held_host_name IS NOT NULL AND source.held_host_name IS NOT NULL AS is_held
    FROM reservation target JOIN reservation source ON source.id = target.move_of
    WHERE target.id = $1`,
};

/** Its server was seen on the other host: what it was counted for here is not there any more. */
export const FORGET_CLAIM: Statement = {
  text: 'DELETE FROM cloud_server_claim WHERE host_name = $1 AND consumer_id = $2',
};

export const TAKE_OVER: Statement = {
  text: `UPDATE reservation SET move_of = NULL, updated_at = now() WHERE id = $1`,
};

export const MOVE_HOST: Statement = { text: 'UPDATE host SET version = version + 1 WHERE host_name = $1' };

export const SET_RESERVED: Statement = {
  text: `
    UPDATE replan_step SET state = 'reserved', reservation_id = $3, reserved_at = now()
    WHERE (replan_id, step_id) = ($1, $2)`,
};

export const START: Statement = {
  text: `
    UPDATE replan_step SET state = 'running', started_at = now()
    WHERE (replan_id, step_id) = ($1, $2) AND state = 'reserved'
      AND EXISTS (SELECT FROM replan WHERE id = $1 AND status = 'applying')
    RETURNING step_id`,
};

export const NOTE_ASK: Statement = {
  text: `
    UPDATE replan_step SET attempts = attempts + 1, move_before = $3
    WHERE (replan_id, step_id) = ($1, $2) AND state = 'running' RETURNING step_id`,
};

export const END_STEP: Statement = {
  text: `
    UPDATE replan_step SET state = $3, error_code = $4, error_detail = $5, reported_by = $6, finished_at = now(),
      reservation_id = coalesce($7, reservation_id), reserved_at = coalesce(reserved_at, now())
    WHERE (replan_id, step_id) = ($1, $2)`,
};

/** Move holds of steps that do not run yet. */
export const RESERVED_TARGETS: Statement = {
  text: `
    SELECT reservation.id, host_name FROM replan_step JOIN reservation ON reservation.id = reservation_id
    WHERE replan_id = $1 AND replan_step.state = 'reserved' ORDER BY reservation.id`,
};

export const WAIT_AGAIN: Statement = {
  text: `
    UPDATE replan_step SET state = 'waiting', attempts = 0, move_before = NULL, reservation_id = NULL, reserved_at = NULL, started_at = NULL,
      finished_at = NULL, error_code = NULL, error_detail = NULL, reported_by = NULL
    WHERE replan_id = $1 AND state = ANY ($2)`,
};

export const SKIP: Statement = {
  text: `
    UPDATE replan_step SET state = 'skipped', finished_at = now()
    WHERE replan_id = $1 AND state IN ('waiting', 'reserved')`,
};

/** Of steps that failed with their VM on the target: whoever goes on has seen to it. */
export const SETTLE_ARRIVED: Statement = {
  text: `
    UPDATE replan_step SET state = 'done', error_code = NULL, error_detail = NULL
    WHERE replan_id = $1 AND state = 'failed' AND EXISTS (
      SELECT FROM reservation WHERE id = reservation_id AND held_host_name IS NOT NULL AND move_of IS NULL)`,
};

/** Applied is what has nothing left to do and did not fail. */
export const END_WHEN_DONE: Statement = {
  text: `
    UPDATE replan SET status = 'applied'
    WHERE id = $1 AND status = 'applying' AND NOT EXISTS (
      SELECT FROM replan_step WHERE replan_id = $1 AND state NOT IN ('done', 'skipped'))`,
};

export const WITHOUT_REST: Statement = {
  text: `
    SELECT id FROM replan
    WHERE status = 'paused'
      AND NOT EXISTS (SELECT FROM replan_step WHERE replan_id = replan.id AND state = 'running')
      AND NOT EXISTS (
        SELECT FROM replan rest WHERE rest.parent_id = replan.id AND rest.requested_at >= (
          SELECT max(finished_at) FROM replan_step WHERE replan_id = replan.id AND state = 'failed'))
    ORDER BY id`,
};
