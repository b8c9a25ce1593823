/** Work that was accepted in the same transaction as the row that wants it, and is yet to be handed to the queue. */
export abstract class Outbox {
  /** Up to `limit` recommendation ids waiting for longer than `olderThanMs`, oldest first; other relays skip the same rows meanwhile. */
  abstract relay(
    olderThanMs: number,
    limit: number,
    dispatch: (recommendationId: string) => Promise<void>,
  ): Promise<number>;
  abstract markDispatched(recommendationId: string): Promise<void>;
}
