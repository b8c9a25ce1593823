/** Why something was refused, in a form that can be counted and shown. */
export interface Rejection {
  /** Dotted and stable: `vf.none_free`. */
  readonly code: string;
  /** What the request or the path needs. */
  readonly required: string;
  /** What there is instead. */
  readonly available: string;
}
