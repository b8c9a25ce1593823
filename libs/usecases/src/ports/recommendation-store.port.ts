import type { Decision, Explanation, Placement, Profile, ReadyDecision, VmRequest } from '@iopath/core';
import type { Allocation, Reservation } from './allocation-store.port';
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

export interface NewRecommendation {
  readonly id: string;
  readonly request: VmRequest;
  /** What it is to be scored by, however often that takes. */
  readonly profile: Profile;
  /** The caller's `Idempotency-Key` and a hash of what was sent with it; null without a key. */
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null;
}

/** A recommendation in the hands of a worker. */
export interface TakenRecommendation {
  readonly id: string;
  readonly request: VmRequest;
  readonly profile: Profile;
  /** How often it was taken, this time included. */
  readonly attempts: number;
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
  /** Takes a `queued` (or abandoned `scoring`) recommendation for deciding; null when it is decided already or unknown. */
  abstract takeForDeciding(id: string): Promise<TakenRecommendation | null>;
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
    reserve: ReservationPlan | null,
  ): Promise<boolean>;
  /** Ends a recommendation as `failed`; one decided already is left alone. */
  abstract fail(id: string, code: string, detail: string): Promise<void>;
  /**
   * Reserves for a `ready` recommendation that holds nothing now; on hosts that moved on, what `again` says.
   *
   * @throws StaleSnapshotError; GroupMovedError; Refusal conflict `recommendation.already_reserved`.
   */
  abstract reserve(id: string, plan: ReservationPlan): Promise<void>;
  /** Ids still undecided although they were accepted or taken more than `olderThanMs` ago, oldest first. */
  abstract undecided(olderThanMs: number, limit: number): Promise<readonly string[]>;
}
