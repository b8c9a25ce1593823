import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { ReplanProgress } from '@iopath/core';
import type { ReplanOnFleet } from '@iopath/usecases';
import { carryError } from '../carried-error';
import { asAnswer, type ReplanningAnswer, type ReplanningCall, type ToldMeanwhile } from './replanning-call';

/** Who follows a search looks twice a second. */
const POST_EVERY_MS = 200;

/** What the pool calls in the thread. */
export type ServedReplanning = (call: ReplanningCall) => Promise<ReplanningAnswer>;

/** What opens what answers: it is told whom to tell of a solver that fails. */
export type OpenReplanner = (onSolverFailed: (error: unknown) => void) => Promise<Pick<ReplanOnFleet, 'answer'>>;

/** The whole of the thread: opens what answers at the first call, and again after a call that found it could not. */
export function serveReplanning(open: OpenReplanner): ServedReplanning {
  giveWay();
  let opened: ReturnType<typeof open> | null = null;
  return async ({ request, stop }) => {
    try {
      opened ??= open((error) => tell({ solverFailed: carryError(error) }));
      const replanner = await opened.catch((error: unknown) => {
        opened = null;
        throw error;
      });
      const signal = {
        get aborted() {
          return Atomics.load(stop, 0) !== 0;
        },
      };
      const answer = await replanner.answer(request, { onProgress: newPoster(), signal });
      return { kind: 'answered', answer };
    } catch (error) {
      return asAnswer(error);
    }
  };
}

/** Linux schedules threads one by one; elsewhere the priority would be the whole process's. */
function giveWay(): void {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

/** Tells each stage at once, and in between not too often. */
function newPoster(): (progress: ReplanProgress) => void {
  let stage: string | null = null;
  let postedAtMs = 0;
  return (progress) => {
    const nowMs = performance.now();
    if (progress.stage === stage && nowMs - postedAtMs < POST_EVERY_MS) return;
    stage = progress.stage;
    postedAtMs = nowMs;
    tell({ progress });
  };
}

function tell(told: ToldMeanwhile): void {
  parentPort?.postMessage(told);
}
