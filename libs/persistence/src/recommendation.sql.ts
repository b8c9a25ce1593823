import type { Statement } from './database';

export const CREATE: Statement = {
  name: 'recommendation.create',
  text: `
    WITH accepted AS (
      INSERT INTO recommendation (id, project_id, name, request, profile, idempotency_key, body_hash, priority)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT DO NOTHING
      RETURNING id
    )
    INSERT INTO outbox (recommendation_id) SELECT id FROM accepted RETURNING recommendation_id AS id`,
};

export const FIND_EARLIER: Statement = {
  text: `
    SELECT id, body_hash FROM recommendation WHERE (project_id = $2 AND idempotency_key = $3) OR id = $1
    ORDER BY id = $1 LIMIT 1`,
};

/** Asked once a decision at least, by whoever waits for it; three statements of `pg` cost a third of Prisma's. */
export const FIND: Statement = {
  name: 'recommendation.find',
  text: `
    SELECT id, project_id AS "projectId", name, status, request, profile, decision, failure_code AS "failureCode",
           failure_detail AS "failureDetail", created_at AS "createdAt", decided_at AS "decidedAt"
    FROM recommendation WHERE id = $1`,
};

export const FIND_RESERVATIONS: Statement = {
  name: 'recommendation.find_reservations',
  text: `
    SELECT id, recommendation_id AS "recommendationId", member, host_name AS "hostName", state, compute,
           server_id AS "serverId", expires_at AS "expiresAt", move_of AS "moveOf"
    FROM reservation WHERE recommendation_id = $1 ORDER BY member, created_at, id`,
};

export const FIND_ALLOCATIONS: Statement = {
  name: 'recommendation.find_allocations',
  text: `
    SELECT id, reservation_id AS "reservationId", recommendation_id AS "recommendationId", project_id AS "projectId",
           member, host_name AS "hostName", device, kind, pf_address AS "pfAddress",
           device_address AS "deviceAddress", numa_node AS "numaNode", state, server_id AS "serverId", generation,
           expires_at AS "expiresAt", created_at AS "createdAt", updated_at AS "updatedAt"
    FROM allocation WHERE recommendation_id = $1 ORDER BY member, created_at, device, id`,
};

export const DECIDE: Statement = {
  name: 'recommendation.decide',
  text: `
    WITH decided AS (
      UPDATE recommendation SET status = $2, decision = $3, decided_at = now()
      WHERE id = $1 AND status IN ('queued', 'scoring')
      RETURNING id
    ), explained AS (
      INSERT INTO explanation (recommendation_id, document) SELECT id, $4 FROM decided
    )
    SELECT id FROM decided`,
};

export const LOCK_UNDECIDED: Statement = {
  name: 'recommendation.lock_undecided',
  text: `
    SELECT project_id, request #> '{constraints,group}' AS server_group FROM recommendation
    WHERE id = $1 AND status IN ('queued', 'scoring') FOR NO KEY UPDATE`,
};

export const LOCK: Statement = {
  text: `
    SELECT status, project_id, request #> '{constraints,group}' AS server_group
    FROM recommendation WHERE id = $1 FOR NO KEY UPDATE`,
};

export const RESERVATIONS_OF: Statement = {
  text: `
    SELECT id, member, host_name, held_host_name IS NOT NULL AS live,
           state = 'reserved' AND expires_at <= clock_timestamp() AS overdue
    FROM reservation WHERE recommendation_id = $1`,
};
