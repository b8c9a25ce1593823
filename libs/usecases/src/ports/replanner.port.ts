import type { Fault, ReplanProgress, ReplanRequest, ReplanResult } from '@iopath/core';
import type { PlanBasis } from './replan-store.port';

/** What a re-plan came to, and what that rests on. */
export interface AnsweredReplan {
  readonly result: ReplanResult;
  /** Null of what is never applied: answers to questions, and plans on an imagined fleet. */
  readonly basis: PlanBasis | null;
}

export interface ReplanWatch {
  readonly onProgress: (progress: ReplanProgress) => void;
  /** Aborted when nobody wants the answer any more: what comes then is of no use. */
  readonly signal: AbortSignal;
}

/** Plans re-plans, one at a time: minutes of CPU work, so on a thread that nothing else waits for. */
export abstract class Replanner {
  /**
   * The answer on the fleet as it is now, within the request's time budget or soon after it.
   *
   * @throws ReplanBroke, ReplanOutOfDate, ReplanTimedOut: see there; PlanningThreadLost when the thread died; what the
   *   database says when the fleet cannot be read.
   */
  abstract answer(request: ReplanRequest, watch: ReplanWatch): Promise<AnsweredReplan>;
  abstract close(): Promise<void>;
}

/** Planning itself failed: a defect, which another try would most likely meet again. */
export class ReplanBroke extends Error {
  constructor(cause: unknown) {
    super('The re-plan could not be planned.', { cause });
    this.name = 'ReplanBroke';
  }
}

/** The fleet has changed since the request was accepted, so that it cannot be made sense of any more. */
export class ReplanOutOfDate extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ pointer, message }) => `${pointer}: ${message}`).join(' '));
    this.name = 'ReplanOutOfDate';
  }
}

/** Nothing came long after the time budget was over, and what worked on it was ended. */
export class ReplanTimedOut extends Error {
  constructor(readonly limitMs: number) {
    super(`No answer within ${limitMs / 1000} s.`);
    this.name = 'ReplanTimedOut';
  }
}
