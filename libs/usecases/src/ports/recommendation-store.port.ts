import type { Decision, Explanation, Placement, Profile, ReadyDecision, VmRequest } from '@iopath/core';
import type { Allocation, Reservation } from './allocation-store.port';
import type { Cause } from './cause.port';
import type { HostRecord } from './fleet.port';
import type { Page } from './host-store.port';

export type RecommendationStatus = 'queued' | 'scoring' | 'ready' | 'no_valid_host' | 'failed';

export interface Recommendation {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly status: RecommendationStatus;
  readonly request: VmRequest;
  /** The version of the profile that was current when the request came, whole. */
  readonly profile: Profile;
  /** Null until the status is `ready` or `no_valid_host`. */
  readonly decision: Decision | null;
  /** Why it failed; null unless the status is `failed`. */
  readonly failure: { readonly code: string; readonly detail: string } | null;
  readonly reservations: readonly Reservation[];
  readonly allocations: readonly Allocation[];
  readonly createdAtMs: number;
  readonly decidedAtMs: number | null;
}

/** Whether somebody waits for the answer, or nobody does; it says nothing of what the answer is. */
export const REQUEST_PRIORITIES = ['interactive', 'batch'] as const;
export type RequestPriority = (typeof REQUEST_PRIORITIES)[number];

export interface NewRecommendation {
  readonly id: string;
  readonly request: VmRequest;
  readonly priority: RequestPriority;
  /** What it is to be scored by, however often that takes. */
  readonly profile: Profile;
  /** The caller's `Idempotency-Key` and a hash of what was sent with it; null without a key. */
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null;
}

/** The right to decide a recommendation, until somebody else takes it. */
export interface Hold {
  readonly id: string;
  /** How often it was taken, this time included: who holds an earlier count holds it no longer. */
  readonly attempts: number;
}

/** A recommendation in the hands of a worker. */
export interface TakenRecommendation extends Hold {
  readonly request: VmRequest;
  readonly profile: Profile;
  /** How many earlier takes ended badly: the planner failed, the worker was lost, the time ran out. */
  readonly failedTakes: number;
}

/** What a commit writes beside the decision itself. */
export interface ReservationPlan {
  readonly placements: readonly Placement[];
  readonly expiresAtMs: number;
  /**
   * Asked when a host has moved on since it was planned on: the decision made again on the plan's hosts as they are now,
   * which nobody else changes until the commit has ended; null when that is not good enough. It is asked in the middle
   * of a transaction, so it does nothing but reckon; what it throws ends the commit. Left out: never again.
   */
  readonly again?: (hosts: readonly HostRecord[]) => ReadyDecision | null;
}

/** What is written with a decision that reserves at once. */
export interface HoldPlan extends ReservationPlan {
  /** Told once the commit has ended well: what it holds. The version of each host has gone up by one with that. */
  readonly committed?: (holds: readonly PlacedHold[]) => void;
}

/** A placement that is held. */
export interface PlacedHold {
  readonly reservationId: string;
  /** `hostVersion` is what the host had just before. */
  readonly placement: Placement;
}

/**
 * Thrown by a commit when a host moved on after it was planned on and the plan could not be made again on it, or a
 * device was taken by somebody else: nothing was written; bring the snapshot up to date and plan again.
 */
export class StaleSnapshotError extends Error {}

/** The same, because VMs of the request's server group have come to hosts where its policy now forbids the plan. */
export class GroupMovedError extends StaleSnapshotError {}

export abstract class RecommendationStore {
  /**
   * Stores the request and its outbox row in one transaction. With an idempotency key that was used
   * before: same body gives back the first recommendation, another body is refused.
   *
   * @throws Refusal invalid `idempotency.key_reused`.
   */
  abstract create(recommendation: NewRecommendation): Promise<{ readonly id: string; readonly created: boolean }>;
  abstract get(id: string): Promise<Recommendation | null>;
  abstract list(
    filter: { readonly projectId: string | null },
    limit: number,
    marker: string | null,
  ): Promise<Page<Recommendation>>;
  abstract explanation(id: string): Promise<Explanation | null>;
  /**
   * Takes what is to be decided next; null when there is nothing. Interactive requests go before batch ones, projects take
   * turns, and of one project the oldest goes first. What was taken and neither decided nor renewed for `leaseMs` is taken
   * again, which counts as a failed take. Each is handed to one taker only, however many there are.
   */
  abstract takeNext(leaseMs: number): Promise<TakenRecommendation | null>;
  /** Begins the leases of these anew; gives back the ids of those that nobody else has taken since. */
  abstract renew(holds: readonly Hold[]): Promise<readonly string[]>;
  /**
   * Lets go of a recommendation that is to be taken again after `delayMs`; `failed` counts the take as one that ended
   * badly. Without effect when it is decided, or held by somebody else.
   */
  abstract giveBack(hold: Hold, delayMs: number, failed: boolean): Promise<void>;
  /**
   * Writes decision, explanation, reservations and device rows in one transaction, in which it holds every host
   * reserved on. Where one is no longer at the version planned on, the decision made `again` is written in place of this
   * one. A recommendation decided already is left alone and false is returned.
   *
   * @throws StaleSnapshotError see there; GroupMovedError.
   */
  abstract commitDecision(
    id: string,
    decision: Decision,
    explanation: Explanation,
    reserve: HoldPlan | null,
  ): Promise<boolean>;
  /** Ends a recommendation as `failed`; false, and left alone, when it is decided already or held by somebody else. */
  abstract fail(hold: Hold, code: string, detail: string): Promise<boolean>;
  /**
   * Reserves for a `ready` recommendation that holds nothing now; on hosts that moved on, what `again` says.
   *
   * @throws StaleSnapshotError; GroupMovedError; Refusal conflict `recommendation.already_reserved`.
   */
  abstract reserve(id: string, plan: ReservationPlan, cause?: Cause): Promise<void>;
}
