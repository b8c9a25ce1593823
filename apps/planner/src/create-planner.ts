import { setTimeout as sleep } from 'node:timers/promises';
import { decideAgain, decideRequest, planRequest, type PlanningPolicy } from '@iopath/core';
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
  const committing = { store, policy, planAgain: decideAgain, clock, backoff };
  return new PlannerOnThisThread({
    snapshot,
    decide: new DecideRecommendation({ ...committing, snapshot, plan: planRequest, observer }),
    reserve: new ReserveRecommendation(committing),
    replay: new ReplayRecommendation({ store, profiles, snapshot, policy, decide: decideRequest, clock, check }),
    compare: new ComparePaths({ store, profiles, snapshot, policy, check }),
  });
}
