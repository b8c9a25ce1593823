import { setTimeout as sleep } from 'node:timers/promises';
import { decideRequest, planRequest, type PlanningPolicy } from '@iopath/core';
import {
  ComparePaths,
  DecideRecommendation,
  type DecisionObserver,
  type FleetReader,
  FleetSnapshot,
  type Planner,
  PlannerOnThisThread,
  type ProfileStore,
  type RecommendationStore,
  ReplayRecommendation,
  requestCheck,
  ReserveRecommendation,
  staleBackoff,
} from '@iopath/usecases';

/** What planning works with. */
export interface PlannerPorts {
  readonly recommendations: RecommendationStore;
  readonly profiles: ProfileStore;
  readonly fleet: FleetReader;
  readonly policy: PlanningPolicy;
  readonly observer: DecisionObserver;
}

/** Everything that plans, on these ports and one view of the fleet, for the thread it is called on. */
export function createPlanner({ recommendations: store, profiles, fleet, policy, observer }: PlannerPorts): Planner {
  const snapshot = new FleetSnapshot(fleet);
  const clock = Date.now;
  const backoff = staleBackoff((ms) => sleep(ms), Math.random);
  const check = requestCheck(policy);
  return new PlannerOnThisThread({
    snapshot,
    decide: new DecideRecommendation({ store, snapshot, policy, plan: planRequest, clock, backoff, observer }),
    reserve: new ReserveRecommendation({ store, fleet, policy, plan: planRequest, clock, backoff }),
    replay: new ReplayRecommendation({ store, profiles, snapshot, policy, decide: decideRequest, clock, check }),
    compare: new ComparePaths({ store, profiles, snapshot, policy, check }),
  });
}
