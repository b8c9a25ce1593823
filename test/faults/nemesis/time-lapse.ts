import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Board } from '../clients/board';
import type { Cluster } from '../cluster/cluster';
import { NOTHING_SEEN, type Operation } from '../history/operation';
import type { HistoryRecorder } from '../history/recorder';
import { randomOf } from '@iopath/testing';

/**
 * Time passes faster for a few: the service grants half a minute at least, and a run has no patience for that. The end of
 * a reservation and of its devices is put forward, which the database allows to anybody.
 */
const AGE = `
  WITH chosen AS (
    SELECT id, recommendation_id FROM reservation
    WHERE state = 'reserved' AND expires_at > clock_timestamp() + $2 * interval '1 millisecond'
    ORDER BY md5(id::text || $1) LIMIT $3
    FOR UPDATE SKIP LOCKED
  ), hold AS (
    UPDATE reservation SET expires_at = clock_timestamp() + $2 * interval '1 millisecond'
    FROM chosen WHERE reservation.id = chosen.id
    RETURNING reservation.id, reservation.recommendation_id, reservation.expires_at
  ), device AS (
    UPDATE allocation SET expires_at = hold.expires_at FROM hold
    WHERE allocation.reservation_id = hold.id AND allocation.state = 'reserved'
  )
  SELECT id, recommendation_id, expires_at FROM hold`;

/** Puts the end of some reservations forward, now and then, until told to end. */
export async function runTimeLapse(
  cluster: Cluster,
  { seed, gapMs }: { readonly seed: number; readonly gapMs: readonly [number, number] },
  recorder: HistoryRecorder,
  board: Board,
  isOver: () => boolean,
): Promise<void> {
  for (let step = 1; !isOver(); step++) {
    const random = randomOf(seed, 'time lapse', step);
    await sleep(random.integer(...gapMs));
    const sql = await cluster.sql().catch(() => null);
    if (sql === null) continue;
    const aged = age(sql, `${seed}/${step}`, random.integer(100, 3_000), random.integer(1, 3), recorder);
    for (const { id, expiresAtMs } of await aged.catch(() => [])) board.putForward(id, expiresAtMs);
  }
}

/** A reservation and its new end. */
export interface Aged {
  readonly id: string;
  readonly expiresAtMs: number;
}

/** @param leftMs how long each of them has left afterwards */
export async function age(
  sql: Client,
  salt: string,
  leftMs: number,
  limit: number,
  recorder: HistoryRecorder,
): Promise<readonly Aged[]> {
  const invokedMs = Date.now();
  const { rows } = await sql.query<{ id: string; recommendation_id: string; expires_at: Date }>(AGE, [
    salt,
    leftMs,
    limit,
  ]);
  for (const { id, recommendation_id, expires_at } of rows) {
    const operation: Operation = {
      id: recorder.nextOperationId(),
      client: 'time-lapse',
      kind: 'age',
      target: id,
      input: { recommendation_id, expires_at_ms: expires_at.getTime() },
      invokedMs,
      answeredMs: Date.now(),
      outcome: { kind: 'ok', status: 200 },
      seen: NOTHING_SEEN,
    };
    recorder.operation(operation);
  }
  return rows.map(({ id, expires_at }) => ({ id, expiresAtMs: expires_at.getTime() }));
}
