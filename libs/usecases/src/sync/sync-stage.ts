import type { CloudReader } from '../ports/cloud-reader.port';
import type { SyncStageName } from '../ports/sync-store.port';

/** What a stage has to work with. */
export interface SyncContext {
  readonly syncId: string;
  readonly reader: CloudReader;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /**
   * Tells how far the stage is; shown by polling and server-sent events. Costs nothing, so each thing may be told.
   *
   * @param total null while it is not known
   * @param note what the stage is at, in a few words
   */
  readonly progress: (done: number, total: number | null, note?: string) => void;
  /** Aborted when this process ends or may no longer synchronise; ask it between any two steps. */
  readonly signal: AbortSignal;
  /** Those of the stage's `needs` that this synchronisation did not bring up to date: what is stored has to do. */
  readonly storedFactsOf: readonly SyncStageName[];
}

/** What a stage has done. */
export interface StageReport {
  /** Counts by what was counted, in snake_case: `hosts`, `changed` … */
  readonly figures: Readonly<Record<string, number>>;
  /** What was not in order, though the stage has done its work; for people. */
  readonly warnings: readonly string[];
}

/** One part of a synchronisation. What it has written stays written when it fails afterwards. */
export abstract class SyncStage {
  abstract readonly name: SyncStageName;
  /** Stages whose facts it works on. It runs all the same when one of them failed. */
  abstract readonly needs: readonly SyncStageName[];

  /** @throws CloudError when a service of the cloud could not be asked: the stage has failed then, the others go on. */
  abstract run(context: SyncContext): Promise<StageReport>;
}
