import { aHostClaim, aHostState, anInventory, aPf, aPlacement, aVfClaim, aVfTake } from '@iopath/testing';
import type { Efficacy, FleetMeasures, HostState, ReplanPlan, ReplanStep } from '@iopath/core';

const MEASURES: FleetMeasures = {
  hosts: 2,
  hostsInUse: 2,
  vms: 3,
  freeVfs: 6,
  strandedVfs: 2,
  strandedVfsByNode: [],
  freeHugePages: [{ sizeKib: 2048, pages: 512 }],
  latencyMet: { met: 1, asked: 2 },
  score: 2.5,
};

const EFFICACY: Efficacy = {
  before: MEASURES,
  after: { ...MEASURES, hostsInUse: 1, strandedVfs: 0, freeHugePages: [{ sizeKib: 2048, pages: 1024 }], score: 2.25 },
  hostsFreed: ['compute-1'],
  waitingRequests: { asked: 4, fitBefore: 1, fitAfter: 3 },
  latencyChanges: [],
};

/** A VM's claim on compute-1, with one VF. */
const CLAIM = aHostClaim({ reservationId: 'r1', devices: [aVfClaim('0000:3b:01.2')] });

/** compute-1 with that VM, and compute-2 without any; both have four VFs. */
export function twoHosts(): readonly HostState[] {
  const inventory = anInventory({ pfs: [aPf(4)] });
  return [aHostState('compute-1', { inventory, claims: [CLAIM] }), aHostState('compute-2', { inventory })];
}

export function aStep(changes: Partial<ReplanStep> = {}): ReplanStep {
  return {
    id: 's1',
    vm: { reservationId: 'r1', recommendationId: 'rec1', member: 0, serverId: null, name: 'db-1', projectId: 'p1' },
    isTemporary: false,
    fromHost: 'compute-1',
    toHost: 'compute-2',
    mechanism: 'unplug_replug',
    action: 'os-migrateLive',
    interruption: { atLeastS: 1, atMostS: 90, reason: 'the VF is away' },
    placement: aPlacement('compute-2', 1, [aVfTake('0000:3b:01.2')]),
    waitsFor: [],
    ...changes,
  };
}

export function aPlan(changes: Partial<ReplanPlan> = {}): ReplanPlan {
  return {
    kind: 'plan',
    status: 'complete',
    steps: [aStep()],
    stuck: [],
    objective: {
      value: 3,
      bound: 2.5,
      gap: 0.2,
      boundBy: 'relaxation',
      terms: { stuck: 0, goal: 0, disruption: 3, score_lost: 0, stranded: 0 },
    },
    efficacy: EFFICACY,
    fleetDigest: 'f1',
    modelVersion: '2.0.0',
    ...changes,
  };
}
