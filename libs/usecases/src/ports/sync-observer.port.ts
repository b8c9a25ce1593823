import type { StageRecord, Sync } from './sync-store.port';

/** Hears of synchronisations; for metrics and logs. */
export abstract class SyncObserver {
  abstract synchronised(sync: Sync): void;
  /** A stage failed for a reason that is none of the cloud's services. */
  abstract stageBroke(sync: Sync, stage: StageRecord, error: unknown): void;
}
