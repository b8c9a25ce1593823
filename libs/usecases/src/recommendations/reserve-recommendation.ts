import {
  buildFleet,
  compileHost,
  type planRequest,
  type PlanningPolicy,
  type ReadyDecision,
  withProfile,
} from '@iopath/core';
import type { FleetReader } from '../ports/fleet.port';
import {
  type Recommendation,
  type RecommendationStore,
  type ReservationPlan,
  StaleSnapshotError,
} from '../ports/recommendation-store.port';
import type { Clock } from '../ports/surroundings.port';
import { Refusal } from '../refusal';
import { hostsOf, isSamePlan, narrowedTo } from './narrow-request';
import type { Backoff } from './stale-backoff';

/** Only the recommended hosts are in question, so fewer rivals than for a decision. */
const MAX_PLANS = 20;

export interface ReservePorts {
  readonly store: RecommendationStore;
  readonly fleet: FleetReader;
  readonly policy: PlanningPolicy;
  readonly plan: typeof planRequest;
  readonly clock: Clock;
  readonly backoff: Backoff;
}

/** Reserves what was recommended earlier, on the recommended hosts and by the recommended paths, if it still fits. */
export class ReserveRecommendation {
  constructor(private readonly ports: ReservePorts) {}

  /**
   * The recommendation with what it holds now.
   *
   * @throws Refusal not_found `recommendation.not_found`; conflict `recommendation.not_ready`,
   *   `recommendation.already_reserved`, `recommendation.no_longer_fits`; unavailable `recommendation.contended`.
   */
  async execute(id: string): Promise<Recommendation> {
    for (let stale = 0; stale < MAX_PLANS; stale++) {
      if (stale > 0) await this.ports.backoff(stale);
      const recommendation = await this.find(id);
      const plan = await this.planAgain(recommendation, readyDecisionOf(recommendation));
      try {
        await this.ports.store.reserve(id, plan);
        return await this.find(id);
      } catch (error) {
        if (!(error instanceof StaleSnapshotError)) throw error;
      }
    }
    throw new Refusal('unavailable', 'recommendation.contended', 'The recommended hosts change too fast; try again.');
  }

  private async find(id: string): Promise<Recommendation> {
    const recommendation = await this.ports.store.get(id);
    if (recommendation === null) {
      throw new Refusal('not_found', 'recommendation.not_found', `There is no recommendation ${id}.`);
    }
    return recommendation;
  }

  private async planAgain({ request, profile }: Recommendation, { members }: ReadyDecision): Promise<ReservationPlan> {
    const records = await this.ports.fleet.read(hostsOf(members));
    const fleet = buildFleet(records.map(compileHost));
    const { decision } = this.ports.plan(narrowedTo(request, members), fleet, withProfile(this.ports.policy, profile));
    if (decision.status !== 'ready' || !isSamePlan(members, decision.members)) {
      const message = 'What was recommended is no longer free; ask for a new recommendation.';
      throw new Refusal('conflict', 'recommendation.no_longer_fits', message);
    }
    return { placements: decision.members, expiresAtMs: this.ports.clock() + request.reservationTtlS * 1000 };
  }
}

function readyDecisionOf({ status, decision, reservations }: Recommendation): ReadyDecision {
  if (status !== 'ready' || decision?.status !== 'ready') {
    throw new Refusal(
      'conflict',
      'recommendation.not_ready',
      `The recommendation is ${status}; only a ready one can be reserved.`,
    );
  }
  if (reservations.some(({ state }) => state === 'reserved' || state === 'confirmed')) {
    throw new Refusal('conflict', 'recommendation.already_reserved', 'The recommendation already holds its devices.');
  }
  return decision;
}
