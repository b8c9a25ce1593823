import { workerData } from 'node:worker_threads';
import { openPersistence } from '@iopath/persistence';
import { serveReplanning } from '@iopath/planning-threads';
import { answerReplan } from '@iopath/usecases';
import { createReplanner } from '../../apps/planner/src/create-replanner';

/** What a spec starts such a thread with. */
export interface SearchingThreadData {
  readonly databaseUrl: string;
}

const { databaseUrl } = workerData as SearchingThreadData;

/** The thread of re-plans as in the product, but that its search goes on until it is told to end. */
export const serve = serveReplanning(async (onSolverFailed) => {
  const persistence = await openPersistence(databaseUrl, { poolSize: 2 });
  return createReplanner({
    ...persistence,
    policy: { release: '2025.1' },
    onSolverFailed,
    answer: (request, world, tools) => {
      tools.onProgress({ stage: 'search', moves: 1, bound: 0, gap: 1 });
      while (tools.timeLeftMs() > 0);
      return answerReplan(request, world, tools);
    },
  });
});
