import path from 'node:path';
import { planningPolicyOf } from '@iopath/config';
import { ReplanningThread } from '@iopath/planning-threads';
import type { Replanner } from '@iopath/usecases';
import { createReplanner, type ReplannerPorts } from './create-replanner';
import type { PlannerSurroundings, PlanningThreadData } from './open-planner';

/** Where re-plans are planned. */
export interface ReplannerSurroundings extends Pick<
  PlannerSurroundings,
  'config' | 'databaseUrl' | 'applicationName' | 'logger'
> {
  /** For planning on this thread, which `PLANNING_THREADS=0` asks for. */
  readonly stores: Pick<ReplannerPorts, 'fleet' | 'heldVms' | 'cloudServers' | 'profiles'>;
}

/** What plans the re-plans of a worker: on a thread of its own, or on this one where the configuration says so. */
export function openReplanner(surroundings: ReplannerSurroundings): Replanner {
  const { config, databaseUrl, applicationName, stores, logger } = surroundings;
  const policy = planningPolicyOf(config);
  const onSolverFailed = (error: unknown) => logger.warn({ err: error }, 'the solver failed; plans go on without it');
  if (config.planningThreads === 0) return createReplanner({ ...stores, policy, onSolverFailed });
  const data: PlanningThreadData = { databaseUrl, policy, applicationName };
  return new ReplanningThread({
    // Built or not, the thread's file is what this one is.
    file: path.join(__dirname, `replanning-thread${path.extname(__filename)}`),
    data,
    onSolverFailed,
  });
}
