import type {
  FailedPart,
  FleetChange,
  FreedThing,
  ReplanGoal,
  ReplanLimits,
  ReplanReason,
  RequestDraft,
  WantedMove,
} from '@iopath/core';

/** A re-plan as its caller wrote it: which of it belongs together is not known yet. */
export interface ReplanDraft {
  readonly reason: ReplanReason;
  /** Empty where the caller named none. Of a failure, hosts that failed. */
  readonly hosts: readonly string[];
  readonly failed: readonly FailedPart[];
  readonly free: FreedThing | null;
  readonly targets: readonly WantedMove[];
  readonly changes: readonly FleetChange[];
  readonly limits: ReplanLimits;
  readonly question: QuestionDraft | null;
  readonly timeBudgetS: number;
}

/** What is asked of a changed fleet. */
export type QuestionDraft =
  | { readonly kind: 'plan'; readonly goal: ReplanGoal['kind'] | null }
  | { readonly kind: 'capacity'; readonly request: RequestDraft }
  | { readonly kind: 'unlock'; readonly days: number };
