import type { Fault, ReplanProgress, ReplanRequest } from '@iopath/core';
import { type AnsweredReplan, ReplanBroke, ReplanOutOfDate } from '@iopath/usecases';
import { type CarriedError, carryError, errorFrom } from '../carried-error';

/** What the thread is asked. */
export interface ReplanningCall {
  readonly request: ReplanRequest;
  /** One word of shared memory, 0 until the search is to end: a thread that searches reads no messages. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** What it answers. Errors lose their class when they are posted, so those that matter are told apart by hand. */
export type ReplanningAnswer =
  | { readonly kind: 'answered'; readonly answer: AnsweredReplan }
  | { readonly kind: 'out_of_date'; readonly faults: readonly Fault[] }
  | { readonly kind: 'broke'; readonly cause: CarriedError }
  | { readonly kind: 'failed'; readonly error: CarriedError };

/** What it tells meanwhile. */
export type ToldMeanwhile = { readonly progress: ReplanProgress } | { readonly solverFailed: CarriedError };

export function asAnswer(error: unknown): ReplanningAnswer {
  if (error instanceof ReplanOutOfDate) return { kind: 'out_of_date', faults: error.faults };
  if (error instanceof ReplanBroke) return { kind: 'broke', cause: carryError(error.cause) };
  return { kind: 'failed', error: carryError(error) };
}

/** @throws what was thrown in the thread */
export function fromAnswer(answer: ReplanningAnswer): AnsweredReplan {
  switch (answer.kind) {
    case 'answered':
      return answer.answer;
    case 'out_of_date':
      throw new ReplanOutOfDate(answer.faults);
    case 'broke':
      throw new ReplanBroke(errorFrom(answer.cause));
    case 'failed':
      throw errorFrom(answer.error);
  }
}
