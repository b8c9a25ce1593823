import type { Statement } from '../database';

/** Rows that a host keeps. */
const KEPT = 50;

/** The statement does not see the row that it inserts: of those before, one fewer stays. */
export const KEEP: Statement = {
  name: 'inventory_change.keep',
  text: `
    WITH kept AS (
      INSERT INTO inventory_change (host_name, generation, source, changes, changes_total, touched, touched_total)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
    )
    DELETE FROM inventory_change WHERE host_name = $1 AND id <= (
      SELECT id FROM inventory_change WHERE host_name = $1 ORDER BY id DESC OFFSET ${KEPT - 1} LIMIT 1)`,
};

const COLUMNS = `
  id, generation, at, actor, reason, request_id AS "requestId", user_id AS "userId", user_project_id AS "userProjectId",
  source, changes, changes_total AS "changesTotal", touched, touched_total AS "touchedTotal"`;

export const LIST: Statement = {
  text: `
    SELECT ${COLUMNS} FROM inventory_change
    WHERE host_name = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
};

export const IS_KEPT: Statement = {
  text: 'SELECT FROM inventory_change WHERE host_name = $1 AND id = $2',
};

/** What is held of a host. The paths of NICs are in the decision, which is long: only where they are asked for. */
export const HOLDS: Statement = {
  name: 'inventory_change.holds',
  text: `
    SELECT reservation.recommendation_id AS "recommendationId", recommendation.name AS "vmName", reservation.member,
           reservation.project_id AS "projectId", reservation.state, reservation.id AS "reservationId",
           reservation.server_id AS "serverId", compute, (
             SELECT coalesce(json_agg(json_build_object(
               'allocationId', id, 'state', allocation.state, 'kind', kind, 'address', device_address, 'pfAddress', pf_address) ORDER BY id), '[]')
             FROM allocation
             WHERE allocation.recommendation_id = reservation.recommendation_id
               AND allocation.reservation_id = reservation.id AND allocation.held_host_name IS NOT NULL
           ) AS devices,
           CASE WHEN $2 THEN jsonb_path_query_array(
             decision #> ARRAY['members', reservation.member::text], '$.nics[*].path') ELSE '[]' END AS "nicPaths"
    FROM reservation JOIN recommendation ON recommendation.id = recommendation_id
    WHERE held_host_name = $1 ORDER BY reservation.id`,
};

/** Older ones nobody waits for any more. */
const ADVISED_WITHIN = '1 day';
const MOST_ADVISED = 200;

/** Recommended on the host, and nothing was ever reserved for it. The expression is that of the index. */
export const ADVISED: Statement = {
  name: 'inventory_change.advised',
  text: `
    SELECT recommendation.id AS "recommendationId", name AS "vmName", (place.nth - 1)::int AS member,
           project_id AS "projectId", 'recommended' AS state, NULL AS "reservationId", NULL AS "serverId",
           json_build_object('cells', placement #> '{compute,cells}') AS compute, (
             SELECT coalesce(json_agg(json_build_object(
               'allocationId', NULL, 'kind', take ->> 'kind', 'address', take ->> 'address',
               'pfAddress', take ->> 'pfAddress')), '[]')
             FROM jsonb_array_elements(placement -> 'devices') takes (take)
           ) AS devices,
           jsonb_path_query_array(placement, '$.nics[*].path') AS "nicPaths"
    FROM (
      SELECT id, name, project_id, decision FROM recommendation
      WHERE status = 'ready' AND request ->> 'reserve' = 'false'
        AND jsonb_path_query_array(decision, '$.members[*].hostName') ? $1
        AND decided_at > now() - interval '${ADVISED_WITHIN}'
        AND NOT EXISTS (SELECT FROM reservation WHERE recommendation_id = recommendation.id)
      ORDER BY decided_at DESC LIMIT ${MOST_ADVISED}
    ) recommendation, jsonb_array_elements(decision -> 'members') WITH ORDINALITY place (placement, nth)
    WHERE placement ->> 'hostName' = $1 ORDER BY recommendation.id, member`,
};
