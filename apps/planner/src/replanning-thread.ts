import { workerData } from 'node:worker_threads';
import { openPersistence } from '@iopath/persistence';
import { serveReplanning } from '@iopath/planning-threads';
import { createReplanner } from './create-replanner';
import type { PlanningThreadData } from './open-planner';

const { databaseUrl, policy, applicationName } = workerData as PlanningThreadData;

/** What the thread of re-plans runs. It asks for one thing after another, so two connections are plenty. */
export const serve = serveReplanning(async (onSolverFailed) => {
  const persistence = await openPersistence(databaseUrl, { applicationName, poolSize: 2 });
  return createReplanner({ ...persistence, policy, onSolverFailed });
});
