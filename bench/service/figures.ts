/** How fast something was. */
export interface Figures {
  readonly perSecond: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
}

/** @param sorted ascending. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

/** One line of JSON, numbers to three digits. */
export function print(line: Readonly<Record<string, unknown>>): void {
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
  console.log(JSON.stringify(line, rounded));
}
