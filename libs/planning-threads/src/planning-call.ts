import type { Planner } from '@iopath/usecases';
import type { CallState } from './call-state';
import type { CarriedError } from './carried-error';

export type PlanningMethod = Exclude<keyof Planner, 'close'>;
export type Arguments<Method extends PlanningMethod> = Parameters<Planner[Method]>;
export type Outcome<Method extends PlanningMethod> = Awaited<ReturnType<Planner[Method]>>;

/** What a thread is asked. */
export interface PlanningCall<Method extends PlanningMethod = PlanningMethod> {
  readonly method: Method;
  readonly args: Arguments<Method>;
  readonly state: CallState;
}

/** What it answers: a call that went wrong is an answer too, for errors do not survive being posted. */
export type PlanningAnswer = { readonly value: unknown } | { readonly error: CarriedError };
