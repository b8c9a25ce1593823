import { nextSteps, planReconciliation, type ReplanStep } from '@iopath/core';
import type { Cause } from '../../ports/cause.port';
import { CloudError } from '../../ports/cloud-reader.port';
import type { ReconcileStore } from '../../ports/reconcile-store.port';
import type { ReplanInSteps, ReplanStepStore, StepError, StepRecord } from '../../ports/replan-step-store.port';
import type { ReplanStore, ReplanSummary } from '../../ports/replan-store.port';
import { StaleSnapshotError } from '../../ports/recommendation-store.port';
import type { Clock } from '../../ports/surroundings.port';
import type { LookAgain } from '../../sync/servers/look-again';
import { FlavorMissingError } from './flavor-for-resize';
import type { MoveServer } from './move-server';

/** A rival that was first may be gone the next time; who is refused so often is refused for good. */
const MAX_TRIES = 3;
/** Calls that Nova could not take, or not then. A server that is always busy is moved by somebody else. */
const MAX_ASKS = 20;

/** The cloud as far as steps are concerned. */
export interface DrivenCloud {
  readonly move: MoveServer;
  readonly lookAgain: LookAgain;
}

export interface DriveReplansPorts {
  readonly steps: ReplanStepStore;
  readonly replans: Pick<ReplanStore, 'find'>;
  readonly reconciliation: Pick<ReconcileStore, 'follow'>;
  /** Null where none is configured: callers report how each step ended. */
  readonly cloud: DrivenCloud | null;
  /** Has what is left of a paused re-plan planned anew. */
  readonly planRest: (parent: ReplanSummary) => Promise<unknown>;
  readonly clock: Clock;
}

/**
 * Goes on with the re-plans that are applied: holds targets, begins moves, watches them, and settles what they hold. All that
 * it knows stands in the database, and each round begins by reading it; so any worker can go on where another one was lost,
 * and no move is asked for twice: ahead of each call stands what Nova knew of before it.
 */
export class DriveReplans {
  constructor(private readonly ports: DriveReplansPorts) {}

  /** One look at everything that is under way. */
  async lookAround(signal: AbortSignal): Promise<void> {
    const { steps } = this.ports;
    for (const id of await steps.underWay()) {
      if (signal.aborted) return;
      await steps.alone(id, (lost) => this.goOn(id, AbortSignal.any([signal, lost])));
    }
    for (const id of await steps.withoutRest()) {
      if (signal.aborted) return;
      await steps.alone(id, () => this.planRest(id));
    }
  }

  private async goOn(id: string, signal: AbortSignal): Promise<void> {
    await this.watch(id, signal);
    // A VM without server is moved by holding its target, which may free the next one's.
    while (!signal.aborted && (await this.holdTargets(id))) continue;
    await this.begin(id);
    await this.watch(id, signal);
  }

  /** @returns whether some came to their end by it */
  private async holdTargets(id: string): Promise<boolean> {
    const replan = await this.ports.steps.read(id);
    if (replan?.plan == null || replan.status !== 'applying') return false;
    const { reserve } = this.next(replan);
    for (const stepId of reserve) await this.holdTarget(id, stepId);
    const after = await this.ports.steps.read(id);
    return reserve.some((stepId) => after?.records.find((record) => record.stepId === stepId)?.state === 'done');
  }

  private async holdTarget(id: string, stepId: string): Promise<void> {
    const cause = causeOf(id, stepId);
    for (let tries = 1; ; tries++) {
      try {
        await this.ports.steps.reserve(id, stepId, cause);
        return;
      } catch (error) {
        if (!(error instanceof StaleSnapshotError)) throw error;
        if (tries < MAX_TRIES) continue;
        await this.failStep(id, stepId, { code: 'step.target_taken', detail: error.message });
        return;
      }
    }
  }

  private async begin(id: string): Promise<void> {
    const replan = await this.ports.steps.read(id);
    if (replan?.plan == null || replan.status !== 'applying') return;
    for (const stepId of this.next(replan).start) await this.ports.steps.start(id, stepId);
  }

  private next({ plan, limits, records }: ReplanInSteps) {
    const stateOf = new Map(records.map(({ stepId, state }) => [stepId, state]));
    return nextSteps(plan?.steps ?? [], stateOf, limits, this.ports.clock());
  }

  /** Looks after every step that runs. A service that does not answer is asked again the next time. */
  private async watch(id: string, signal: AbortSignal): Promise<void> {
    const { steps, cloud } = this.ports;
    if (cloud === null) return;
    const replan = await steps.read(id);
    for (const record of replan?.records ?? []) {
      const step = replan?.plan?.steps.find((each) => each.id === record.stepId);
      if (step === undefined || record.state !== 'running' || signal.aborted) continue;
      try {
        await this.watchStep(id, step, record, cloud);
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        if (error.isTransient && record.attempts < MAX_ASKS) continue;
        await this.failStep(id, step.id, { code: 'step.refused_by_cloud', detail: error.message });
      }
    }
  }

  private async watchStep(id: string, step: ReplanStep, record: StepRecord, cloud: DrivenCloud): Promise<void> {
    const { serverId } = step.vm;
    if (serverId === null) return;
    const { verdict, newestMove } = await cloud.move.look(step, record, serverId);
    switch (verdict.kind) {
      case 'wait':
        return;
      case 'ask':
        return this.ask(id, step, serverId, newestMove, cloud);
      case 'confirm':
        return cloud.move.confirm(serverId);
      case 'revert':
        return cloud.move.revert(serverId);
      case 'arrived':
        return this.settle(id, step, serverId, cloud, null);
      case 'failed': {
        const error = { code: verdict.code, detail: verdict.detail };
        return verdict.isOnTarget ? this.settle(id, step, serverId, cloud, error) : this.failStep(id, step.id, error);
      }
    }
  }

  private async ask(
    id: string,
    step: ReplanStep,
    serverId: string,
    newestMove: string | null,
    { move }: DrivenCloud,
  ): Promise<void> {
    if (!(await this.ports.steps.noteAsk(id, step.id, newestMove))) return;
    try {
      await move.ask(step, serverId);
    } catch (error) {
      if (!(error instanceof FlavorMissingError)) throw error;
      await this.failStep(id, step.id, { code: 'step.flavor_missing', detail: error.message });
    }
  }

  /** The server is on its target: its hold goes there, and then takes the devices that Nova really gave it. */
  private async settle(
    id: string,
    step: ReplanStep,
    serverId: string,
    { lookAgain }: DrivenCloud,
    error: StepError | null,
  ): Promise<void> {
    // What is learned too late is learned by the next synchronisation.
    await withoutCloudError(() => lookAgain.execute(serverId, [step.fromHost, step.toHost]));
    await this.ports.steps.complete(id, step.id, { by: 'worker', error }, causeOf(id, step.id));
    await this.ports.reconciliation.follow(step.toHost, planReconciliation);
  }

  private async failStep(id: string, stepId: string, error: StepError): Promise<void> {
    await this.ports.steps.fail(id, stepId, { by: 'worker', error }, causeOf(id, stepId));
  }

  /** Asked again under the lock: another worker may have been first. */
  private async planRest(id: string): Promise<void> {
    if (!(await this.ports.steps.withoutRest()).includes(id)) return;
    const parent = await this.ports.replans.find(id);
    if (parent !== null) await this.ports.planRest(parent);
  }
}

/** What the history says of a step. */
export function causeOf(replanId: string, stepId: string): Cause {
  return { actor: 'replan', reason: `re-plan ${replanId}, step ${stepId}`, requestId: null };
}

async function withoutCloudError(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
  }
}
