import { isOver, type ReplanStep } from '@iopath/core';
import type { Cause } from '../../ports/cause.port';
import type { ReplanInSteps, ReplanStepStore, StepRecord } from '../../ports/replan-step-store.port';
import { PlanOutdatedError } from '../../ports/replan-step-store.port';
import type { ReplanStore } from '../../ports/replan-store.port';
import { Refusal } from '../../refusal';
import { MOST_RENEWALS } from '../supersede-replans';
import { stepCalls, type StepCalls } from './step-calls';

export interface ApplyReplanPorts {
  readonly steps: ReplanStepStore;
  readonly replans: Pick<ReplanStore, 'find' | 'supersede'>;
  /** Whether steps go through a cloud, so that nobody has to report them. */
  readonly hasCloud: boolean;
  readonly newId: () => string;
}

/** A step of a plan, with how far it is. */
export interface StepInView {
  readonly step: ReplanStep;
  /** Null until the re-plan is applied. */
  readonly record: StepRecord | null;
  readonly calls: StepCalls;
}

/** A re-plan and its steps, in the order of the plan. */
export interface AppliedReplan {
  readonly replan: ReplanInSteps;
  readonly steps: readonly StepInView[];
}

/** How a caller says that a step ended. */
export type StepReport = { readonly outcome: 'done' } | { readonly outcome: 'failed'; readonly detail: string };

/** Applies plans, and what callers may do about one that is applied. The workers do the rest (`DriveReplans`). */
export class ApplyReplan {
  constructor(private readonly ports: ApplyReplanPorts) {}

  /**
   * Holds the targets of all steps that wait for nothing; from then on workers go on with it.
   *
   * @param dryRun only to say what would be asked of the cloud
   * @throws Refusal not_found `replan.not_found`; conflict `replan.no_steps`, `replan.not_planned`, `replan.outdated`
   */
  async apply(id: string, dryRun: boolean, cause: Cause): Promise<AppliedReplan> {
    const replan = await this.require(id);
    if (dryRun) return inView(replan);
    if (replan.status !== 'planned') {
      const message = `Re-plan ${id} is ${replan.status}; only one that is planned and was not applied yet can be.`;
      throw new Refusal('conflict', 'replan.not_planned', message);
    }
    try {
      await this.ports.steps.begin(id, cause);
    } catch (error) {
      if (!(error instanceof PlanOutdatedError)) throw error;
      await this.ports.replans.supersede(id, this.ports.newId(), MOST_RENEWALS);
      throw outdated(replan, error);
    }
    return this.view(id);
  }

  /** @throws Refusal not_found `replan.not_found`; conflict `replan.no_steps` */
  async view(id: string): Promise<AppliedReplan> {
    return inView(await this.require(id));
  }

  /**
   * Begins no more steps. One that runs ends, and is settled.
   *
   * @throws Refusal not_found `replan.not_found`; conflict `replan.no_steps`, `replan.not_applying`
   */
  async stop(id: string, cause: Cause): Promise<AppliedReplan> {
    const { status } = await this.require(id);
    if (!(await this.ports.steps.stop(id, cause)) && status !== 'stopped') {
      throw new Refusal('conflict', 'replan.not_applying', `Re-plan ${id} is ${status}: nothing of it is to be done.`);
    }
    return this.view(id);
  }

  /**
   * Goes on after a pause: steps that failed are tried again.
   *
   * @throws Refusal not_found `replan.not_found`; conflict `replan.no_steps`, `replan.not_paused`
   */
  async resume(id: string): Promise<AppliedReplan> {
    const { status } = await this.require(id);
    if (!(await this.ports.steps.resume(id)) && status !== 'applying') {
      throw new Refusal(
        'conflict',
        'replan.not_paused',
        `Re-plan ${id} is ${status}; only one that is paused goes on.`,
      );
    }
    return this.view(id);
  }

  /**
   * Takes a caller's word for how a step ended, where no cloud is configured. Said again: nothing.
   *
   * @throws Refusal not_found `replan.not_found`, `replan.step_not_found`; conflict `replan.no_steps`,
   *   `replan.step_through_cloud`, `replan.step_not_begun`, `replan.step_over`
   */
  async report(id: string, stepId: string, report: StepReport, cause: Cause): Promise<AppliedReplan> {
    const replan = await this.require(id);
    if (!(replan.plan?.steps ?? []).some((step) => step.id === stepId)) {
      throw new Refusal('not_found', 'replan.step_not_found', `Re-plan ${id} has no step ${stepId}.`);
    }
    if (this.ports.hasCloud) {
      const message = 'Nova is asked for each step, and tells how it ended.';
      throw new Refusal('conflict', 'replan.step_through_cloud', message);
    }
    requireOpen(id, stepId, replan, report);
    const { steps } = this.ports;
    if (report.outcome === 'done') await steps.complete(id, stepId, { by: 'api', error: null }, cause);
    else {
      const error = { code: 'step.reported_failed', detail: report.detail };
      await steps.fail(id, stepId, { by: 'api', error }, cause);
    }
    return this.view(id);
  }

  private async require(id: string): Promise<ReplanInSteps> {
    const replan = await this.ports.steps.read(id);
    if (replan === null) throw new Refusal('not_found', 'replan.not_found', `There is no re-plan ${id}.`);
    const summary = await this.ports.replans.find(id);
    if (summary?.request.reason === 'what_if' || (replan.plan === null && replan.status === 'planned')) {
      const message = 'It was asked of an imagined fleet, or for an answer: there are no steps that could be made.';
      throw new Refusal('conflict', 'replan.no_steps', message);
    }
    return replan;
  }
}

function inView(replan: ReplanInSteps): AppliedReplan {
  const records = new Map(replan.records.map((record) => [record.stepId, record]));
  const steps = (replan.plan?.steps ?? []).map((step) => ({
    step,
    record: records.get(step.id) ?? null,
    calls: stepCalls(step, step.vm.serverId),
  }));
  return { replan, steps };
}

function requireOpen(id: string, stepId: string, { records }: ReplanInSteps, { outcome }: StepReport): void {
  const state = records.find((record) => record.stepId === stepId)?.state;
  if (state === 'reserved' || state === 'running' || state === outcome) return;
  if (state !== undefined && isOver(state)) {
    throw new Refusal('conflict', 'replan.step_over', `Step ${stepId} of re-plan ${id} is ${state}.`);
  }
  const message = `Nothing is held for step ${stepId} of re-plan ${id} yet.`;
  throw new Refusal('conflict', 'replan.step_not_begun', message);
}

function outdated({ plan }: ReplanInSteps, { stepId, message }: PlanOutdatedError): Refusal {
  const nth = plan?.steps.findIndex(({ id }) => id === stepId) ?? -1;
  const fault = { pointer: `/plan/steps/${nth}`, code: 'step.not_possible', message };
  const detail = `The fleet no longer allows step ${stepId}, so nothing was begun: ${message}`;
  return new Refusal('conflict', 'replan.outdated', detail, [fault]);
}
