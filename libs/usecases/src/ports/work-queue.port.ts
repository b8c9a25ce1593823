/**
 * Tells workers that there is work. It is only the bell: what is to be done, and who does it, is in the database. A bell
 * that forgets everything, or is away, loses nothing: workers look for themselves from time to time.
 */
export abstract class WorkQueue {
  /** Rings for a recommendation that wants a decision; ringing twice before a worker has come is one ring. */
  abstract requestDecision(recommendationId: string): Promise<void>;
  /** Rings for a re-plan that wants to be planned. */
  abstract requestReplan(replanId: string): Promise<void>;
  /** Resolves when a worker has said that this recommendation is decided, or after `timeoutMs`, whichever is first. */
  abstract decided(recommendationId: string, timeoutMs: number): Promise<void>;
  /** Throws when the queue cannot be reached. */
  abstract ping(): Promise<void>;
}

/** The worker's end of the bell. */
export abstract class WorkConsumer {
  /** Calls the handler for each ring, at most `concurrency` at a time; a handler is busy until it resolves. */
  abstract start(handler: () => Promise<void>, concurrency: number): Promise<void>;
  /** Calls the handler for each ring for a re-plan, one at a time; rings that come meanwhile may be taken as one. */
  abstract startReplans(handler: () => Promise<void>): Promise<void>;
  /** Tells those who wait that a recommendation is decided: best effort. */
  abstract announce(recommendationId: string): void;
  /** Hears no more, and resolves when the handlers that run have ended. */
  abstract stop(): Promise<void>;
}
