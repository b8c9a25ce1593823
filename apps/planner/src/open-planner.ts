import path from 'node:path';
import { type AdvisorConfig, planningPolicyOf } from '@iopath/config';
import type { PlanningPolicy } from '@iopath/core';
import type { Logger } from '@iopath/observability';
import { PlanningThreads } from '@iopath/planning-threads';
import type { DecisionObserver, Planner } from '@iopath/usecases';
import { createPlanner, type PlannerPorts } from './create-planner';

/** What a thread is started with. */
export interface PlanningThreadData {
  readonly databaseUrl: string;
  readonly policy: PlanningPolicy;
  /** How its sessions call themselves. */
  readonly applicationName: string;
}

/** Where it plans. */
export interface PlannerSurroundings {
  readonly config: AdvisorConfig;
  readonly databaseUrl: string;
  readonly applicationName: string;
  /** For planning on this thread, which `PLANNING_THREADS=0` asks for. */
  readonly stores: Omit<PlannerPorts, 'policy' | 'observer' | 'whilePlanning'>;
  readonly observer: DecisionObserver;
  readonly logger: Logger;
}

/** The planner of a process: on threads of its own, or on this one where the configuration says so. */
export function openPlanner(surroundings: PlannerSurroundings): Planner {
  const { config, stores, observer, logger } = surroundings;
  const policy = planningPolicyOf(config);
  if (config.planningThreads === 0) return createPlanner({ ...stores, policy, observer });
  const { databaseUrl, applicationName } = surroundings;
  const data: PlanningThreadData = { databaseUrl, policy, applicationName };
  return new PlanningThreads({
    // Built or not, the thread's file is what this one is.
    file: path.join(__dirname, `planning-thread${path.extname(__filename)}`),
    data,
    threads: config.planningThreads,
    timeLimitMs: config.decisionTimeLimitS * 1000,
    observer,
    onThreadLost: (error) => logger.error({ err: error }, 'a planning thread was lost and is replaced'),
  });
}
