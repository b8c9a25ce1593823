/**
 * Carries work to the workers. It is only the bell: what is to be done is in the database, and a queue
 * that forgets everything loses nothing, for the relay and the sweeper ring again.
 */
export abstract class WorkQueue {
  /** Asks for a decision on a recommendation; asking twice before it is decided is one job. */
  abstract requestDecision(recommendationId: string): Promise<void>;
  /** Resolves when a worker has said that this recommendation is decided, or after `timeoutMs`, whichever is first. */
  abstract decided(recommendationId: string, timeoutMs: number): Promise<void>;
  /** Throws when the queue cannot be reached. */
  abstract ping(): Promise<void>;
}

/** The worker's end of the queue. */
export abstract class WorkConsumer {
  /** Starts handing over recommendation ids, at most `concurrency` at a time. A handler that throws is called again later. */
  abstract start(handler: (recommendationId: string) => Promise<void>, concurrency: number): Promise<void>;
  /** Takes no new work and resolves when what is running has ended. */
  abstract stop(): Promise<void>;
}
