import type { Statement } from '../database';

/** All but the result, which may be large. */
const SUMMARY = `
  id, status, origin, request, progress, failure_code, failure_detail, requested_at, started_at, finished_at,
  cancel_asked_at, parent_id, schedule_id, renews, superseded_by, user_id, user_project_id`;

/** What is stored already is given back as it is: an id comes from its caller's idempotency key. */
export const CREATE: Statement = {
  text: `
    WITH created AS (
      INSERT INTO replan (id, reason, origin, request, renews, parent_id, request_id, user_id, user_project_id)
      VALUES ($1, $3::jsonb ->> 'reason', $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (id) DO NOTHING
      RETURNING ${SUMMARY}
    )
    SELECT ${SUMMARY} FROM created UNION ALL SELECT ${SUMMARY} FROM replan WHERE id = $1`,
};

export const FIND: Statement = {
  name: 'replan.find',
  text: `SELECT ${SUMMARY} FROM replan WHERE id = $1`,
};

export const GET: Statement = { text: `SELECT ${SUMMARY}, result FROM replan WHERE id = $1` };

/** Newest first; the marker is the last of the page before. */
export const LIST: Statement = {
  text: `
    SELECT ${SUMMARY} FROM replan
    WHERE ($1::text IS NULL OR reason = $1) AND ($2::text IS NULL OR status = $2)
      AND ($3::uuid IS NULL OR (requested_at, id) < (SELECT requested_at, id FROM replan WHERE id = $3))
    ORDER BY requested_at DESC, id DESC LIMIT $4`,
};

export const EXISTS: Statement = { text: 'SELECT FROM replan WHERE id = $1' };

export const BACKLOG: Statement = {
  text: `
    SELECT count(*) FILTER (WHERE status = 'queued')::int AS queued,
           count(*) FILTER (WHERE status = 'running')::int AS running
    FROM replan WHERE status IN ('queued', 'running')`,
};

/** As `recommendation.take_next`: rows that a rival looks at are skipped, so takers neither wait nor meet. */
export const TAKE_NEXT: Statement = {
  name: 'replan.take_next',
  text: `
    WITH abandoned AS MATERIALIZED (
      SELECT id FROM replan
      WHERE status = 'running' AND taken_at <= clock_timestamp() - $1 * interval '1 millisecond'
      ORDER BY taken_at LIMIT 1
      FOR UPDATE SKIP LOCKED
    ), waiting AS MATERIALIZED (
      SELECT id FROM replan
      WHERE status = 'queued' AND (not_before IS NULL OR not_before <= clock_timestamp())
        AND NOT EXISTS (SELECT FROM abandoned)
      ORDER BY origin = 'schedule', requested_at LIMIT 1
      FOR UPDATE SKIP LOCKED
    )
    UPDATE replan
    SET status = 'running', attempts = attempts + 1, taken_at = clock_timestamp(), not_before = NULL,
        started_at = coalesce(started_at, now()),
        failed_takes = failed_takes + CASE status WHEN 'running' THEN 1 ELSE 0 END
    FROM (SELECT id FROM abandoned UNION ALL SELECT id FROM waiting) AS next
    WHERE replan.id = next.id
    RETURNING replan.id, request, attempts, failed_takes AS "failedTakes"`,
};

/** A hold is named by the count of takes: whoever took it later has another. */
export const RENEW: Statement = {
  name: 'replan.renew',
  text: `
    UPDATE replan SET taken_at = clock_timestamp(), progress = coalesce($3::jsonb, progress)
    WHERE id = $1 AND attempts = $2 AND status = 'running'
    RETURNING cancel_asked_at IS NOT NULL AS cancel`,
};

export const GIVE_BACK: Statement = {
  text: `
    UPDATE replan
    SET status = 'queued', failed_takes = failed_takes + $4,
        not_before = CASE WHEN $3 > 0 THEN clock_timestamp() + $3 * interval '1 millisecond' END
    WHERE id = $1 AND attempts = $2 AND status = 'running'`,
};

/** The end of planning is never before its beginning, whatever the clock of the server does. */
const END = 'finished_at = greatest(now(), started_at)';

export const FINISH: Statement = {
  text: `
    UPDATE replan
    SET status = 'planned', ${END}, result = $3, fleet_digest = $3::jsonb ->> 'fleetDigest',
        model_version = $3::jsonb ->> 'modelVersion', basis_hosts = $4, basis_versions = $5, basis_reservations = $6
    WHERE id = $1 AND attempts = $2 AND status = 'running'
    RETURNING id`,
};

export const FAIL: Statement = {
  text: `
    UPDATE replan SET status = 'failed', ${END}, failure_code = $3, failure_detail = $4
    WHERE id = $1 AND attempts = $2 AND status = 'running'
    RETURNING id`,
};

export const END_CANCELLED: Statement = {
  text: `
    UPDATE replan SET status = 'cancelled', ${END}
    WHERE id = $1 AND attempts = $2 AND status = 'running'
    RETURNING id`,
};

/** One that waits is over at once; of one that runs its worker hears when it next renews its lease. */
export const CANCEL: Statement = {
  text: `
    UPDATE replan
    SET cancel_asked_at = coalesce(cancel_asked_at, now()),
        status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
        finished_at = CASE status WHEN 'queued' THEN greatest(now(), started_at) END
    WHERE id = $1 AND status IN ('queued', 'running')`,
};

/** A plan without steps rests on nothing, and has nothing that could be out of date. */
export const FIND_OUTDATED: Statement = {
  text: `
    SELECT replan.id FROM replan
    WHERE status = 'planned' AND (
      EXISTS (
        SELECT FROM unnest(basis_reservations) AS moved (id)
        WHERE NOT EXISTS (SELECT FROM reservation WHERE reservation.id = moved.id AND held_host_name IS NOT NULL))
      OR EXISTS (
        SELECT FROM unnest(basis_hosts) AS planned (host_name)
        WHERE NOT EXISTS (SELECT FROM host WHERE host.host_name = planned.host_name AND host.state = 'active'))
      OR (
        SELECT count(*) > $1::float8 * cardinality(basis_hosts)
        FROM unnest(basis_hosts, basis_versions) AS planned (host_name, version)
        JOIN host USING (host_name) WHERE host.version <> planned.version))
    ORDER BY replan.finished_at`,
};

/** Both in one statement, so that a plan is superseded exactly when its successor is queued. */
export const SUPERSEDE: Statement = {
  text: `
    WITH overtaken AS (
      UPDATE replan
      SET status = 'superseded', superseded_by = CASE WHEN renews AND renewals < $3 THEN $2::uuid END
      WHERE id = $1 AND status = 'planned'
      RETURNING *
    ), successor AS (
      INSERT INTO replan (id, reason, origin, request, renews, renewals, parent_id, schedule_id, request_id, user_id,
                          user_project_id)
      SELECT superseded_by, reason, origin, request, renews, renewals + 1, parent_id, schedule_id, request_id, user_id,
             user_project_id
      FROM overtaken WHERE superseded_by IS NOT NULL
    )
    SELECT id FROM overtaken`,
};
