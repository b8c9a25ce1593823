import { setTimeout as sleep } from 'node:timers/promises';
import { type AdvisorApi, answerOf, type Schemas } from '@iopath/api-client';
import { EXIT, type ExitCode } from '../exit-codes';

type Recommendation = Schemas['RecommendationDto'];

const DECIDED: readonly string[] = ['ready', 'no_valid_host', 'failed'];
const POLL_MS = 500;

/**
 * The recommendation once it is decided, or as it is when the time is over.
 *
 * @param untilMs by `Date.now()`
 */
export async function awaitDecision(api: AdvisorApi, id: string, untilMs: number): Promise<Recommendation> {
  for (;;) {
    const found = await answerOf(api.GET('/v1/recommendations/{id}', { params: { path: { id } } }));
    const leftMs = untilMs - Date.now();
    if (DECIDED.includes(found.status) || leftMs <= 0) return found;
    await sleep(Math.min(POLL_MS, leftMs));
  }
}

/** How the program ends for it: a script asks for a place, and wants to know whether there is one. */
export function exitCodeOf({ status }: Recommendation): ExitCode {
  if (status === 'no_valid_host') return EXIT.rejected;
  return status === 'failed' ? EXIT.refused : EXIT.done;
}
