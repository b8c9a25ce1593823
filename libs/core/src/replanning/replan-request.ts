import type { VmRequest } from '../request/vm-request';
import type { FleetChange } from './changes/fleet-change';

export const REPLAN_REASONS = ['drain', 'failure', 'rebalance', 'consolidate', 'what_if'] as const;
export type ReplanReason = (typeof REPLAN_REASONS)[number];

/** What a re-plan is to bring about. Plain data: it is stored as JSON. */
export type ReplanGoal =
  /** Every VM leaves these hosts, and none comes to them. */
  | { readonly kind: 'drain'; readonly hosts: readonly string[] }
  /** Every VM that uses what failed finds another place; nothing failed is used. */
  | { readonly kind: 'failure'; readonly failed: readonly FailedPart[] }
  /** VMs go where they are better off, and VFs come free where guests can use them. */
  | {
      readonly kind: 'rebalance';
      /** VMs on these hosts may move; null: all. */
      readonly hosts: readonly string[] | null;
      /** Moves that the operator wants: made, or declared impossible; empty: whatever is best. */
      readonly targets: readonly WantedMove[];
    }
  /** As much as possible of one thing comes free in one piece. */
  | { readonly kind: 'consolidate'; readonly hosts: readonly string[] | null; readonly free: FreedThing };

export type FailedPart =
  | { readonly kind: 'host'; readonly hostName: string }
  /** A whole PF, with its VFs. */
  | { readonly kind: 'pf'; readonly hostName: string; readonly address: string }
  /** The link of a PF is down: the device is there, and carries nothing. */
  | { readonly kind: 'link'; readonly hostName: string; readonly address: string }
  /** A physical network, on one host or (null) on all. */
  | { readonly kind: 'physical_network'; readonly physicalNetwork: string; readonly hostName: string | null };

export type FreedThing =
  /** Hosts without any VM. */
  | { readonly kind: 'hosts' }
  /** VFs of one physical network. */
  | { readonly kind: 'vfs'; readonly physicalNetwork: string; readonly vfs: number }
  /** Huge pages of one size, together on one NUMA node. */
  | { readonly kind: 'huge_pages'; readonly pageSizeKib: number; readonly pages: number };

export interface WantedMove {
  readonly recommendationId: string;
  readonly member: number;
  readonly toHost: string;
}

/** How much a plan may ask of the cloud. Null: as much as it takes. */
export interface ReplanLimits {
  readonly maxMoves: number | null;
  /** Moves under way at a time, in all. */
  readonly maxParallel: number | null;
  /** Moves under way at a time that leave, or come to, one host. */
  readonly maxParallelPerHost: number | null;
  /** Only moves during which the guest runs on. */
  readonly liveOnly: boolean;
  /** Whether server groups hold for moves too; false only where the operator forces hosts. */
  readonly keepGroups: boolean;
  /** When steps may begin; empty: always. */
  readonly windows: readonly MaintenanceWindow[];
}

export interface MaintenanceWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** Steps that leave or come to these hosts; null: any. */
  readonly hosts: readonly string[] | null;
}

export const NO_LIMITS: ReplanLimits = {
  maxMoves: null,
  maxParallel: null,
  maxParallelPerHost: null,
  liveOnly: false,
  keepGroups: true,
  windows: [],
};

/** What is asked of the fleet, changed or not. */
export type ReplanQuestion =
  | { readonly kind: 'plan'; readonly goal: ReplanGoal }
  /** How many more of this request fit, and what runs out. */
  | { readonly kind: 'capacity'; readonly request: VmRequest }
  /** Which change would let the most of the requests in that were rejected in the last days. */
  | { readonly kind: 'unlock'; readonly days: number };

/** A re-plan as it was asked for. */
export interface ReplanRequest {
  readonly reason: ReplanReason;
  readonly question: ReplanQuestion;
  /** Changes of the fleet that are assumed; only for `what_if`. */
  readonly changes: readonly FleetChange[];
  readonly limits: ReplanLimits;
  /** How long may be searched; the best plan so far is given then. */
  readonly timeBudgetS: number;
}
