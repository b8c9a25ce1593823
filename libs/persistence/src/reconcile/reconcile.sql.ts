import type { Statement } from '../database';

export const HOST_NAMES: Statement = {
  text: `
    SELECT host_name FROM host
    UNION SELECT held_host_name FROM reservation WHERE held_host_name IS NOT NULL
    UNION SELECT host_name FROM cloud_server WHERE host_name IS NOT NULL
    ORDER BY host_name`,
};

export const SERVERS_IN_SHORT: Statement = {
  text: `
    SELECT server_id, host_name,
           status IN ('MIGRATING', 'RESIZE', 'VERIFY_RESIZE', 'REVERT_RESIZE')
             OR document #>> '{server,taskState}' ~ 'migrat|resize' AS is_moving
    FROM cloud_server`,
};

/** Which server a hold is for: the one that it was confirmed for, or one that names it. */
const SERVER_OF_HOLD = `
  (cloud_server.server_id = reservation.server_id
   OR (reservation.server_id IS NULL
       AND (cloud_server.recommendation_id, cloud_server.member) = (reservation.recommendation_id, reservation.member)))`;

/** The host, those of holds whose servers are on it now, and those where servers of its holds are now. */
export const CONCERNED_HOSTS: Statement = {
  text: `
    SELECT $1 AS host_name
    UNION
    SELECT held_host_name FROM cloud_server JOIN reservation ON ${SERVER_OF_HOLD}
    WHERE cloud_server.host_name = $1 AND held_host_name IS NOT NULL
    UNION
    SELECT cloud_server.host_name FROM reservation JOIN cloud_server ON ${SERVER_OF_HOLD}
    WHERE held_host_name = $1 AND cloud_server.host_name IS NOT NULL
    ORDER BY host_name`,
};

export const HOSTS: Statement = {
  text: `
    SELECT host_name, inventory, observed_at, ARRAY(
             SELECT device_address FROM device_quarantine
             WHERE device_quarantine.host_name = host.host_name AND cleared_at IS NULL ORDER BY device_address
           ) AS quarantined, (
             SELECT coalesce(json_agg(json_build_object('consumerId', consumer_id, 'claim', claim) ORDER BY consumer_id), '[]')
             FROM cloud_server_claim WHERE cloud_server_claim.host_name = host.host_name AND counted
           ) AS foreign_claims
    FROM host WHERE host_name = ANY ($1) ORDER BY host_name`,
};

/** A NIC and a disk may share a name; the disk then has another, and its device is none of a NIC's. */
export const HOLDS: Statement = {
  text: `
    SELECT reservation.id AS "reservationId", recommendation_id AS "recommendationId", member,
           host_name AS "hostName", state, server_id AS "serverId",
           (extract(epoch FROM expires_at) * 1000)::float8 AS "expiresAtMs",
           (extract(epoch FROM reservation.updated_at) * 1000)::float8 AS "changedAtMs", compute, (
             SELECT json_build_object('end', CASE WHEN other.id = reservation.move_of THEN 'target' ELSE 'source' END,
                                      'otherHost', other.host_name)
             FROM reservation other
             WHERE (other.id = reservation.move_of OR other.move_of = reservation.id) AND other.held_host_name IS NOT NULL
           ) AS move, (
             SELECT coalesce(json_agg(json_build_object(
               'allocationId', id, 'device', device, 'kind', kind, 'address', device_address, 'pfAddress', pf_address,
               'numaNode', numa_node, 'servesNic', device LIKE 'port %' OR kind IN ('vf', 'pf') AND EXISTS (
                 SELECT FROM jsonb_array_elements(request -> 'nics') nics (nic) WHERE nic ->> 'name' = device)
             ) ORDER BY device, id), '[]')
             FROM allocation
             WHERE allocation.recommendation_id = reservation.recommendation_id
               AND allocation.reservation_id = reservation.id AND allocation.held_host_name IS NOT NULL
           ) AS devices, (
             SELECT coalesce(json_object_agg(port ->> 'nic', port ->> 'id'), '{}')
             FROM realisation, jsonb_array_elements(document -> 'ports') ports (port)
             WHERE realisation.recommendation_id = reservation.recommendation_id
               AND realisation.member = reservation.member AND port ->> 'id' IS NOT NULL
           ) AS "portOfNic"
    FROM reservation JOIN recommendation ON recommendation.id = recommendation_id
    WHERE held_host_name = ANY ($1) ORDER BY reservation.id`,
};

/** Servers on these hosts, and those of these holds wherever they are; with when the list began that had them last. */
export const SERVERS: Statement = {
  text: `
    SELECT server_id, document, (
             SELECT (stage ->> 'startedAtMs')::float8 FROM sync, json_array_elements(stages) stage
             WHERE sync.id = last_seen_sync AND stage ->> 'name' = 'servers'
           ) AS listed_at_ms
    FROM cloud_server
    WHERE host_name = ANY ($1) OR server_id IN (
      SELECT cloud_server.server_id FROM reservation JOIN cloud_server ON ${SERVER_OF_HOLD}
      WHERE held_host_name = ANY ($1))
    ORDER BY server_id`,
};

export const STRANGERS: Statement = {
  text: `
    SELECT consumer_id, claim FROM cloud_server_claim
    WHERE host_name = $1 AND NOT EXISTS (SELECT FROM cloud_server WHERE server_id = consumer_id) ORDER BY consumer_id`,
};

export const BECAUSE: Statement = { text: `SELECT set_config('iopath.reason', $1, true)` };

/** All at once: CPUs may go round in a ring, and amounts are looked at when all have moved. */
export const CHANGE_HOLDS: Statement = {
  text: `
    UPDATE reservation SET host_name = plan.host_name, state = plan.state, server_id = plan.server_id,
      expires_at = CASE WHEN plan.state = 'reserved' THEN expires_at END, compute = plan.compute,
      vcpus = (plan.compute ->> 'vcpus')::int, pcpus = (plan.compute ->> 'pcpus')::int,
      memory_mib = (plan.compute ->> 'memoryMib')::int, disk_gib = (plan.compute ->> 'diskGib')::int, updated_at = now()
    FROM json_to_recordset($1) AS plan (id uuid, host_name text, state text, server_id text, compute jsonb)
    WHERE reservation.id = plan.id AND held_host_name IS NOT NULL
    RETURNING reservation.id`,
};

/** All at once, as above. An orphan whose device is known again is none any more. */
export const CHANGE_DEVICES: Statement = {
  text: `
    WITH hold AS (
      SELECT reservation.id, reservation.recommendation_id, reservation.host_name, reservation.state, reservation.server_id,
             reservation.expires_at
      FROM reservation WHERE id = ANY ($1)
    ), device AS (
      SELECT * FROM json_to_recordset($2) AS device (id uuid, kind text, address text, pf_address text, numa_node int)
    ), present AS (
      SELECT allocation.id, hold.host_name, hold.server_id, hold.expires_at, device.id IS NOT NULL AS is_moved,
             CASE WHEN device.id IS NULL AND allocation.state = 'orphaned' AND hold.host_name = allocation.host_name
                  THEN 'orphaned' ELSE hold.state END AS state,
             coalesce(device.kind, allocation.kind) AS kind,
             coalesce(device.address, allocation.device_address) AS address,
             CASE WHEN device.id IS NULL THEN allocation.pf_address ELSE device.pf_address END AS pf_address,
             CASE WHEN device.id IS NULL THEN allocation.numa_node ELSE device.numa_node END AS numa_node
      FROM hold JOIN allocation ON allocation.recommendation_id = hold.recommendation_id
        AND allocation.reservation_id = hold.id AND allocation.held_host_name IS NOT NULL
      LEFT JOIN device ON device.id = allocation.id
    )
    UPDATE allocation SET host_name = present.host_name, state = present.state, server_id = present.server_id,
      expires_at = present.expires_at, kind = present.kind, device_address = present.address,
      pf_address = present.pf_address, numa_node = present.numa_node,
      device_gone = allocation.device_gone AND NOT present.is_moved,
      generation = generation + 1, updated_at = now()
    FROM present
    WHERE allocation.id = present.id
      AND (present.is_moved OR (allocation.host_name, allocation.state, allocation.server_id)
        IS DISTINCT FROM (present.host_name, present.state, present.server_id))`,
};

export const ADD_DEVICES: Statement = {
  text: `
    INSERT INTO allocation (id, reservation_id, recommendation_id, project_id, member, host_name, device, kind, pf_address,
                            device_address, numa_node, physical_network, bandwidth_mbps, packet_rate_kpps, state, server_id,
                            expires_at)
    SELECT gen_random_uuid(), reservation.id, recommendation_id, project_id, member, host_name, added.name, added.kind,
           added.pf_address, added.address, added.numa_node, added.physical_network, 0, 0, state, server_id, expires_at
    FROM json_to_recordset($1) AS added (reservation_id uuid, name text, kind text, address text, pf_address text,
                                         numa_node int, physical_network text)
    JOIN reservation ON reservation.id = added.reservation_id WHERE held_host_name IS NOT NULL`,
};

export const GIVE_UP: Statement = {
  text: `
    UPDATE allocation SET state = 'released', generation = generation + 1, updated_at = now()
    WHERE id = ANY ($1) AND held_host_name IS NOT NULL`,
};

/** Planners see a host only when it changes. */
export const MOVE_HOSTS: Statement = { text: 'UPDATE host SET version = version + 1 WHERE host_name = ANY ($1)' };

export const WITHOUT_SERVER: Statement = {
  text: `
    SELECT reservation.id AS "reservationId", reservation.server_id AS "serverId", held_host_name AS "hostName",
           (extract(epoch FROM reservation.updated_at) * 1000)::float8 AS "changedAtMs"
    FROM reservation LEFT JOIN cloud_server USING (server_id)
    WHERE held_host_name IS NOT NULL AND reservation.server_id IS NOT NULL
      AND (cloud_server.server_id IS NULL
        OR (cloud_server.host_name IS NULL AND document #>> '{server,taskState}' IS NULL
            AND status IN ('ERROR', 'SHELVED_OFFLOADED', 'DELETED')))
    ORDER BY reservation.id`,
};

export const NOTE_MISSING: Statement = {
  text: `
    WITH missing AS (
      SELECT * FROM json_to_recordset($1) AS missing ("reservationId" uuid, "serverId" text)
    ), back AS (
      DELETE FROM server_absence
      WHERE NOT EXISTS (SELECT FROM missing WHERE (missing."reservationId", missing."serverId") = (reservation_id, server_id))
    ), noted AS (
      INSERT INTO server_absence (reservation_id, server_id, first_missed_sync, since)
      SELECT "reservationId", "serverId", $2, $3 FROM missing ON CONFLICT DO NOTHING
    )
    SELECT "reservationId" AS id FROM missing JOIN server_absence
      ON (reservation_id, server_id) = ("reservationId", "serverId") WHERE first_missed_sync <> $2`,
};

export const STILL_THERE: Statement = {
  text: `
    SELECT id FROM reservation
    WHERE id = $1 AND server_id = $2 AND held_host_name = $3
      AND (extract(epoch FROM updated_at) * 1000)::float8 <= $4
    FOR UPDATE`,
};

export const PUT_PROVIDERS: Statement = {
  text: `
    INSERT INTO host_placement (host_name, document, observed_at) VALUES ($1, $2, $3)
    ON CONFLICT (host_name) DO UPDATE SET document = excluded.document, observed_at = excluded.observed_at`,
};

export const PROVIDERS: Statement = { text: 'SELECT document FROM host_placement WHERE host_name = $1' };

export const LONGEST_UNASKED: Statement = {
  text: `
    SELECT host_name FROM host LEFT JOIN host_placement USING (host_name)
    ORDER BY host_placement.observed_at NULLS FIRST, host_name LIMIT $1`,
};
