import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import {
  calibrate,
  compareOnFleet,
  compileHost,
  decideAgain,
  decideRequest,
  migratabilityOf,
  planMoves,
  planRequest,
  type PlanningPolicy,
} from '@iopath/core';
import {
  AdviseHostVfs,
  type AllocationStore,
  type CloudServerStore,
  ComparePaths,
  DecideRecommendation,
  type DecisionObserver,
  type FleetReader,
  FleetSnapshot,
  type HeldVms,
  JudgeMigratability,
  type Planner,
  PlannerOnThisThread,
  type ProfileStore,
  type RecommendationStore,
  ReplayRecommendation,
  ReportShadow,
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
  readonly heldVms: HeldVms;
  readonly cloudServers: CloudServerStore;
  readonly policy: PlanningPolicy;
  readonly observer: DecisionObserver;
  /** Wrapped around every planning, which waits for nothing; left out: nothing. */
  readonly whilePlanning?: <T>(plan: () => T) => T;
}

/** Everything that plans, on these ports and one view of the fleet, for the thread it is called on. */
export function createPlanner(ports: PlannerPorts): Planner {
  const { recommendations: store, allocations, swaps, profiles, fleet, heldVms, cloudServers, observer } = ports;
  const snapshot = new FleetSnapshot(fleet, compileHost, ports.policy.factAges);
  const policy = (): PlanningPolicy => ({ ...ports.policy, model: snapshot.model });
  const clock = Date.now;
  const backoff = staleBackoff((ms) => sleep(ms), Math.random);
  const check = requestCheck(ports.policy);
  const whilePlanning = ports.whilePlanning ?? ((plan) => plan());
  const plan: typeof planRequest = (...given) => whilePlanning(() => planRequest(...given));
  const planAgain: typeof decideAgain = (...given) => whilePlanning(() => decideAgain(...given));
  const decide: typeof decideRequest = (...given) => whilePlanning(() => decideRequest(...given));
  const compare: typeof compareOnFleet = (...given) => whilePlanning(() => compareOnFleet(...given));
  const committing = { store, snapshot, policy, planAgain, clock, backoff };
  return new PlannerOnThisThread({
    snapshot,
    decide: new DecideRecommendation({ ...committing, plan, observer }),
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
    replay: new ReplayRecommendation({ store, profiles, models: fleet, snapshot, policy, decide, clock, check }),
    migratability: new JudgeMigratability({
      heldVms,
      cloudServers,
      snapshot,
      policy,
      judge: (...given) => whilePlanning(() => migratabilityOf(...given)),
    }),
    vfAdvice: new AdviseHostVfs({ snapshot, reader: fleet }),
    reportShadow: new ReportShadow({
      store,
      models: fleet,
      snapshot,
      policy,
      decide,
      clock,
      giveWay: () => nextTurn(),
    }),
    calibrate: (series) => whilePlanning(() => calibrate(series)),
    compare: new ComparePaths({ store, profiles, snapshot, policy, compare, check }),
  });
}
