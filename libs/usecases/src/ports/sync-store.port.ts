import type { Page } from './host-store.port';

/** Stages of a synchronisation, in the order in which they run. */
export const SYNC_STAGES = ['hosts', 'networks', 'servers', 'reconcile'] as const;
export type SyncStageName = (typeof SYNC_STAGES)[number];

/** Who asked for it: the workers' clock, or a client of the API. */
export type SyncOrigin = 'schedule' | 'request';

/** `partly_failed`: some stages succeeded, some did not. */
export const SYNC_STATES = ['queued', 'running', 'succeeded', 'partly_failed', 'failed'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

export const STAGE_STATES = ['waiting', 'running', 'succeeded', 'failed'] as const;
export type StageState = (typeof STAGE_STATES)[number];

/** Why a stage, or a whole synchronisation, did not come to its end. */
export interface SyncFailure {
  /** `cloud.unavailable`, `cloud.refused`, `sync.interrupted`, `internal.error`. */
  readonly code: string;
  readonly detail: string;
  /** The service of the cloud that it was about, by its type in the catalog. */
  readonly service: string | null;
}

export interface StageRecord {
  readonly name: SyncStageName;
  readonly state: StageState;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  readonly note: string | null;
  readonly figures: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
  /** Stages whose facts it needs, and which it had to take as they were stored. */
  readonly storedFactsOf: readonly SyncStageName[];
  readonly failure: SyncFailure | null;
}

/** One synchronisation with the cloud. */
export interface Sync {
  readonly id: string;
  readonly origin: SyncOrigin;
  readonly state: SyncState;
  /** In the order in which they run. */
  readonly stages: readonly StageRecord[];
  readonly requestedAtMs: number;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** Of the synchronisation as a whole: it was interrupted. */
  readonly failure: SyncFailure | null;
}

/** What whoever synchronises alone may do, until the lock is gone. Everything throws once it is. */
export interface LoneSync {
  /** Aborted when the lock is lost with its session. */
  readonly signal: AbortSignal;
  /**
   * The next synchronisation, now running: the oldest that is queued, or a new one of all stages when none began within
   * `everyMs`. Null when nothing is due. What a dead worker left running is `failed` from now on.
   *
   * @param everyMs null: only what is queued
   */
  begin(newId: string, everyMs: number | null): Promise<Sync | null>;
  /** Keeps what has become of it. */
  keep(sync: Sync): Promise<void>;
}

/** Synchronisations: queued, running, and those of the last 30 days that are over. */
export abstract class SyncStore {
  /**
   * Queues one of these stages. One that is queued already is joined instead: it takes on these stages too.
   *
   * @param id what it is to be called, a UUID, unless one is joined
   */
  abstract request(id: string, stages: readonly SyncStageName[]): Promise<Sync>;
  /** Whether one is queued, or due by `everyMs`, or left running by somebody who is gone; cheap. */
  abstract isDue(everyMs: number | null): Promise<boolean>;
  /** Works while nobody else does, in any process; null when somebody else does. The lock ends with its session. */
  abstract alone<T>(work: (lone: LoneSync) => Promise<T>): Promise<T | null>;
  /** Newest first. */
  abstract list(limit: number, marker: string | null): Promise<Page<Sync>>;
  abstract get(id: string): Promise<Sync | null>;
}
