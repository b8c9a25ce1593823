/** One number of the performance model, with the evidence it rests on. */
export interface Parameter {
  readonly default: number;
  /** Standard deviation of the natural logarithm: 0.3 means "right within a factor of 1.6, nine times in ten". */
  readonly sdLn: number;
  readonly unit: string;
  /** Measurement ids; empty when it is an assumption. */
  readonly evidence: readonly string[];
  /** True when there is one row or none behind it, or only a claim: its spread is then widened. */
  readonly thin: boolean;
}

/** How much the spread of a thin parameter is widened. */
const THIN_WIDENING = 1.5;

/** The spread that enters an interval: the stated one, widened by half when the evidence is thin. */
export function spreadOf(parameter: Parameter): number {
  return parameter.thin ? parameter.sdLn * THIN_WIDENING : parameter.sdLn;
}
