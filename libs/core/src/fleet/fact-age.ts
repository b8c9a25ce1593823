/**
 * How old the oldest fact of a host is, in steps: 0 is current, and each further step is twice as old as the one before.
 * A step is what decisions are made by, so that they change with what is known and not with every second.
 */
export const FACT_AGES = [0, 1, 2, 3, 4, 'too_old'] as const;
export type FactAge = (typeof FACT_AGES)[number];

/** When facts count as old. Null: never. */
export interface FactAgePolicy {
  /** From this age on, ms, a host's facts cost it score. */
  readonly staleAfterMs: number | null;
  /** From this age on, ms, a host gets nothing any more. */
  readonly refuseAfterMs: number | null;
}

export const AGELESS: FactAgePolicy = { staleAfterMs: null, refuseAfterMs: null };

const OLDEST_STEP = 4;

/** Share of the score that a step costs: hosts nearly as good with current facts come first, much worse ones do not. */
export const DISCOUNT_A_STEP = 0.05;

/**
 * The step that facts are at.
 *
 * @param observedAtMs when the oldest of them was observed, ms since the epoch; null when nobody told: then no age can be
 *   held against the host, and decisions say that it is not known.
 */
export function factAgeOf(observedAtMs: number | null, nowMs: number, policy: FactAgePolicy): FactAge {
  if (observedAtMs === null) return 0;
  const ageMs = nowMs - observedAtMs;
  const { staleAfterMs, refuseAfterMs } = policy;
  if (refuseAfterMs !== null && ageMs >= refuseAfterMs) return 'too_old';
  if (staleAfterMs === null) return 0;
  const step = STEPS.findLast((each) => ageMs >= startOf(each, staleAfterMs));
  return step ?? 0;
}

/** When facts observed then come to their next step, ms since the epoch; Infinity when they have none before them. */
export function nextFactAgeMs(
  observedAtMs: number | null,
  nowMs: number,
  { staleAfterMs, refuseAfterMs }: FactAgePolicy,
): number {
  if (observedAtMs === null) return Infinity;
  const starts = staleAfterMs === null ? [] : STEPS.map((step) => startOf(step, staleAfterMs));
  if (refuseAfterMs !== null) starts.push(refuseAfterMs);
  return Math.min(...starts.map((start) => observedAtMs + start).filter((atMs) => atMs > nowMs), Infinity);
}

/** Share of its score that a host loses for the age of its facts, 0 to 0.2. */
export function factDiscount(age: FactAge): number {
  return DISCOUNT_A_STEP * (age === 'too_old' ? OLDEST_STEP : age);
}

const STEPS = [1, 2, 3, 4] as const;

/** 1, 2, 4 and 8 times the age at which facts begin to be old. */
function startOf(step: (typeof STEPS)[number], staleAfterMs: number): number {
  return staleAfterMs * 2 ** (step - 1);
}
