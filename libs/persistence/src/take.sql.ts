import { type Statement, UNSYNCED } from './database';

/**
 * Who has taken what need not outlive the server: a request whose taking was forgotten is taken again, and a commit asks
 * whether it is undecided, not who took it.
 *
 * What a worker left and what nobody has taken, in this order: the first has waited for a lease already, and there are never
 * more of it than workers have hands. Rows that a rival looks at are skipped, so takers neither wait nor meet.
 */
export const TAKE_NEXT: Statement = {
  name: 'recommendation.take_next',
  text: `
    WITH ${UNSYNCED}, abandoned AS MATERIALIZED (
      SELECT id FROM recommendation
      WHERE status = 'scoring' AND taken_at <= clock_timestamp() - $1 * interval '1 millisecond'
      ORDER BY taken_at LIMIT 1
      FOR UPDATE SKIP LOCKED
    ), waiting AS MATERIALIZED (
      SELECT id FROM recommendation
      WHERE status = 'queued' AND (not_before IS NULL OR not_before <= clock_timestamp())
        AND NOT EXISTS (SELECT FROM abandoned)
      ORDER BY lane, turn, created_at LIMIT 1
      FOR UPDATE SKIP LOCKED
    )
    UPDATE recommendation
    SET status = 'scoring', attempts = attempts + 1, taken_at = clock_timestamp(), not_before = NULL,
        failed_takes = failed_takes + CASE status WHEN 'scoring' THEN 1 ELSE 0 END
    FROM (SELECT id FROM abandoned UNION ALL SELECT id FROM waiting) AS next CROSS JOIN unsynced
    WHERE recommendation.id = next.id
    RETURNING recommendation.id, request, profile, attempts, failed_takes AS "failedTakes"`,
};

/** A hold is named by the count of takes: whoever took it later has another. */
export const RENEW: Statement = {
  name: 'recommendation.renew',
  text: `
    WITH ${UNSYNCED}, hold AS (
      SELECT * FROM unnest($1::uuid[], $2::int[]) AS hold (id, attempts)
    ), renewed AS (
      UPDATE recommendation SET taken_at = clock_timestamp() FROM hold CROSS JOIN unsynced
      WHERE recommendation.id = hold.id AND recommendation.attempts = hold.attempts AND status = 'scoring'
    )
    SELECT id FROM recommendation JOIN hold USING (id, attempts)`,
};

export const GIVE_BACK: Statement = {
  text: `
    UPDATE recommendation
    SET status = 'queued', failed_takes = failed_takes + $4,
        not_before = CASE WHEN $3 > 0 THEN clock_timestamp() + $3 * interval '1 millisecond' END
    WHERE id = $1 AND attempts = $2 AND status = 'scoring'`,
};

export const FAIL: Statement = {
  text: `
    UPDATE recommendation SET status = 'failed', failure_code = $3, failure_detail = $4, decided_at = now()
    WHERE id = $1 AND attempts = $2 AND status = 'scoring'
    RETURNING id`,
};
