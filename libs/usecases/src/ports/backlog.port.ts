import type { RequestPriority } from './recommendation-store.port';

/** What one project has waiting, or being decided, at one priority. */
export interface BacklogPart {
  readonly projectId: string;
  readonly priority: RequestPriority;
  readonly undecided: number;
  /** When the oldest of them came. */
  readonly oldestMs: number;
}

/** Everything undecided, in parts; what has nothing waiting is no part. */
export type Backlog = readonly BacklogPart[];

/** What waits to be decided, seen as a whole. */
export abstract class BacklogStore {
  abstract read(): Promise<Backlog>;
  /** How many recommendations were decided in the last `ms`, by whomever. */
  abstract decidedWithin(ms: number): Promise<number>;
  /** Lets up to `limit` batch requests that have waited for longer than `olderThanMs` wait as interactive ones do. */
  abstract hurryAged(olderThanMs: number, limit: number): Promise<void>;
}
