import type { Model, TimedOperation } from './search';

/** What one operation did to one recommendation, or showed of it. */
export interface RecommendationOperation extends TimedOperation {
  readonly operationId: number;
  readonly act: { readonly kind: 'create' } | { readonly kind: 'see'; readonly status: string };
}

export type RecommendationState = 'absent' | 'undecided' | 'ready' | 'no_valid_host' | 'failed';

const UNDECIDED = ['queued', 'scoring'];

/**
 * A register that is written twice: by whoever asks, and by whoever decides. Once accepted it is there, and once decided it
 * stays as it was decided.
 */
export const RECOMMENDATION_MODEL: Model<RecommendationState, RecommendationOperation> = {
  initial: 'absent',
  key: (state) => state,
  apply: (state, { act }, earliestMs) => {
    const next = act.kind === 'create' ? created(state) : seen(state, act.status);
    return next === null ? [] : [{ state: next, earliestMs }];
  },
};

/** Asking again with the same key gives the same recommendation, however far it is. */
function created(state: RecommendationState): RecommendationState {
  return state === 'absent' ? 'undecided' : state;
}

function seen(state: RecommendationState, status: string): RecommendationState | null {
  if (status === 'absent' || state === 'absent') return status === state ? state : null;
  if (UNDECIDED.includes(status)) return state === 'undecided' ? state : null;
  return state === 'undecided' || state === status ? (status as RecommendationState) : null;
}
