import { buildFleet, type decideAgain, type PlanningPolicy, type ReadyDecision, withProfile } from '@iopath/core';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import type { Cause } from '../ports/cause.port';
import type { HostRecord } from '../ports/fleet.port';
import {
  GroupMovedError,
  type Recommendation,
  type RecommendationStore,
  type ReservationPlan,
  StaleSnapshotError,
} from '../ports/recommendation-store.port';
import type { Clock } from '../ports/surroundings.port';
import { Refusal } from '../refusal';
import type { Backoff } from './stale-backoff';

/** A commit holds its hosts, so it is lost only where the database chose it as the victim of a deadlock or the like. */
const MAX_COMMITS = 5;

const BY_A_CALLER: Cause = { actor: 'api', reason: 'reserve recommendation', requestId: null };

export interface ReservePorts {
  readonly store: RecommendationStore;
  readonly snapshot: Pick<FleetSnapshot, 'compiled'>;
  readonly policy: () => PlanningPolicy;
  readonly planAgain: typeof decideAgain;
  readonly clock: Clock;
  readonly backoff: Backoff;
}

/**
 * Reserves what was recommended earlier, on the recommended hosts and by the recommended paths, if it still fits. On a
 * host that has not moved since, that is what was recommended to the last device; on another it is planned again while
 * the commit holds the host, so that no rival comes in between.
 */
export class ReserveRecommendation {
  constructor(private readonly ports: ReservePorts) {}

  /**
   * The recommendation with what it holds now.
   *
   * @throws Refusal not_found `recommendation.not_found`; conflict `recommendation.not_ready`,
   *   `recommendation.already_reserved`, `recommendation.no_longer_fits`; unavailable `recommendation.contended`.
   */
  async execute(id: string, cause: Cause = BY_A_CALLER): Promise<Recommendation> {
    for (let stale = 0; stale < MAX_COMMITS; stale++) {
      if (stale > 0) await this.ports.backoff(stale);
      const recommendation = await this.find(id);
      try {
        await this.ports.store.reserve(id, this.planOf(recommendation, readyDecisionOf(recommendation)), cause);
        return await this.find(id);
      } catch (error) {
        if (error instanceof GroupMovedError) throw noLongerFits();
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

  private planOf(recommendation: Recommendation, decision: ReadyDecision): ReservationPlan {
    return {
      placements: decision.members,
      expiresAtMs: this.ports.clock() + recommendation.request.reservationTtlS * 1000,
      again: (records) => this.again(recommendation, decision, records),
    };
  }

  /** What it scores by now is no matter: the caller has seen the recommendation and wants this one. */
  private again({ request, profile }: Recommendation, first: ReadyDecision, records: readonly HostRecord[]) {
    const hosts = records.map((record) => this.ports.snapshot.compiled(record));
    const policy = withProfile(this.ports.policy(), profile);
    const how = { hosts, paths: 'same', slack: Infinity } as const;
    const again = this.ports.planAgain(request, buildFleet(hosts), first, how, policy);
    if (again === null) throw noLongerFits();
    return again;
  }
}

function noLongerFits(): Refusal {
  const message = 'What was recommended is no longer free; ask for a new recommendation.';
  return new Refusal('conflict', 'recommendation.no_longer_fits', message);
}

function readyDecisionOf({ status, decision, reservations }: Recommendation): ReadyDecision {
  if (status !== 'ready' || decision?.status !== 'ready') {
    throw new Refusal(
      'conflict',
      'recommendation.not_ready',
      `The recommendation is ${status}; only a ready one can be reserved.`,
    );
  }
  if (reservations.some(({ state }) => state !== 'released' && state !== 'expired')) {
    throw new Refusal('conflict', 'recommendation.already_reserved', 'The recommendation already holds its devices.');
  }
  return decision;
}
