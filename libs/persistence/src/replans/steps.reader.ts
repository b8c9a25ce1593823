import type { ReplanLimits, ReplanResult, StepState } from '@iopath/core';
import type { ReplanInSteps, ReplanStatus, StepRecord, StepReporter } from '@iopath/usecases';
import type { Session } from '../database';
import * as sql from './steps.sql';

interface ReplanRow {
  readonly id: string;
  readonly status: ReplanStatus;
  readonly limits: ReplanLimits;
  readonly result: ReplanResult | null;
}

interface StepRow {
  readonly step_id: string;
  readonly state: StepState;
  readonly attempts: number;
  readonly reservation_id: string | null;
  readonly move_before: string | null;
  readonly error_code: string | null;
  readonly error_detail: string | null;
  readonly reported_by: StepReporter | null;
  readonly reserved_at: Date | null;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

/**
 * A re-plan with how far its steps are.
 *
 * @param isToChange locks it: whoever changes steps waits for whoever does
 */
export async function readReplan(
  session: Pick<Session, 'query'>,
  replanId: string,
  isToChange: boolean,
): Promise<ReplanInSteps | null> {
  const [row] = await session.query<ReplanRow>(isToChange ? sql.LOCK : sql.READ, [replanId]);
  if (row === undefined) return null;
  const records = (await session.query<StepRow>(sql.STEPS, [replanId])).map(toRecord);
  const plan = row.result?.kind === 'plan' ? row.result : null;
  return { id: row.id, status: row.status, plan, limits: row.limits, records };
}

function toRecord(row: StepRow): StepRecord {
  return {
    stepId: row.step_id,
    state: row.state,
    attempts: row.attempts,
    reservationId: row.reservation_id,
    moveBefore: row.move_before,
    error: row.error_code === null ? null : { code: row.error_code, detail: row.error_detail ?? '' },
    reportedBy: row.reported_by,
    reservedAtMs: row.reserved_at?.getTime() ?? null,
    startedAtMs: row.started_at?.getTime() ?? null,
    finishedAtMs: row.finished_at?.getTime() ?? null,
  };
}
