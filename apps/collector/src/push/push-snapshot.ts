import type { Snapshot } from '../spool/spool';
import { type Advisor, type AdvisorAnswer, NoAnswer } from './advisor-client';

export type PushOutcome =
  | { readonly kind: 'accepted'; readonly generation: number | null }
  /** Another try may succeed. */
  | { readonly kind: 'later'; readonly why: string; readonly retryAfterMs: number | null }
  /** The advisor will not have it: `final` this document never, else as long as nobody changes something there. */
  | { readonly kind: 'refused'; readonly final: boolean; readonly why: string };

/** Somebody else writes the same host; more often than this in a row, they are left alone for a while. */
const MAX_CONFLICTS = 5;

/** What is wrong with the document itself: another try would get the same. */
const FINAL: readonly number[] = [400, 413, 415, 422];
/** What passes, beside 5xx. */
const TRANSIENT: readonly number[] = [401, 408, 409, 425, 429];

/**
 * Sends one snapshot once. The generation is read right before, so that what the advisor has moved on to meanwhile is no
 * obstacle: this host knows better than anybody what it is. A snapshot that was accepted before, by an answer that never
 * came, is accepted again and changes nothing.
 */
export async function pushSnapshot(advisor: Advisor, { hostName, document }: Snapshot): Promise<PushOutcome> {
  const path = `/v1/hosts/${encodeURIComponent(hostName)}`;
  try {
    for (let conflicts = 0; ; conflicts += 1) {
      const known = await advisor.get(path);
      if (known.status !== 200 && known.status !== 404) return failure('reading the host', known);
      const generation = known.status === 404 ? null : numberIn(known.json, 'generation');
      const answer = await advisor.put(`${path}/inventory`, { ...document, generation });
      if (answer.status >= 200 && answer.status < 300) {
        return { kind: 'accepted', generation: numberIn(answer.json, 'generation') };
      }
      const isConflict = answer.status === 409 || codeIn(answer.json) === 'host.not_found';
      if (!isConflict || conflicts + 1 >= MAX_CONFLICTS) return failure('sending the inventory', answer);
    }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { kind: 'later', why: error.message, retryAfterMs: null };
  }
}

function failure(doing: string, answer: AdvisorAnswer): PushOutcome {
  const why = `${doing} gave ${answer.status}${wordsOf(answer.json)}`;
  const { status } = answer;
  if (status >= 500 || TRANSIENT.includes(status)) return { kind: 'later', why, retryAfterMs: answer.retryAfterMs };
  return { kind: 'refused', final: FINAL.includes(status), why };
}

/** Code, text and first faults of a problem (RFC 9457) in one line. */
function wordsOf(json: unknown): string {
  const { code, detail, errors } = (json ?? {}) as Readonly<Record<string, unknown>>;
  const faults = Array.isArray(errors) ? errors.slice(0, 3).map((fault) => JSON.stringify(fault)) : [];
  const words = [typeof code === 'string' ? code : '', typeof detail === 'string' ? detail : '', ...faults];
  const told = words.filter((word) => word !== '').join('; ');
  return told === '' ? '' : `: ${told.slice(0, 1000)}`;
}

function numberIn(json: unknown, name: string): number | null {
  const value = (json as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof value === 'number' ? value : null;
}

function codeIn(json: unknown): unknown {
  return (json as Readonly<Record<string, unknown>> | null | undefined)?.['code'];
}
