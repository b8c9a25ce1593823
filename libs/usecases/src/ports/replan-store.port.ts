import type { ReplanProgress, ReplanReason, ReplanRequest, ReplanResult } from '@iopath/core';
import type { CauseCaller } from './cause.port';
import type { Page } from './host-store.port';

/** `planned` and what comes before it is planning; the rest is what becomes of the steps. */
export const REPLAN_STATUSES = [
  'queued',
  'running',
  'planned',
  'failed',
  'cancelled',
  'superseded',
  'applying',
  'applied',
  'paused',
  'stopped',
] as const;
export type ReplanStatus = (typeof REPLAN_STATUSES)[number];

/** Who wants it: a client of the API, a schedule, or a re-plan whose steps could not all be applied. */
export type ReplanOrigin = 'request' | 'schedule' | 'rest';

/** A re-plan without what it found. */
export interface ReplanSummary {
  readonly id: string;
  readonly status: ReplanStatus;
  readonly origin: ReplanOrigin;
  readonly request: ReplanRequest;
  /** The last that was heard of the search; null before it began. */
  readonly progress: ReplanProgress | null;
  /** Why it failed; null unless the status is `failed`. */
  readonly failure: { readonly code: string; readonly detail: string } | null;
  readonly requestedAtMs: number;
  readonly startedAtMs: number | null;
  /** When planning ended, however it did. */
  readonly finishedAtMs: number | null;
  /** Whether somebody wants it to end without a result. */
  readonly isCancelAsked: boolean;
  /** Of a re-plan of the rest: whose rest. */
  readonly parentId: string | null;
  readonly scheduleId: string | null;
  /** Whether a new one is queued in its place when the fleet has changed too much. */
  readonly renews: boolean;
  /** The one that was queued in its place. */
  readonly supersededBy: string | null;
  /** Who asked; null where nobody is asked who he is. */
  readonly caller: CauseCaller | null;
}

export interface Replan extends ReplanSummary {
  /** Null until the status is `planned`. */
  readonly result: ReplanResult | null;
}

export interface NewReplan {
  readonly id: string;
  readonly origin: ReplanOrigin;
  readonly request: ReplanRequest;
  readonly renews: boolean;
  readonly parentId: string | null;
  /** Id of the API request behind it; null when nobody asked. */
  readonly requestId: string | null;
  readonly caller: CauseCaller | null;
}

/** The right to plan, until somebody else takes it. */
export interface ReplanHold {
  readonly id: string;
  /** How often it was taken, this time included: who holds an earlier count holds it no longer. */
  readonly attempts: number;
}

/** A re-plan in the hands of a worker. */
export interface TakenReplan extends ReplanHold {
  readonly request: ReplanRequest;
  /** How many earlier takes ended badly: planning failed, the worker was lost, the time ran out. */
  readonly failedTakes: number;
}

/** What a plan rests on: when too much of it has changed, the plan is of no use. */
export interface PlanBasis {
  /** Every host that a step comes to, at the version that was planned on. */
  readonly hosts: readonly { readonly hostName: string; readonly version: number }[];
  /** What the VMs of the steps hold before the first step. */
  readonly reservationIds: readonly string[];
}

/** How many there are, for whoever watches the service. */
export interface ReplanBacklog {
  readonly queued: number;
  readonly running: number;
}

/** Re-plans: waiting, running, and those of the last 90 days that are over. */
export abstract class ReplanStore {
  /** Queues a re-plan; one of this id that is stored already is given back as it is. */
  abstract create(replan: NewReplan): Promise<ReplanSummary>;
  abstract get(id: string): Promise<Replan | null>;
  /** The same without the result, which may be large. */
  abstract find(id: string): Promise<ReplanSummary | null>;
  /** Newest first. */
  abstract list(
    filter: { readonly reason: ReplanReason | null; readonly status: ReplanStatus | null },
    limit: number,
    marker: string | null,
  ): Promise<Page<ReplanSummary>>;
  abstract backlog(): Promise<ReplanBacklog>;
  /**
   * Takes what is to be planned next; null when there is nothing. What somebody waits for goes before what a schedule wants,
   * the oldest first. What was taken and not renewed for `leaseMs` is taken again, which counts as a failed take. Each is
   * handed to one taker only, however many there are.
   */
  abstract takeNext(leaseMs: number): Promise<TakenReplan | null>;
  /**
   * Begins the lease anew and keeps how far the search is.
   *
   * @returns `cancel` when it is to end without a result; `lost` when somebody else has taken it or it is over.
   */
  abstract renew(hold: ReplanHold, progress: ReplanProgress | null): Promise<'held' | 'cancel' | 'lost'>;
  /** Lets go of one that is to be taken again after `delayMs`; `failed` counts the take as one that ended badly. */
  abstract giveBack(hold: ReplanHold, delayMs: number, failed: boolean): Promise<void>;
  /**
   * Ends the search with its result; false, and left alone, when it is over or held by somebody else.
   *
   * @param basis null of what is never applied
   */
  abstract finish(hold: ReplanHold, result: ReplanResult, basis: PlanBasis | null): Promise<boolean>;
  /** Ends it as `failed`; false as {@link finish}. */
  abstract fail(hold: ReplanHold, code: string, detail: string): Promise<boolean>;
  /** Ends one that was to be cancelled; false as {@link finish}. */
  abstract endCancelled(hold: ReplanHold): Promise<boolean>;
  /**
   * Cancels one that waits, and asks the worker of one that runs to end it. One that is over is left as it is.
   *
   * @returns what it is then; null when there is none.
   */
  abstract cancel(id: string): Promise<ReplanSummary | null>;
  /**
   * Plans that wait to be applied, and whose basis has changed too much: a VM of a step no longer holds what it is to
   * leave; a host that a step comes to is gone or not active; or more than `mostChanged` of these hosts (0..1) are at
   * another version.
   */
  abstract findOutdated(mostChanged: number): Promise<readonly string[]>;
  /**
   * Ends a plan that waits to be applied as `superseded`. Where it renews itself, and fewer than `mostRenewals` came before
   * it so, a new one of the same request is queued in its place.
   *
   * @param newId what the new one is to be called
   * @returns whether it waited still, and so is superseded by now
   */
  abstract supersede(id: string, newId: string, mostRenewals: number): Promise<boolean>;
}
