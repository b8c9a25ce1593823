import { CloudError } from '@iopath/usecases';
import type { CloudLimits } from '../cloud-options';
import { ConnectionTrouble } from './connection-trouble';

/** Placement's code of two that wrote at once (placement/errors.py). */
export const CONCURRENT_UPDATE = 'placement.concurrent_update';

const OVERLOADED: readonly number[] = [500, 502, 503, 504];

/** What a call bears. */
export interface Repeatable {
  /** Doing it twice is like doing it once. */
  readonly isIdempotent: boolean;
  /** The same call may be right against what somebody else has written meanwhile. */
  readonly repeatsConflicts: boolean;
}

/** Whether the same call is worth another try. */
export function isWorthRepeating(error: CloudError, { isIdempotent, repeatsConflicts }: Repeatable): boolean {
  if (!error.isTransient) return false;
  if (error instanceof ConnectionTrouble) return error.isUnsent || isIdempotent;
  if (error.status === 409) return repeatsConflicts && error.code === CONCURRENT_UPDATE;
  // 429: it was not looked at (RFC 6585, section 4).
  return error.status === 429 || isIdempotent;
}

/** Whether a status says that the same call may succeed later. */
export function isTransientStatus(status: number, code: string | null): boolean {
  return status === 408 || status === 429 || OVERLOADED.includes(status) || code === CONCURRENT_UPDATE;
}

/**
 * How long to wait before the next try: what the service asks for, else twice as long each time, with a part left to
 * chance so that those who failed together do not come back together.
 *
 * @param attempt that failed, from 1
 * @param random from 0 to 1
 */
export function pauseBeforeNextMs(
  attempt: number,
  retryAfterMs: number | null,
  limits: CloudLimits,
  random: number,
): number {
  const doubled = Math.min(limits.longestPauseMs, limits.pauseMs * 2 ** (attempt - 1));
  return Math.max(retryAfterMs ?? 0, doubled * (0.5 + random / 2));
}

/** `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3). Null when it says neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
