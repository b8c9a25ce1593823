/**
 * How far a step of a re-plan is. `reserved`: its target is held; `running`: its move was begun, or is for an operator to
 * make; `skipped`: there was nothing to do any more.
 */
export const STEP_STATES = ['waiting', 'reserved', 'running', 'done', 'failed', 'skipped'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** Steps that will not go on by themselves. */
export function isOver(state: StepState): boolean {
  return state === 'done' || state === 'failed' || state === 'skipped';
}
