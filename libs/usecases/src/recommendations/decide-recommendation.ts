import {
  compileHost,
  type decideAgain,
  type Fleet,
  type PlannedRequest,
  type PlanningPolicy,
  type planRequest,
  type ReadyDecision,
  type VmRequest,
  withProfile,
} from '@iopath/core';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import { Decider } from '../ports/decider.port';
import type { DecisionObserver } from '../ports/decision-observer.port';
import {
  type RecommendationStore,
  type ReservationPlan,
  StaleSnapshotError,
  type TakenRecommendation,
} from '../ports/recommendation-store.port';
import type { Clock } from '../ports/surroundings.port';
import type { Backoff } from './stale-backoff';

/** A plan is thrown away only when its host can no longer take the VM as planned; so often in a row is a fault of ours. */
const MAX_PLANS = 50;
/**
 * A plan made again on its host may score this much less than it did, and is kept: about what a rival's VM of the same
 * size makes of a host. It doubles with each plan thrown away, so that nobody looks for the perfect host for ever.
 */
const FIRST_SLACK = 0.01;
/** A request that makes the planner throw so often is given up. */
const MAX_PLANNING_FAILURES = 3;
/** Others go first meanwhile. */
const PLANNING_FAILURE_PAUSE_MS = 500;

export interface DecidePorts {
  readonly store: RecommendationStore;
  readonly snapshot: FleetSnapshot;
  readonly policy: PlanningPolicy;
  readonly plan: typeof planRequest;
  readonly planAgain: typeof decideAgain;
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly observer: DecisionObserver;
}

/** A plan, and what it was made of. */
interface Planned extends PlannedRequest {
  readonly fleet: Fleet;
  readonly policy: PlanningPolicy;
}

/** The planner threw in the middle of a commit. */
class PlanningFailure extends Error {
  constructor(cause: unknown) {
    super('The plan could not be made again.', { cause });
  }
}

/**
 * Snapshot, plan, commit. Where a host has moved on, the commit makes the plan again on that host, which it holds then;
 * only when nothing near enough comes out is the plan thrown away, and another one made on the fleet as it is by then.
 */
export class DecideRecommendation extends Decider {
  constructor(private readonly ports: DecidePorts) {
    super();
  }

  override async decide(taken: TakenRecommendation): Promise<void> {
    const startedMs = this.ports.clock();
    for (let staleRetries = 0; ; staleRetries++) {
      const planned = await this.plan(taken, staleRetries);
      if (planned === null) return;
      try {
        const mine = await this.commit(taken, planned, staleRetries);
        if (mine) this.report(taken.id, planned, startedMs, staleRetries);
        return;
      } catch (error) {
        if (error instanceof PlanningFailure) return this.planningFailed(taken, error.cause);
        if (!(error instanceof StaleSnapshotError) || staleRetries + 1 === MAX_PLANS) throw error;
      }
      await this.ports.backoff(staleRetries + 1);
    }
  }

  /** Null when the planner failed. */
  private async plan(taken: TakenRecommendation, turn: number): Promise<Planned | null> {
    const byProfile = withProfile(this.ports.policy, taken.profile);
    const policy = turn === 0 ? byProfile : { ...byProfile, turn };
    const fleet = await this.ports.snapshot.refresh();
    try {
      return { ...this.ports.plan(taken.request, fleet, policy), fleet, policy };
    } catch (error) {
      await this.planningFailed(taken, error);
      return null;
    }
  }

  /** The request is to be taken again, after others, or given up where that has happened too often. */
  private async planningFailed(taken: TakenRecommendation, error: unknown): Promise<void> {
    const final = taken.failedTakes + 1 >= MAX_PLANNING_FAILURES;
    this.ports.observer.planningFailed(taken.id, error, final);
    if (final) await this.giveUp(taken);
    else await this.ports.store.giveBack(taken, PLANNING_FAILURE_PAUSE_MS * 2 ** taken.failedTakes, true);
  }

  private async giveUp(taken: TakenRecommendation): Promise<void> {
    const detail = 'The planner failed on this request. Nothing was reserved; the service log says more.';
    await this.ports.store.fail(taken, 'decision.internal_error', detail);
  }

  private commit({ id, request }: TakenRecommendation, planned: Planned, staleRetries: number): Promise<boolean> {
    const { decision, explanation } = planned;
    const reserve = decision.status === 'ready' && request.reserve;
    const plan = reserve ? this.reservationOf(request, planned, decision, FIRST_SLACK * 2 ** staleRetries) : null;
    return this.ports.store.commitDecision(id, decision, explanation, plan);
  }

  private reservationOf(
    request: VmRequest,
    { fleet, policy }: Planned,
    decision: ReadyDecision,
    slack: number,
  ): ReservationPlan {
    return {
      placements: decision.members,
      expiresAtMs: this.ports.clock() + request.reservationTtlS * 1000,
      again: (records) => {
        try {
          const hosts = records.map((record) => compileHost(record));
          return this.ports.planAgain(request, fleet, decision, { hosts, paths: 'best', slack }, policy);
        } catch (error) {
          throw new PlanningFailure(error);
        }
      },
    };
  }

  private report(id: string, { decision }: PlannedRequest, startedMs: number, staleRetries: number): void {
    this.ports.observer.decided(id, decision.status, this.ports.clock() - startedMs, staleRetries);
  }
}
