import type { Statement } from '../database';

/** Audits of one database run one at a time, whichever process asks. The number is nobody else's. */
export const TRY_LOCK: Statement = { text: 'SELECT pg_try_advisory_xact_lock(4907221) AS locked' };

export const VIEW_TIME: Statement = { text: `SELECT (extract(epoch FROM now()) * 1000)::float8 AS now_ms` };

const RESERVATIONS = `
  SELECT coalesce(json_agg(json_build_object(
    'id', id, 'state', state, 'hostName', reservation.host_name,
    'expiresAtMs', extract(epoch FROM expires_at) * 1000, 'compute', json_build_object(
      'vcpus', vcpus, 'pcpus', pcpus, 'memoryMib', memory_mib, 'diskGib', disk_gib,
      'cells', coalesce(compute -> 'cells', '[]'))) ORDER BY id), '[]')
  FROM reservation JOIN (
    SELECT id FROM reservation WHERE held_host_name = host.host_name
    UNION SELECT reservation_id FROM allocation WHERE held_host_name = host.host_name
  ) concerned USING (id)`;

const ALLOCATIONS = `
  SELECT coalesce(json_agg(json_build_object(
    'id', id, 'reservationId', reservation_id, 'state', state, 'hostName', allocation.host_name, 'kind', kind,
    'address', device_address, 'pfAddress', pf_address, 'bandwidthMbps', bandwidth_mbps,
    'packetRateKpps', packet_rate_kpps, 'deviceGone', device_gone) ORDER BY id), '[]')
  FROM allocation JOIN (
    SELECT id FROM allocation WHERE held_host_name = host.host_name
    UNION
    SELECT own.id FROM reservation JOIN allocation own
      ON own.recommendation_id = reservation.recommendation_id AND own.reservation_id = reservation.id
    WHERE reservation.held_host_name = host.host_name
  ) concerned USING (id)`;

const CLAIMS = `
  SELECT coalesce(json_agg(json_build_object(
    'claim', claim, 'counted', counted, 'isOurs', cloud_server_is_ours(consumer_id, host_name)) ORDER BY consumer_id), '[]')
  FROM cloud_server_claim WHERE cloud_server_claim.host_name = host.host_name`;

const HOST_LEDGER = `
  SELECT host_name AS "hostName", inventory,
         (SELECT coalesce(json_agg(json_build_object(
            'resource', resource, 'place', place, 'capacity', capacity, 'used', used,
            'foreignUsed', foreign_used)), '[]')
          FROM host_capacity WHERE host_capacity.host_name = host.host_name) AS accounts,
         (${RESERVATIONS}) AS reservations, (${ALLOCATIONS}) AS allocations,
         (${CLAIMS}) AS claims
  FROM host`;

/** Hosts after this name, by name. */
export const HOSTS_AFTER: Statement = {
  text: `${HOST_LEDGER} WHERE host_name > $1 ORDER BY host_name LIMIT $2`,
};

export const ONE_HOST: Statement = { text: `${HOST_LEDGER} WHERE host_name = $1` };

export const STRAYS: Statement = {
  text: `
    SELECT 'reservation' AS kind, id, state, host_name AS "hostName" FROM reservation
    WHERE held_host_name IS NOT NULL AND NOT EXISTS (SELECT FROM host WHERE host.host_name = held_host_name)
    UNION ALL
    SELECT 'allocation', id, state, host_name FROM allocation
    WHERE held_host_name IS NOT NULL AND NOT EXISTS (SELECT FROM host WHERE host.host_name = held_host_name)`,
};

const LAST_OF_HISTORY = `
  LEFT JOIN LATERAL (
    SELECT to_state FROM ledger_history
    WHERE ledger_history.recommendation_id = hold.recommendation_id AND subject_id = hold.id
    ORDER BY ledger_history.id DESC LIMIT 1
  ) last ON true`;

export const HISTORIES: Readonly<Record<'reservation' | 'allocation', Statement>> = {
  reservation: historyOf('reservation'),
  allocation: historyOf('allocation'),
};

function historyOf(table: 'reservation' | 'allocation'): Statement {
  return {
    text: `
      SELECT '${table}' AS kind, hold.id, hold.state, last.to_state AS "lastState"
      FROM (SELECT id, recommendation_id, state FROM ${table} WHERE id > $1 ORDER BY id LIMIT $2) hold
      ${LAST_OF_HISTORY} ORDER BY hold.id`,
  };
}

/** Decided ones after this id that were to be reserved at once, and how many of their VMs ever had a hold. */
export const RESERVED_AFTER: Statement = {
  text: `
    SELECT decided.id, decided.count,
           (SELECT count(DISTINCT member)::int FROM reservation WHERE recommendation_id = decided.id) AS "everHeld"
    FROM (
      SELECT id, (request ->> 'count')::int AS count FROM recommendation
      WHERE id > $1 AND status = 'ready' AND request -> 'reserve' = 'true' ORDER BY id LIMIT $2
    ) decided ORDER BY decided.id`,
};

export const UNDELIVERED: Statement = {
  text: `
    SELECT id, (extract(epoch FROM now() - outbox.created_at) * 1000)::float8 AS "waitingMs"
    FROM outbox JOIN recommendation ON id = recommendation_id
    WHERE dispatched_at IS NULL AND status IN ('queued', 'scoring') ORDER BY outbox.created_at LIMIT 10000`,
};

export const SIGN_REPAIR: Statement = {
  text: `SELECT set_config('iopath.actor', 'audit', true), set_config('iopath.reason', $1, true)`,
};

/** As the reservation ended; one of a reservation that is live again is left alone. */
export const END_ALLOCATIONS: Statement = {
  text: `
    WITH ended AS (
      UPDATE allocation SET state = reservation.state, generation = allocation.generation + 1, updated_at = now()
      FROM reservation
      WHERE reservation.id = allocation.reservation_id AND reservation.state IN ('released', 'expired')
        AND allocation.id = ANY ($1::uuid[]) AND allocation.state = 'reserved'
      RETURNING allocation.host_name
    )
    UPDATE host SET version = version + 1 WHERE host_name IN (SELECT host_name FROM ended)`,
};

/** Every update has the claim judged anew, and amounts moved as it comes out. */
export const JUDGE_CLAIMS: Statement = {
  text: `
    UPDATE cloud_server_claim SET consumer_id = consumer_id
    WHERE host_name = $1 AND counted = cloud_server_is_ours(consumer_id, host_name)`,
};

/** Rows that are not among the expected ones hold nothing and offer nothing. */
export const SET_ACCOUNTS: Statement = {
  text: `
    WITH expected AS (
      SELECT * FROM json_to_recordset($2) AS account (resource text, place text, capacity bigint, used bigint,
                                                   "foreignUsed" bigint)
    ), emptied AS (
      DELETE FROM host_capacity
      WHERE host_name = $1 AND (resource, place) NOT IN (SELECT resource, place FROM expected)
    )
    INSERT INTO host_capacity (host_name, resource, place, capacity, used, foreign_used)
    SELECT $1, resource, place, capacity, used, "foreignUsed" FROM expected
    ON CONFLICT (host_name, resource, place) DO UPDATE
      SET capacity = excluded.capacity, used = excluded.used, foreign_used = excluded.foreign_used`,
};

export const ADD_TO_HISTORY: Readonly<Record<'reservation' | 'allocation', Statement>> = {
  reservation: addToHistory('reservation', 'hold.id', 'NULL', 'NULL::int'),
  allocation: addToHistory('allocation', 'hold.reservation_id', 'hold.device_address', 'hold.generation'),
};

function addToHistory(table: string, reservationId: string, deviceAddress: string, generation: string): Statement {
  return {
    text: `
      WITH hold AS (SELECT * FROM ${table} WHERE id = $1 FOR NO KEY UPDATE)
      INSERT INTO ledger_history (subject_kind, subject_id, recommendation_id, reservation_id, member, project_id,
                                  host_name, device_address, from_state, to_state, generation, server_id, expires_at)
      SELECT '${table}', hold.id, hold.recommendation_id, ${reservationId}, hold.member, hold.project_id,
             hold.host_name, ${deviceAddress}, last.to_state, hold.state, ${generation}, hold.server_id, hold.expires_at
      FROM hold ${LAST_OF_HISTORY} WHERE last.to_state IS DISTINCT FROM hold.state
      RETURNING id`,
  };
}

export const KEEP: Statement = {
  text: `
    INSERT INTO audit (id, origin, repair, started_at, finished_at, hosts, found, "left", discrepancies)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};

/** Audits come every hour, and their findings matter for as long as somebody may look into them. */
export const FORGET_OLD: Statement = { text: `DELETE FROM audit WHERE finished_at < now() - interval '90 days'` };
