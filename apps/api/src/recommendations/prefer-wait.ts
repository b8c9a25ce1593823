/** The longest that a call may be held open, seconds (contract, "Recommendations"). */
export const MAX_WAIT_S = 30;

/**
 * Seconds that a `Prefer` header (RFC 7240) asks to wait, at most {@link MAX_WAIT_S}; null when it asks for nothing of the
 * kind. What is malformed is ignored, as section 2 of the RFC wants, and of several waits the first one counts.
 */
export function preferredWaitS(header: string | undefined): number | null {
  for (const preference of (header ?? '').split(',')) {
    const [token = ''] = preference.split(';');
    const match = /^\s*wait\s*=\s*(?:"(\d{1,9})"|(\d{1,9}))\s*$/i.exec(token);
    if (match !== null) return Math.min(Number(match[1] ?? match[2]), MAX_WAIT_S);
  }
  return null;
}
