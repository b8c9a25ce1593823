import type { FactAgePolicy } from '@iopath/core';
import type { EnvReader } from './env-reader';

const DAY_S = 24 * 3_600;
const YEAR_S = 366 * DAY_S;

/** 0 = never. A host that is refused before its facts count as old would never lose score, so that is taken for a mistake. */
export function readFactAges(read: EnvReader): FactAgePolicy {
  const staleAfterS = read.integer('FACTS_STALE_AFTER_S', { fallback: DAY_S, min: 0, max: YEAR_S });
  const refuseAfterS = read.integer('FACTS_REFUSE_AFTER_S', { fallback: 0, min: 0, max: YEAR_S });
  if (refuseAfterS > 0 && refuseAfterS < staleAfterS) {
    read.problem('FACTS_REFUSE_AFTER_S', `${refuseAfterS} is less than FACTS_STALE_AFTER_S, ${staleAfterS}`);
  }
  const ms = (seconds: number) => (seconds === 0 ? null : seconds * 1000);
  return { staleAfterMs: ms(staleAfterS), refuseAfterMs: ms(refuseAfterS) };
}
