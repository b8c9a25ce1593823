/** A quantile wants a hundred observations beyond it to be more than chance. */
const LEAST_SAMPLES = { p50: 200, p99: 10_000, p999: 100_000 } as const;

export interface Quantiles {
  readonly p50: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
}

/** Leaves out quantiles that too few observations stand behind; what is not counted is trusted. */
export function quantilesBySamples(
  samples: number | null,
  quantiles: Quantiles,
): { readonly kept: Quantiles; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const keep = (name: keyof Quantiles): number | null => {
    const value = quantiles[name];
    if (value === null || samples === null || samples >= LEAST_SAMPLES[name]) return value;
    warnings.push(`${name} is left out: ${samples} observations, ${LEAST_SAMPLES[name]} are needed`);
    return null;
  };
  return { kept: { p50: keep('p50'), p99: keep('p99'), p999: keep('p999') }, warnings };
}
