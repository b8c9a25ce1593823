/** How long to wait between tries, in milliseconds. */
export interface BackOff {
  /** Before the second try. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * The pause after a failed try: twice as long each time, of which half is left to chance, so that a fleet of collectors does
 * not come back as one; and no shorter than the advisor asks for (`Retry-After`).
 *
 * @param tries that failed in a row, from 1
 * @param random from 0 to 1
 */
export function pauseMs(
  tries: number,
  { firstMs, longestMs }: BackOff,
  askedMs: number | null,
  random: number,
): number {
  const doubled = Math.min(longestMs, firstMs * 2 ** Math.min(tries - 1, 30));
  return Math.max(askedMs ?? 0, doubled * (0.5 + random / 2));
}
