import type { Statement } from './database';

/** In the order of their ids, so that two swaps of the same VMs wait one for the other. */
export const LOCK_RECOMMENDATIONS: Statement = {
  text: `
    SELECT id, project_id, request #> '{constraints,group}' AS server_group
    FROM recommendation WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE`,
};

/** Where a server group has VMs beside those that leave. */
export const STAYING_HOSTS: Statement = {
  text: `
    SELECT DISTINCT host_name FROM reservation
    WHERE group_id = $1 AND held_host_name IS NOT NULL AND id <> ALL ($2)`,
};

/** What is held still and is not on its way by a step of a re-plan, and how many reservations each of these VMs has had. */
export const HELD: Statement = {
  text: `
    SELECT id, state, server_id, expires_at,
           (SELECT count(*)::int FROM reservation other
            WHERE other.recommendation_id = reservation.recommendation_id AND other.member = reservation.member) AS earlier
    FROM reservation
    WHERE id = ANY ($1) AND held_host_name IS NOT NULL
      AND (state <> 'reserved' OR expires_at > clock_timestamp())
      AND move_of IS NULL
      AND NOT EXISTS (SELECT FROM reservation target WHERE target.move_of = reservation.id AND target.held_host_name IS NOT NULL)`,
};

export const AS_FENCED: Statement = {
  text: `
    SELECT allocation.id FROM allocation
    JOIN unnest($1::uuid[], $2::int[]) AS fence (id, generation) USING (id, generation)
    WHERE held_host_name IS NOT NULL`,
};

export const INSERT: Statement = {
  text: `
    WITH hold AS (
      INSERT INTO reservation (id, recommendation_id, member, project_id, host_name, state, server_id, expires_at, compute,
                               vcpus, pcpus, memory_mib, disk_gib, group_id, kept_place, move_of)
      SELECT id, recommendation_id, member, project_id, host_name, state, server_id, expires_at, compute,
             (compute ->> 'vcpus')::int, (compute ->> 'pcpus')::int,
             (compute ->> 'memoryMib')::int, (compute ->> 'diskGib')::int, group_id, kept_place, move_of
      FROM json_to_recordset($1) AS plan (id uuid, recommendation_id uuid, member int, project_id text, host_name text,
        state text, server_id text, expires_at timestamptz, compute jsonb, group_id text,
        kept_place jsonb, move_of uuid)
    )
    INSERT INTO allocation (id, reservation_id, recommendation_id, project_id, member, host_name, device, kind,
                            pf_address, device_address, numa_node, physical_network, bandwidth_mbps, packet_rate_kpps,
                            state, server_id, expires_at)
    SELECT id, reservation_id, recommendation_id, project_id, member, host_name, device, kind,
           pf_address, device_address, numa_node, physical_network, bandwidth_mbps, packet_rate_kpps,
           state, server_id, expires_at
    FROM json_to_recordset($2) AS plan (id uuid, reservation_id uuid, recommendation_id uuid, project_id text, member int,
      host_name text, device text, kind text, pf_address text, device_address text, numa_node int,
      physical_network text, bandwidth_mbps int, packet_rate_kpps int,
      state text, server_id text, expires_at timestamptz)`,
};

export const RESERVATIONS: Statement = {
  text: `
    SELECT id, recommendation_id AS "recommendationId", member, host_name AS "hostName", state, compute,
           server_id AS "serverId", expires_at AS "expiresAt", move_of AS "moveOf"
    FROM reservation WHERE id = ANY ($1)`,
};

export const ALLOCATIONS: Statement = {
  text: `
    SELECT id, reservation_id AS "reservationId", recommendation_id AS "recommendationId", project_id AS "projectId",
           member, host_name AS "hostName", device, kind, pf_address AS "pfAddress",
           device_address AS "deviceAddress", numa_node AS "numaNode", state, server_id AS "serverId", generation,
           expires_at AS "expiresAt", created_at AS "createdAt", updated_at AS "updatedAt"
    FROM allocation WHERE recommendation_id = ANY ($1) AND reservation_id = ANY ($2) ORDER BY device, id`,
};
