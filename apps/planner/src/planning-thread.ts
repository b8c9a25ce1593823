import { workerData } from 'node:worker_threads';
import { openPersistence } from '@iopath/persistence';
import { servePlanning } from '@iopath/planning-threads';
import { createPlanner } from './create-planner';
import type { PlanningThreadData } from './open-planner';

const { databaseUrl, policy, applicationName } = workerData as PlanningThreadData;

/** What a planning thread runs. A database that is away is waited for: calls wait with it, or are ended with the process. */
export const serve = servePlanning(async ({ observer, whilePlanning }) => {
  const persistence = await openPersistence(databaseUrl, { applicationName, connectWithinMs: Infinity });
  return createPlanner({ ...persistence, policy, observer, whilePlanning });
});
