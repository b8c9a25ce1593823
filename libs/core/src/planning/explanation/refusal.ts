import type { Rejection } from '../../feasibility/rejection';

/** What one rule has against a host, or against one path of one NIC or disk on it. */
export interface Refusal extends Rejection {
  /** Rank of the rule: its position among all rules, in the order in which a refusal is charged. */
  readonly rank: number;
  /** Of a rule that looks at devices one by one: how many it refuses, and of how many; null of other rules. */
  readonly devices: { readonly refused: number; readonly of: number } | null;
}
