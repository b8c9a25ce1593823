/** Why something was refused, in a form that can be counted and shown. */
export interface Rejection {
  /** Dotted and stable: `vf.none_free`. */
  readonly code: string;
  /** What the request or the path needs. */
  readonly required: string;
  /** What there is instead. */
  readonly available: string;
}

/** The first refusal that a list of rules gives, or null. */
export function firstRejection<Rule>(rules: readonly Rule[], ask: (rule: Rule) => Rejection | null): Rejection | null {
  for (const rule of rules) {
    const rejection = ask(rule);
    if (rejection !== null) return rejection;
  }
  return null;
}
