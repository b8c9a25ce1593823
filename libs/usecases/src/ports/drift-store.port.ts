import type { DriftCode, DriftFinding, DriftSeverity } from '@iopath/core';
import type { Page } from './host-store.port';

/** A finding with when it was found. */
export interface KeptFinding extends DriftFinding {
  readonly firstObservedAtMs: number;
  readonly observedAtMs: number;
}

export interface DriftFilter {
  readonly hostName: string | null;
  readonly severity: DriftSeverity | null;
  readonly code: DriftCode | null;
}

export interface DriftCount {
  readonly code: DriftCode;
  readonly severity: DriftSeverity;
  readonly count: number;
}

/** What the last synchronisation found. */
export abstract class DriftStore {
  /** Replaces the findings of a host. One that was there before keeps the moment when it was first found. */
  abstract keep(hostName: string, findings: readonly DriftFinding[], nowMs: number): Promise<void>;
  /** Drops the findings of hosts that are not named. */
  abstract keepOnly(hostNames: readonly string[]): Promise<void>;
  /** By host and id. @throws Refusal `query.marker_unknown` */
  abstract list(filter: DriftFilter, limit: number, marker: string | null): Promise<Page<KeptFinding>>;
  /** Those of these ids that there are; null: all that the advisor can put right. */
  abstract get(ids: readonly string[] | null): Promise<readonly KeptFinding[]>;
  /** Those that were put right. */
  abstract drop(ids: readonly string[]): Promise<void>;
  abstract counts(): Promise<readonly DriftCount[]>;
}
