import { isOver, type ReplanLimits, type ReplanStep, type StepState } from '@iopath/core';
import {
  type Cause,
  PlanOutdatedError,
  Refusal,
  type ReplanInSteps,
  type ReplanStatus,
  ReplanStepStore,
  StaleSnapshotError,
  type StepError,
  type StepRecord,
  type StepReporter,
} from '@iopath/usecases';
import { beginBecauseOf } from '../cause';
import type { Database, Session } from '../database';
import { staleWhenRaced } from '../database-errors';
import { endReservations, lockHosts } from '../ledger';
import { HARD_POLICIES, lockGroup, type ServerGroup } from '../locked-plan';
import { isUuid } from '../name-based-uuid';
import { LOCK_RECOMMENDATIONS } from '../swap.sql';
import { NOTICE_DEATH } from '../sync/sync.sql';
import { giveTargetBack, holdTarget, takeOver } from './move-ledger';
import { readReplan } from './steps.reader';
import * as sql from './steps.sql';

/** Steps of which something is held, or that are under way. */
const OPEN: readonly StepState[] = ['reserved', 'running'];

/** The steps of re-plans. The re-plan's row is locked ahead of everything that the ledger locks. */
export class PostgresReplanStepStore extends ReplanStepStore {
  constructor(private readonly database: Database) {
    super();
  }

  async read(replanId: string): Promise<ReplanInSteps | null> {
    return isUuid(replanId) ? readReplan(this.database, replanId, false) : null;
  }

  async underWay(): Promise<readonly string[]> {
    return (await this.database.query<{ id: string }>(sql.UNDER_WAY)).map(({ id }) => id);
  }

  async withoutRest(): Promise<readonly string[]> {
    return (await this.database.query<{ id: string }>(sql.WITHOUT_REST)).map(({ id }) => id);
  }

  /** The lock is the session's: it ends with whoever holds it, however that comes about. */
  alone<T>(replanId: string, work: (lost: AbortSignal) => Promise<T>): Promise<T | null> {
    return this.database.lend(async (session, lost) => {
      await session.query(NOTICE_DEATH);
      const [lock] = await session.query<{ locked: boolean }>(sql.TRY_LOCK, [replanId]);
      if (lock?.locked !== true) return null;
      try {
        return await work(lost);
      } finally {
        // A lost session has let go of the lock itself.
        await session.query(sql.UNLOCK, [replanId]).catch(() => undefined);
      }
    });
  }

  async begin(replanId: string, cause: Cause): Promise<void> {
    await this.change(replanId, cause, async (session, { status, plan, limits }) => {
      if (status !== 'planned' || plan === null) throw notPlanned(replanId, status);
      const { steps } = plan;
      await session.query(sql.ADD_STEPS, [replanId, steps.map(({ id }) => id)]);
      await lockSteps(session, steps);
      await session.query({ text: 'SAVEPOINT rehearsal' });
      for (const step of steps) {
        await outdatedWhenStale(step, async () => {
          const { reservationId, isOver: hasMoved } = await holdTarget(session, step, limits);
          if (!hasMoved) await takeOver(session, reservationId);
        });
      }
      await session.query({ text: 'ROLLBACK TO SAVEPOINT rehearsal' });
      for (const step of steps.filter(({ waitsFor }) => waitsFor.length === 0)) {
        await outdatedWhenStale(step, () => reserve(session, replanId, step, limits));
      }
      await session.query(sql.SET_STATUS, [replanId, 'applying', ['planned']]);
      await session.query(sql.END_WHEN_DONE, [replanId]);
    });
  }

  async reserve(replanId: string, stepId: string, cause: Cause): Promise<void> {
    await staleWhenRaced(() =>
      this.changeStep(replanId, stepId, cause, async (session, replan, record) => {
        const step = replan.plan?.steps.find(({ id }) => id === stepId);
        if (step === undefined || record.state !== 'waiting' || replan.status !== 'applying') return;
        await reserve(session, replanId, step, replan.limits);
        await session.query(sql.END_WHEN_DONE, [replanId]);
      }),
    );
  }

  async start(replanId: string, stepId: string): Promise<boolean> {
    return (await this.database.query(sql.START, [replanId, stepId])).length === 1;
  }

  async noteAsk(replanId: string, stepId: string, moveBefore: string | null): Promise<boolean> {
    return (await this.database.query(sql.NOTE_ASK, [replanId, stepId, moveBefore])).length === 1;
  }

  complete(
    replanId: string,
    stepId: string,
    { by, error }: { readonly by: StepReporter; readonly error: StepError | null },
    cause: Cause,
  ): Promise<boolean> {
    return this.changeStep(replanId, stepId, cause, async (session, replan, { state, reservationId }) => {
      if (!OPEN.includes(state) || reservationId === null) return false;
      await lockOpen(session, replan, stepId);
      const isHeld = await takeOver(session, reservationId);
      if (!isHeld) {
        const gone = { code: 'step.vm_released', detail: 'What the VM held was released meanwhile.' };
        await endStep(session, replanId, stepId, 'skipped', gone, by);
      } else if (error === null) await endStep(session, replanId, stepId, 'done', null, by);
      else {
        await endStep(session, replanId, stepId, 'failed', error, by);
        await pause(session, replanId);
      }
      await session.query(sql.END_WHEN_DONE, [replanId]);
      return true;
    });
  }

  fail(
    replanId: string,
    stepId: string,
    { by, error }: { readonly by: StepReporter; readonly error: StepError },
    cause: Cause,
  ): Promise<boolean> {
    return this.changeStep(replanId, stepId, cause, async (session, replan, { state, reservationId }) => {
      if (isOver(state)) return false;
      await lockOpen(session, replan, stepId);
      if (reservationId !== null) await giveTargetBack(session, reservationId);
      await endStep(session, replanId, stepId, 'failed', error, by);
      await pause(session, replanId);
      return true;
    });
  }

  stop(replanId: string, cause: Cause): Promise<boolean> {
    return this.change(replanId, cause, async (session, replan) => {
      const stopped = await session.query(sql.SET_STATUS, [replanId, 'stopped', ['applying', 'paused']]);
      if (stopped.length === 0) return false;
      await lockOpen(session, replan, null);
      await giveReservedBack(session, replanId);
      await session.query(sql.SKIP, [replanId]);
      return true;
    });
  }

  async resume(replanId: string): Promise<boolean> {
    return this.database.transaction(async (session) => {
      const resumed = await session.query(sql.SET_STATUS, [replanId, 'applying', ['paused']]);
      if (resumed.length === 0) return false;
      await session.query(sql.SETTLE_ARRIVED, [replanId]);
      await session.query(sql.WAIT_AGAIN, [replanId, ['failed']]);
      await session.query(sql.END_WHEN_DONE, [replanId]);
      return true;
    });
  }

  private changeStep<T>(
    replanId: string,
    stepId: string,
    cause: Cause,
    work: (session: Session, replan: ReplanInSteps, record: StepRecord) => Promise<T>,
  ): Promise<T> {
    return this.change(replanId, cause, (session, replan) => {
      const record = replan.records.find((each) => each.stepId === stepId);
      if (record === undefined) throw new Error(`Re-plan ${replanId} has no step ${stepId} to apply.`);
      return work(session, replan, record);
    });
  }

  private change<T>(
    replanId: string,
    cause: Cause,
    work: (session: Session, replan: ReplanInSteps) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (session) => {
      const replan = await readReplan(session, replanId, true);
      if (replan === null) throw new Refusal('not_found', 'replan.not_found', `There is no re-plan ${replanId}.`);
      return work(session, replan);
    }, beginBecauseOf(cause));
  }
}

/**
 * All that several steps lock, in the ledger's order and ahead of the first of them: step by step the locks would be taken in
 * the plan's order, which is not everybody's.
 */
async function lockSteps(session: Session, steps: readonly ReplanStep[]): Promise<void> {
  type Row = { readonly server_group: ServerGroup | null };
  const ids = [...new Set(steps.map(({ vm }) => vm.recommendationId))];
  const rows = await session.query<Row>(LOCK_RECOMMENDATIONS, [ids]);
  const bound = rows
    .flatMap(({ server_group: group }) => group ?? [])
    .filter(({ policy }) => HARD_POLICIES.includes(policy));
  for (const id of [...new Set(bound.map((group) => group.id))].sort()) await lockGroup(session, id);
  await lockHosts(session, [...new Set(steps.flatMap(({ fromHost, toHost }) => [fromHost, toHost]))]);
}

/** For a step that ends, and for those whose targets may have to be given back with it. */
async function lockOpen(session: Session, { plan, records }: ReplanInSteps, stepId: string | null): Promise<void> {
  const reserved = new Set(records.filter(({ state }) => state === 'reserved').map((record) => record.stepId));
  await lockSteps(session, plan?.steps.filter(({ id }) => id === stepId || reserved.has(id)) ?? []);
}

async function reserve(session: Session, replanId: string, step: ReplanStep, limits: ReplanLimits): Promise<void> {
  const { reservationId, isOver: hasMoved } = await holdTarget(session, step, limits);
  if (hasMoved) await endStep(session, replanId, step.id, 'done', null, 'worker', reservationId);
  else await session.query(sql.SET_RESERVED, [replanId, step.id, reservationId]);
}

async function endStep(
  session: Session,
  replanId: string,
  stepId: string,
  state: 'done' | 'failed' | 'skipped',
  error: StepError | null,
  by: StepReporter,
  reservationId: string | null = null,
): Promise<void> {
  const values = [replanId, stepId, state, error?.code ?? null, error?.detail ?? null, by, reservationId];
  await session.query(sql.END_STEP, values);
}

async function pause(session: Session, replanId: string): Promise<void> {
  await session.query(sql.SET_STATUS, [replanId, 'paused', ['applying']]);
  await giveReservedBack(session, replanId);
  await session.query(sql.WAIT_AGAIN, [replanId, ['reserved']]);
}

async function giveReservedBack(session: Session, replanId: string): Promise<void> {
  const targets = await session.query<{ id: string; host_name: string }>(sql.RESERVED_TARGETS, [replanId]);
  await lockHosts(session, [...new Set(targets.map((row) => row.host_name))]);
  await endReservations(
    session,
    targets.map(({ id }) => id),
    'released',
  );
}

async function outdatedWhenStale<T>(step: ReplanStep, work: () => Promise<T>): Promise<T> {
  try {
    return await staleWhenRaced(work);
  } catch (error) {
    if (error instanceof StaleSnapshotError) throw new PlanOutdatedError(step.id, error.message, { cause: error });
    throw error;
  }
}

function notPlanned(replanId: string, status: ReplanStatus): Refusal {
  const message = `Re-plan ${replanId} is ${status}; only a plan that was just found can be applied.`;
  return new Refusal('conflict', 'replan.not_planned', message);
}
