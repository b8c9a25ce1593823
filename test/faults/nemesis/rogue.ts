import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError, type Client } from 'pg';
import type { Cluster } from '../cluster/cluster';
import type { HistoryRecorder } from '../history/recorder';
import { randomOf } from '@iopath/testing';

/**
 * What a program with a defect, or one of before, might send: each statement writes on top of what is there, and says by
 * `RETURNING` whether it found anything to do it to.
 */
const ATTEMPTS = {
  second_owner: `
    INSERT INTO allocation (id, reservation_id, recommendation_id, project_id, member, host_name, device, kind, pf_address,
                            device_address, bandwidth_mbps, state, server_id, expires_at)
    SELECT gen_random_uuid(), reservation_id, recommendation_id, project_id, member, host_name, device || '-again', kind,
           pf_address, device_address, bandwidth_mbps, state, server_id, expires_at
    FROM allocation WHERE state IN ('reserved', 'confirmed') ORDER BY md5(id::text || $1) LIMIT 1
    RETURNING host_name || ' ' || device_address AS detail`,
  pf_over_its_vfs: `
    INSERT INTO allocation (id, reservation_id, recommendation_id, project_id, member, host_name, device, kind, pf_address,
                            device_address, bandwidth_mbps, state, server_id, expires_at)
    SELECT gen_random_uuid(), reservation_id, recommendation_id, project_id, member, host_name, device || '-whole', 'pf',
           pf_address, pf_address, bandwidth_mbps, state, server_id, expires_at
    FROM allocation WHERE kind = 'vf' AND state IN ('reserved', 'confirmed') ORDER BY md5(id::text || $1) LIMIT 1
    RETURNING host_name || ' ' || pf_address AS detail`,
  second_hold_of_a_vm: `
    INSERT INTO reservation (id, recommendation_id, member, project_id, host_name, state, compute, vcpus, pcpus, memory_mib,
                             disk_gib, server_id, expires_at)
    SELECT gen_random_uuid(), recommendation_id, member, project_id, host_name, state, compute, vcpus, pcpus, memory_mib,
           disk_gib, server_id, expires_at
    FROM reservation WHERE state IN ('reserved', 'confirmed') ORDER BY md5(id::text || $1) LIMIT 1
    RETURNING recommendation_id || ' ' || member AS detail`,
  oversold_host: `
    INSERT INTO reservation (id, recommendation_id, member, project_id, host_name, state, compute, vcpus, pcpus, memory_mib,
                             disk_gib, server_id, expires_at)
    SELECT gen_random_uuid(), recommendation_id, member + 1000, project_id, host_name, state,
           jsonb_set(compute, '{memoryMib}', '900000'), vcpus, pcpus, 900000, disk_gib, server_id, expires_at
    FROM reservation WHERE state IN ('reserved', 'confirmed') ORDER BY md5(id::text || $1) LIMIT 1
    RETURNING host_name AS detail`,
  confirm_of_the_expired: `
    UPDATE reservation SET state = 'confirmed', server_id = 'rogue', expires_at = NULL
    WHERE id = (SELECT id FROM reservation WHERE state = 'expired' ORDER BY md5(id::text || $1) LIMIT 1)
    RETURNING id AS detail`,
  confirm_of_the_overdue: `
    WITH overdue AS (
      SELECT id FROM reservation WHERE state = 'reserved' AND expires_at < clock_timestamp() ORDER BY md5(id::text || $1) LIMIT 1
    )
    UPDATE reservation SET state = 'confirmed', server_id = 'rogue', expires_at = NULL WHERE id IN (SELECT id FROM overdue)
    RETURNING id AS detail`,
  device_of_the_released_back: `
    UPDATE allocation SET state = 'reserved', expires_at = now() + interval '1 minute', server_id = NULL
    WHERE id = (SELECT id FROM allocation WHERE state = 'released' ORDER BY md5(id::text || $1) LIMIT 1)
    RETURNING id AS detail`,
  history_deleted: `
    DELETE FROM ledger_history
    WHERE (recommendation_id, id) = (SELECT recommendation_id, id FROM ledger_history ORDER BY md5(id::text || $1) LIMIT 1)
    RETURNING subject_id AS detail`,
  history_rewritten: `
    UPDATE ledger_history SET actor = 'nobody'
    WHERE (recommendation_id, id) = (SELECT recommendation_id, id FROM ledger_history ORDER BY md5(id::text || $1) LIMIT 1)
    RETURNING subject_id AS detail`,
} as const;

export type RogueAttemptKind = keyof typeof ATTEMPTS;
export const ROGUE_ATTEMPTS = Object.keys(ATTEMPTS) as readonly RogueAttemptKind[];

/** A statement that holds rows for long would be a fault of its own. */
const LOCK_TIMEOUT = '2s';
const INTEGRITY_CONSTRAINT_VIOLATION = '23';

/**
 * Tries one thing after another that the database has to refuse, in transactions that are rolled back.
 *
 * @param keeps whether what was let pass is committed, for a database that was weakened on purpose
 */
export async function runRogue(
  cluster: Cluster,
  options: { readonly seed: number; readonly gapMs: readonly [number, number]; readonly keeps: boolean },
  recorder: HistoryRecorder,
  isOver: () => boolean,
): Promise<void> {
  for (let step = 1; !isOver(); step++) {
    const random = randomOf(options.seed, 'rogue', step);
    await sleep(random.integer(...options.gapMs));
    const kind = random.pick(ROGUE_ATTEMPTS);
    const sql = await cluster.sql().catch(() => null);
    if (sql === null) continue;
    await attempt(sql, kind, `${options.seed}/${step}`, options.keeps, recorder).catch(() => undefined);
    await sql.end().catch(() => undefined);
  }
}

async function attempt(
  sql: Client,
  kind: RogueAttemptKind,
  salt: string,
  keeps: boolean,
  recorder: HistoryRecorder,
): Promise<void> {
  const atMs = Date.now();
  await sql.query(`BEGIN; SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
  try {
    // What it writes on top of must not be given back meanwhile: the attempt would be a lawful one.
    await sql.query('SELECT FROM host ORDER BY host_name FOR NO KEY UPDATE');
    const { rows } = await sql.query<{ detail: string }>(ATTEMPTS[kind], [salt]);
    // Constraints that wait for the end of the transaction have their say now.
    await sql.query('SET CONSTRAINTS ALL IMMEDIATE');
    if (rows[0] !== undefined) recorder.rogueAttempt({ kind, atMs, refusedBy: null, detail: rows[0].detail });
    await sql.query(keeps ? 'COMMIT' : 'ROLLBACK');
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code === undefined) throw error;
    await sql.query('ROLLBACK');
    if (!error.code.startsWith(INTEGRITY_CONSTRAINT_VIOLATION)) return;
    recorder.rogueAttempt({ kind, atMs, refusedBy: error.code, detail: error.constraint ?? error.message });
  }
}
