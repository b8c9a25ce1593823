import { type planRequest, type PlannedRequest, type PlanningPolicy, type VmRequest, withProfile } from '@iopath/core';
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
import { OneAtATime } from './one-at-a-time';
import type { Backoff } from './stale-backoff';

/** Every round of a race has a winner, so only a crowd of this many rivals can make one lose them all. */
const MAX_PLANS = 50;
/** A request that makes the planner throw so often is given up. */
const MAX_PLANNING_FAILURES = 3;
/** A request taken so often and never finished takes its workers down with it, and is given up. */
const MAX_TAKES = 20;

export interface DecidePorts {
  readonly store: RecommendationStore;
  readonly snapshot: FleetSnapshot;
  readonly policy: PlanningPolicy;
  readonly plan: typeof planRequest;
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly observer: DecisionObserver;
}

/** Snapshot, plan, commit. A plan that lost a race is thrown away and made again. */
export class DecideRecommendation extends Decider {
  private readonly reserving = new OneAtATime();

  constructor(private readonly ports: DecidePorts) {
    super();
  }

  /** Does nothing when the recommendation is decided already, taken by another worker, or unknown. */
  async execute(id: string): Promise<void> {
    const taken = await this.ports.store.takeForDeciding(id);
    if (taken === null) return;
    await this.decide(taken);
  }

  override async decide(taken: TakenRecommendation): Promise<void> {
    if (taken.attempts > MAX_TAKES) return this.giveUp(taken.id);
    const startedMs = this.ports.clock();
    const decide = () => this.planUntilCommitted(taken, startedMs);
    // A process that reserves would only race itself: planning is CPU work on one thread, and all would pick the same host.
    await (taken.request.reserve ? this.reserving.run(decide) : decide());
  }

  private async planUntilCommitted(taken: TakenRecommendation, startedMs: number): Promise<void> {
    const { id } = taken;
    for (let staleRetries = 0; ; staleRetries++) {
      const planned = await this.plan(taken);
      if (planned === null) return;
      try {
        const mine = await this.commit(id, taken.request, planned);
        if (mine) this.report(id, planned, startedMs, staleRetries);
        return;
      } catch (error) {
        if (!(error instanceof StaleSnapshotError) || staleRetries + 1 === MAX_PLANS) throw error;
      }
      await this.ports.backoff(staleRetries + 1);
    }
  }

  /** Null when the request was given up. Earlier takes count: one that ended well would have left nothing to take. */
  private async plan(taken: TakenRecommendation): Promise<PlannedRequest | null> {
    const policy = withProfile(this.ports.policy, taken.profile);
    for (let failures = taken.attempts; ; failures++) {
      const fleet = await this.ports.snapshot.refresh();
      try {
        return this.ports.plan(taken.request, fleet, policy);
      } catch (error) {
        const final = failures >= MAX_PLANNING_FAILURES;
        this.ports.observer.planningFailed(taken.id, error, final);
        if (final) {
          await this.giveUp(taken.id);
          return null;
        }
      }
    }
  }

  private giveUp(id: string): Promise<void> {
    const detail = 'The planner failed on this request. Nothing was reserved; the service log says more.';
    return this.ports.store.fail(id, 'decision.internal_error', detail);
  }

  private commit(id: string, request: VmRequest, { decision, explanation }: PlannedRequest): Promise<boolean> {
    const reserve: ReservationPlan | null =
      decision.status === 'ready' && request.reserve
        ? { placements: decision.members, expiresAtMs: this.ports.clock() + request.reservationTtlS * 1000 }
        : null;
    return this.ports.store.commitDecision(id, decision, explanation, reserve);
  }

  private report(id: string, { decision }: PlannedRequest, startedMs: number, staleRetries: number): void {
    this.ports.observer.decided(id, decision.status, this.ports.clock() - startedMs, staleRetries);
  }
}
