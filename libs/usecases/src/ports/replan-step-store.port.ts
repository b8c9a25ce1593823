import type { ReplanLimits, ReplanPlan, StepState } from '@iopath/core';
import type { Cause } from './cause.port';
import type { ReplanStatus } from './replan-store.port';

/** How far one step of a re-plan is. */
export interface StepRecord {
  readonly stepId: string;
  readonly state: StepState;
  /** How often its action was asked of the cloud. */
  readonly attempts: number;
  /** The move hold; of a done step the hold that it became. */
  readonly reservationId: string | null;
  /** Nova's id of the newest move of the server ahead of ours; null where there was none. */
  readonly moveBefore: string | null;
  /** Why it failed, or was skipped. */
  readonly error: StepError | null;
  /** Who said how it ended. */
  readonly reportedBy: StepReporter | null;
  readonly reservedAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
}

export interface StepError {
  readonly code: string;
  readonly detail: string;
}

/** The worker that watched the cloud, or a caller of the API. */
export type StepReporter = 'worker' | 'api';

/** A re-plan as far as its steps are concerned. */
export interface ReplanInSteps {
  readonly id: string;
  readonly status: ReplanStatus;
  /** Null where there is none: it was not found yet, or a question was asked. */
  readonly plan: ReplanPlan | null;
  readonly limits: ReplanLimits;
  /** In the order of the plan; empty until it is applied. */
  readonly records: readonly StepRecord[];
}

/** The fleet no longer allows the plan: what is in the way of which step. */
export class PlanOutdatedError extends Error {
  constructor(
    readonly stepId: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'PlanOutdatedError';
  }
}

/**
 * The steps of re-plans, and what they hold. What a step does to the ledger and to its own state is one transaction: a VM
 * holds where it is, or where it goes, or both, and never nothing.
 */
export abstract class ReplanStepStore {
  abstract read(replanId: string): Promise<ReplanInSteps | null>;
  /** Re-plans of which something is left to do: they are applied, or a step of theirs runs still. */
  abstract underWay(): Promise<readonly string[]>;
  /** Does `work` while nobody else drives this re-plan; null, and not done, when somebody does. */
  abstract alone<T>(replanId: string, work: (lost: AbortSignal) => Promise<T>): Promise<T | null>;
  /**
   * Turns a planned re-plan into one that is applied: tries all steps one after the other in the ledger, takes that back,
   * and holds the targets of the steps that wait for nothing.
   *
   * @throws Refusal conflict `replan.not_planned`; PlanOutdatedError, and nothing was changed
   */
  abstract begin(replanId: string, cause: Cause): Promise<void>;
  /**
   * Holds the target of a waiting step. Of a VM without server the hold itself moves, and the step is done.
   *
   * @throws StaleSnapshotError when the VM or its target is not as planned
   */
  abstract reserve(replanId: string, stepId: string, cause: Cause): Promise<void>;
  /** A reserved step runs from now on. False when it is not reserved any more. */
  abstract start(replanId: string, stepId: string): Promise<boolean>;
  /** Ahead of each call that asks the cloud to move the server. False when the step does not run any more. */
  abstract noteAsk(replanId: string, stepId: string, moveBefore: string | null): Promise<boolean>;
  /**
   * The VM is on its target: the hold there takes over, the other one ends. Where the VM was released meanwhile, the step is
   * skipped. An error says that the VM came there and is not well, which pauses the re-plan.
   *
   * @returns false when the step neither runs nor is reserved: nothing was changed
   */
  abstract complete(
    replanId: string,
    stepId: string,
    outcome: { readonly by: StepReporter; readonly error: StepError | null },
    cause: Cause,
  ): Promise<boolean>;
  /**
   * The move came to nothing: its target is given back, the VM keeps what it had, and the re-plan pauses. Other steps that
   * do not run yet give their targets back too, for what is left is planned anew.
   *
   * @returns false as {@link complete}
   */
  abstract fail(
    replanId: string,
    stepId: string,
    outcome: { readonly by: StepReporter; readonly error: StepError },
    cause: Cause,
  ): Promise<boolean>;
  /** Ends a re-plan that is applied or paused: steps that do not run yet are skipped. False when it is neither. */
  abstract stop(replanId: string, cause: Cause): Promise<boolean>;
  /** Goes on with one that is paused: failed steps wait again. False when it is not paused. */
  abstract resume(replanId: string): Promise<boolean>;
  /** Paused re-plans of which no step runs, and whose rest nobody has been asked to plan yet. */
  abstract withoutRest(): Promise<readonly string[]>;
}
