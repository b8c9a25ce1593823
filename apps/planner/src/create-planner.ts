import { setTimeout as sleep } from 'node:timers/promises';
import { compareOnFleet, decideAgain, decideRequest, planMoves, planRequest, type PlanningPolicy } from '@iopath/core';
import {
  type AllocationStore,
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
  SwapReservations,
  type SwapStore,
} from '@iopath/usecases';

/** What planning works with. */
export interface PlannerPorts {
  readonly recommendations: RecommendationStore;
  readonly allocations: AllocationStore;
  readonly swaps: SwapStore;
  readonly profiles: ProfileStore;
  readonly fleet: FleetReader;
  readonly policy: PlanningPolicy;
  readonly observer: DecisionObserver;
  /** Wrapped around every planning, which waits for nothing; left out: nothing. */
  readonly whilePlanning?: <T>(plan: () => T) => T;
}

/** Everything that plans, on these ports and one view of the fleet, for the thread it is called on. */
export function createPlanner(ports: PlannerPorts): Planner {
  const { recommendations: store, allocations, swaps, profiles, fleet, policy, observer } = ports;
  const snapshot = new FleetSnapshot(fleet);
  const clock = Date.now;
  const backoff = staleBackoff((ms) => sleep(ms), Math.random);
  const check = requestCheck(policy);
  const whilePlanning = ports.whilePlanning ?? ((plan) => plan());
  const plan: typeof planRequest = (...given) => whilePlanning(() => planRequest(...given));
  const planAgain: typeof decideAgain = (...given) => whilePlanning(() => decideAgain(...given));
  const decide: typeof decideRequest = (...given) => whilePlanning(() => decideRequest(...given));
  const compare: typeof compareOnFleet = (...given) => whilePlanning(() => compareOnFleet(...given));
  const committing = { store, policy, planAgain, clock, backoff };
  return new PlannerOnThisThread({
    snapshot,
    decide: new DecideRecommendation({ ...committing, snapshot, plan, observer }),
    reserve: new ReserveRecommendation(committing),
    swap: new SwapReservations({
      recommendations: store,
      allocations,
      store: swaps,
      snapshot,
      policy,
      plan: (...given) => whilePlanning(() => planMoves(...given)),
      clock,
      backoff,
      check,
    }),
    replay: new ReplayRecommendation({ store, profiles, snapshot, policy, decide, clock, check }),
    compare: new ComparePaths({ store, profiles, snapshot, policy, compare, check }),
  });
}
