import {
  type FleetMeasures,
  NO_LIMITS,
  type ReplanPlan,
  type ReplanProgress,
  type ReplanRequest,
  type ReplanStep,
} from '@iopath/core';
import type { NewReplan } from '@iopath/usecases';
import { aPlacement } from './a-decision';

/** A drain of `compute-1`. */
export function aReplanRequest(changes: Partial<ReplanRequest> = {}): ReplanRequest {
  return {
    reason: 'drain',
    question: { kind: 'plan', goal: { kind: 'drain', hosts: ['compute-1'] } },
    changes: [],
    limits: NO_LIMITS,
    timeBudgetS: 30,
    ...changes,
  };
}

/** The same as a client asks for it, without a token. */
export function aNewReplan(id: string, changes: Partial<NewReplan> = {}): NewReplan {
  const nobody = { parentId: null, requestId: null, caller: null };
  return { id, origin: 'request', request: aReplanRequest(), renews: false, ...nobody, ...changes };
}

export function aReplanProgress(changes: Partial<ReplanProgress> = {}): ReplanProgress {
  return { stage: 'search', moves: 1, bound: 10, gap: 0.1, ...changes };
}

/** A plan of these steps, which is the best there is. */
export function aReplanPlan(steps: readonly ReplanStep[] = [], changes: Partial<ReplanPlan> = {}): ReplanPlan {
  return {
    kind: 'plan',
    status: 'complete',
    steps,
    stuck: [],
    objective: {
      value: 10,
      bound: 10,
      gap: 0,
      boundBy: 'optimum',
      terms: { stuck: 0, goal: 0, disruption: 10, score_lost: 0, stranded: 0 },
    },
    efficacy: {
      before: FLEET_MEASURES,
      after: FLEET_MEASURES,
      hostsFreed: [],
      waitingRequests: { asked: 0, fitBefore: 0, fitAfter: 0 },
      latencyChanges: [],
    },
    fleetDigest: 'test',
    modelVersion: 'test',
    ...changes,
  };
}

/** A cold move of the VM that holds this reservation. */
export function aReplanStep(
  reservationId: string,
  fromHost: string,
  toHost: string,
  changes: Partial<ReplanStep> = {},
): ReplanStep {
  return {
    id: 's1',
    vm: { reservationId, recommendationId: reservationId, member: 0, serverId: null, name: 'vm', projectId: 'p1' },
    isTemporary: false,
    fromHost,
    toHost,
    mechanism: 'cold',
    action: 'migrate',
    interruption: { atLeastS: 30, atMostS: 300, reason: 'stopped, copied and started again' },
    placement: aPlacement(toHost, 1),
    waitsFor: [],
    ...changes,
  };
}

const FLEET_MEASURES: FleetMeasures = {
  hosts: 2,
  hostsInUse: 1,
  vms: 1,
  freeVfs: 8,
  strandedVfs: 0,
  strandedVfsByNode: [],
  freeHugePages: [],
  latencyMet: { met: 1, asked: 1 },
  score: 1,
};
