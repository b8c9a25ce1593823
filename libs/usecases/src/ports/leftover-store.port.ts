/** What was thrown away, by kind. */
export interface Purged {
  readonly idempotencyKeys: number;
  readonly outboxRows: number;
  readonly hostTombstones: number;
  readonly replans: number;
  readonly inventoryChanges: number;
}

/** What the service leaves behind and needs no more. The history of the ledger is none of it: it stays. */
export abstract class LeftoverStore {
  /** Throws away what is older than it has to be kept. */
  abstract purge(): Promise<Purged>;
}
