/**
 * Whether a caller wants plain text rather than JSON, by his `Accept` header (RFC 9110, 12.5.1). JSON where he has no
 * preference, and where he names neither.
 */
export function prefersText(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const ranges = accept.split(',').map(rangeOf);
  const text = quality(ranges, ['text/plain', 'text/*', '*/*']);
  return text > 0 && text > quality(ranges, ['application/json', 'application/*', '*/*']);
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

function rangeOf(range: string): MediaRange {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const value = q === undefined ? 1 : Number(q.slice(2));
  return { type, quality: value >= 0 && value <= 1 ? value : 0 };
}

/** Of the most specific range that there is. */
function quality(ranges: readonly MediaRange[], names: readonly string[]): number {
  for (const name of names) {
    const range = ranges.find(({ type }) => type === name);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
