import { workerData } from 'node:worker_threads';
import type { PlanningPolicy } from '@iopath/core';
import { openPersistence } from '@iopath/persistence';
import { servePlanning } from '@iopath/planning-threads';
import { createPlanner } from '../../apps/planner/src/create-planner';

/** What a spec starts such a thread with. */
export interface GatedThreadData {
  readonly databaseUrl: string;
  readonly policy: PlanningPolicy;
  /** The first word is 0 while the gate is shut; the second counts who came to it. */
  readonly gate: Int32Array<SharedArrayBuffer>;
}

const { databaseUrl, policy, gate } = workerData as GatedThreadData;

/** A planning thread as in the product, but that its planning stands still until the spec opens the gate. */
export const serve = servePlanning(async ({ observer, whilePlanning }) => {
  const persistence = await openPersistence(databaseUrl);
  return createPlanner({
    ...persistence,
    policy,
    observer,
    whilePlanning: (plan) =>
      whilePlanning(() => {
        Atomics.add(gate, 1, 1);
        Atomics.wait(gate, 0, 0);
        return plan();
      }),
  });
});
