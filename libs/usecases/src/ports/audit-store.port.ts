import type { AuditCode, Discrepancy } from '@iopath/core';
import type { Page } from './host-store.port';

/** Who asked for an audit: a client of the API, the workers' clock, or `npm run audit:ledger`. */
export type AuditOrigin = 'request' | 'schedule' | 'command';

export interface FoundDiscrepancy extends Discrepancy {
  /** Whether this audit has put it right. */
  readonly repaired: boolean;
}

/** An audit that is over, without what it found in full. */
export interface AuditSummary {
  readonly id: string;
  readonly origin: AuditOrigin;
  /** Whether it was to repair what it can. */
  readonly repair: boolean;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  /** Hosts that were looked at. */
  readonly hosts: number;
  /** Discrepancies found, by code; codes that were not found are left out. */
  readonly found: Readonly<Partial<Record<AuditCode, number>>>;
  /** Those of them that are still there. */
  readonly left: Readonly<Partial<Record<AuditCode, number>>>;
}

export interface Audit extends AuditSummary {
  /** The first of them; `found` counts all. */
  readonly discrepancies: readonly FoundDiscrepancy[];
}

/** The ledger as auditors see it, and what they have found. */
export abstract class AuditStore {
  /**
   * Looks at everything in one consistent view, host by host in bounded memory, and tells of each discrepancy. With
   * `repair`, each repair is a transaction of its own that looks again under the host's lock.
   *
   * @returns how many hosts were looked at; null when another audit is under way, and then nothing was done.
   */
  abstract inspect(
    repair: boolean,
    tell: (discrepancy: FoundDiscrepancy) => void,
  ): Promise<{ readonly hosts: number } | null>;
  abstract keep(audit: Audit): Promise<void>;
  /** Newest first. */
  abstract list(limit: number, marker: string | null): Promise<Page<AuditSummary>>;
  abstract get(id: string): Promise<Audit | null>;
  /** The newest one of the workers' clock; null when there was none yet. */
  abstract lastScheduled(): Promise<AuditSummary | null>;
}
