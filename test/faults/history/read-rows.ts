import type { Client, QueryResultRow } from 'pg';
import type { AllocationRow, FinalRows, LedgerChange, RecommendationRow, ReservationRow } from './evidence';

const RECOMMENDATIONS = `
  SELECT id, project_id AS "projectId", idempotency_key AS "idempotencyKey", status FROM recommendation ORDER BY created_at, id`;

const RESERVATIONS = `
  SELECT id, recommendation_id AS "recommendationId", member, host_name AS "hostName", state,
         (extract(epoch FROM expires_at) * 1000)::float8 AS "expiresAtMs", vcpus, pcpus, memory_mib AS "memoryMib",
         disk_gib AS "diskGib", compute -> 'cells' AS cells
  FROM reservation ORDER BY created_at, id`;

const ALLOCATIONS = `
  SELECT id, reservation_id AS "reservationId", host_name AS "hostName", kind, pf_address AS "pfAddress",
         device_address AS "deviceAddress", bandwidth_mbps AS "bandwidthMbps", state,
         (extract(epoch FROM expires_at) * 1000)::float8 AS "expiresAtMs"
  FROM allocation ORDER BY created_at, id`;

const LEDGER = `
  SELECT id::int AS number, txid::text AS transaction, (extract(epoch FROM at) * 1000)::float8 AS "atMs", actor,
         subject_kind AS "subjectKind", subject_id AS "subjectId", reservation_id AS "reservationId",
         host_name AS "hostName", device_address AS "deviceAddress", from_state AS "fromState", to_state AS "toState"
  FROM ledger_history ORDER BY id`;

/** All that the checker wants of the database, as of one moment. */
export async function readRows(sql: Client): Promise<FinalRows> {
  await sql.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const readAtMs = Date.now();
  const read = async <Row extends QueryResultRow>(query: string) => (await sql.query<Row>(query)).rows;
  const recommendations = await read<RecommendationRow>(RECOMMENDATIONS);
  const reservations = await read<ReservationRow>(RESERVATIONS);
  const allocations = await read<AllocationRow>(ALLOCATIONS);
  const ledger = await read<LedgerChange>(LEDGER);
  await sql.query('COMMIT');
  return { readAtMs, recommendations, reservations, allocations, ledger };
}
