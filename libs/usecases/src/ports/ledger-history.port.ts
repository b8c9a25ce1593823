import type { AllocationState } from './allocation-store.port';

/** One change of a reservation or of an allocation. */
export interface HistoryEntry {
  readonly atMs: number;
  /** `unknown` where something changed the rows without saying who it is. */
  readonly actor: string;
  readonly reason: string | null;
  readonly requestId: string | null;
  /** Who asked, and the project he acted for; null where that is not known. */
  readonly userId: string | null;
  readonly userProjectId: string | null;
  readonly subject: 'reservation' | 'allocation';
  readonly subjectId: string;
  readonly member: number;
  readonly hostName: string;
  /** Null for a reservation. */
  readonly deviceAddress: string | null;
  /** Null for the first entry. */
  readonly fromState: AllocationState | null;
  readonly toState: AllocationState | 'deleted';
  /** Null for a reservation. */
  readonly generation: number | null;
  readonly serverId: string | null;
  readonly expiresAtMs: number | null;
}

/** What happened to holds, oldest first: the newest 1000 entries of a subject. Written by the database, never changed. */
export abstract class LedgerHistory {
  /** Null when there is no such allocation. */
  abstract ofAllocation(id: string): Promise<readonly HistoryEntry[] | null>;
  /** Of all its reservations and their allocations; null when there is no such recommendation. */
  abstract ofRecommendation(id: string): Promise<readonly HistoryEntry[] | null>;
}
