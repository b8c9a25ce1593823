import type { RejectionCount, Relaxation, RelaxationChange } from '../planning/decision';
import type { ReplanPlan } from './replan-plan';

/** What a re-plan found out: a way to its goal, or the answer to a question. Plain data: it is stored as JSON. */
export type ReplanResult = ReplanPlan | CapacityAnswer | UnlockAnswer;

/** How many more VMs of one request fit. */
export interface CapacityAnswer {
  readonly kind: 'capacity';
  readonly fits: number;
  /** False where counting ended before the fleet was full. */
  readonly isAll: boolean;
  /** Hosts that take some, by name. */
  readonly byHost: readonly { readonly hostName: string; readonly vms: number }[];
  /** What keeps the next one out when the fleet is full, the most common first. */
  readonly bottleneck: readonly RejectionCount[];
  /** What would let more in. */
  readonly relaxations: readonly Relaxation[];
  readonly fleetDigest: string;
  readonly modelVersion: string;
}

/** Which changes would have let rejected requests in. */
export interface UnlockAnswer {
  readonly kind: 'unlock';
  readonly days: number;
  /** Requests that were rejected in that time, and of those how many still do not fit. */
  readonly rejected: number;
  readonly stillRejected: number;
  /** False where time ended before every change was tried on every request. */
  readonly isAll: boolean;
  /** Best first: what unlocks the most, then the smaller set of changes. */
  readonly changes: readonly UnlockingChange[];
  readonly fleetDigest: string;
  readonly modelVersion: string;
}

export interface UnlockingChange {
  /** In words. */
  readonly change: string;
  readonly changes: readonly RelaxationChange[];
  readonly costs: string;
  /** Recommendations that would fit with it, each tried by itself: not all of them at once. */
  readonly unlocks: readonly string[];
}
