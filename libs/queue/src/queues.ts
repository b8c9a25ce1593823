import type { JobsOptions } from 'bullmq';

/** The one queue there is: each job names a recommendation that wants a decision. */
export const DECISION_QUEUE = 'decisions';

/**
 * A handler that throws is called again after 200 ms, 400 ms, 800 ms … Then the job is dropped, and the
 * sweeper rings again from the database.
 */
export const DECISION_RETRY = { attempts: 6, firstDelayMs: 200 } as const;

/** How long after the `failures`-th failure, from 1, the handler is called again; null when it is not. */
export function retryDelayMs(failures: number): number | null {
  return failures >= DECISION_RETRY.attempts ? null : DECISION_RETRY.firstDelayMs * 2 ** (failures - 1);
}

/**
 * The job is named after its recommendation, so that asking twice is one job. It is removed however it
 * ends: BullMQ ignores an add whose job still exists in any state, which would make the sweeper mute.
 */
export function decisionJobOptions(recommendationId: string): JobsOptions {
  return {
    jobId: recommendationId,
    attempts: DECISION_RETRY.attempts,
    backoff: { type: 'exponential', delay: DECISION_RETRY.firstDelayMs },
    removeOnComplete: true,
    removeOnFail: true,
  };
}
