import type { PfState } from '../../fleet/host-state';
import type { NicPath } from '../../io-path/nic-path';
import type { Rejection } from '../../feasibility/rejection';

/** What one rule has against a host, or against one path of one NIC or disk on it. */
export interface Refusal extends Rejection {
  /** Rank of the rule: its position among all rules, in the order in which a refusal is charged. */
  readonly rank: number;
  /** Of a rule that looks at devices one by one: how many it refuses, and of how many; null of other rules. */
  readonly devices: { readonly refused: number; readonly of: number } | null;
}

/** How one path of one NIC or disk fares with the rules, on one host or on all that are alike. */
export interface PathTrial {
  /** Name of the NIC or disk. */
  readonly subject: string;
  readonly path: string;
  readonly takesDevice: boolean;
  /** Every refusal, the one that is charged first in front; empty when the path is open. */
  readonly blocking: readonly Refusal[];
  /** Rank of the rule at which the path falls when the rules are asked one after the other; Infinity when it stands. */
  readonly fallsAt: number;
  /** Ranks of the rules that refuse the path by themselves, whatever the others say. */
  readonly alone: readonly number[];
  /** Ranks of the rules without which, each by itself, the path would be open; empty when it is open. */
  readonly freedBy: readonly number[];
}

export interface NicTrial extends PathTrial {
  /** Null for a path that the catalogue does not hold. */
  readonly nicPath: NicPath | null;
  /** PFs that pass every rule. */
  readonly pfs: readonly PfState[];
}

/** How the paths of one host fare: for each NIC and for each disk, all that were asked for. */
export interface TrialsByDevice {
  readonly nics: readonly (readonly NicTrial[])[];
  readonly disks: readonly (readonly PathTrial[])[];
}
