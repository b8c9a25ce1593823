import type { JobsOptions } from 'bullmq';

/** Each job is a ring, by whoever accepted a request. */
export const DECISION_QUEUE = 'decisions';
/** The only kind of job that this version rings with. */
export const DECISION_JOB = 'decide';

/** Workers of before take the recommendation that the job names, and ask to be called again when that fails. */
const FORMER_RETRY = { attempts: 6, firstDelayMs: 200 } as const;

/**
 * The job is named after its recommendation: ringing twice is one job, and workers of before decide by that name. It is
 * removed however it ends, for BullMQ ignores an add whose job still exists in any state. One whose worker was killed does
 * exist until it is found stalled; meanwhile workers look for themselves.
 */
export function decisionJobOptions(recommendationId: string): JobsOptions {
  return {
    jobId: recommendationId,
    attempts: FORMER_RETRY.attempts,
    backoff: { type: 'exponential', delay: FORMER_RETRY.firstDelayMs },
    removeOnComplete: true,
    removeOnFail: true,
  };
}

/** Rings for re-plans, apart from those for decisions: a worker that plans for minutes goes on hearing the others. */
export const REPLAN_QUEUE = 'replans';
export const REPLAN_JOB = 'replan';

/** As with decisions, ringing twice is one job, and none is kept. */
export function replanJobOptions(replanId: string): JobsOptions {
  return { jobId: replanId, removeOnComplete: true, removeOnFail: true };
}
