import type { UnexpectedEnd } from '../cluster/service-process';
import type { HoldState, Operation } from './operation';

/** Something that the nemesis did. */
export interface Fault {
  readonly kind: string;
  /** The process or store it was done to. */
  readonly target: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Something that a broken program might send to the database, and what came of it. */
export interface RogueAttempt {
  readonly kind: string;
  readonly atMs: number;
  /** SQLSTATE with which the database refused it; null when it let it pass. */
  readonly refusedBy: string | null;
  readonly detail: string;
}

export interface RecommendationRow {
  readonly id: string;
  readonly projectId: string;
  readonly idempotencyKey: string | null;
  readonly status: string;
}

export interface ReservationRow {
  readonly id: string;
  readonly recommendationId: string;
  readonly member: number;
  readonly hostName: string;
  readonly state: HoldState;
  readonly expiresAtMs: number | null;
  readonly vcpus: number;
  readonly pcpus: number;
  readonly memoryMib: number;
  readonly diskGib: number;
  /** By NUMA node of the host. */
  readonly cells: readonly {
    readonly hostNode: number;
    readonly memoryMib: number;
    readonly pageSizeKib: number;
    readonly pinnedCpus: readonly number[];
  }[];
}

export interface AllocationRow {
  readonly id: string;
  readonly reservationId: string;
  readonly hostName: string;
  readonly kind: 'vf' | 'pf' | 'pci';
  readonly pfAddress: string | null;
  readonly deviceAddress: string;
  readonly bandwidthMbps: number;
  readonly state: HoldState;
  readonly expiresAtMs: number | null;
}

/** A row of the database's own history: one change of one hold. */
export interface LedgerChange {
  /** Rises with each change; on one host in the order of commit, for whoever changes a hold has locked its host. */
  readonly number: number;
  readonly transaction: string;
  readonly atMs: number;
  readonly actor: string;
  readonly subjectKind: 'reservation' | 'allocation';
  readonly subjectId: string;
  readonly reservationId: string;
  readonly hostName: string;
  readonly deviceAddress: string | null;
  readonly fromState: HoldState | null;
  readonly toState: HoldState | 'deleted';
}

/** What a host has to give; the most that any of its inventories said. */
export interface Capacity {
  readonly vcpus: number;
  readonly pcpus: number;
  readonly memoryMib: number;
  readonly diskGib: number;
  /** Huge pages, MiB, by `node/page size in KiB`. */
  readonly hugePagesMib: Readonly<Record<string, number>>;
  /** By PF address. */
  readonly bandwidthMbps: Readonly<Record<string, number>>;
}

/** What the database holds once the storm is over and every reservation had time to run out. */
export interface FinalRows {
  readonly readAtMs: number;
  readonly recommendations: readonly RecommendationRow[];
  readonly reservations: readonly ReservationRow[];
  readonly allocations: readonly AllocationRow[];
  /** In the order of `number`. */
  readonly ledger: readonly LedgerChange[];
}

/** Whether the service came back to health. */
export interface Aftermath {
  /** By process or URL: what `/readyz` says. */
  readonly readiness: Readonly<Record<string, number>>;
  /** Discrepancies that the audit found; null where it could not be run. */
  readonly auditFindings: readonly string[] | null;
}

/** All that the checker judges by. */
export interface Evidence {
  readonly operations: readonly Operation[];
  readonly faults: readonly Fault[];
  readonly rogueAttempts: readonly RogueAttempt[];
  readonly unexpectedEnds: readonly UnexpectedEnd[];
  readonly capacities: Readonly<Record<string, Capacity>>;
  readonly rows: FinalRows;
  readonly aftermath: Aftermath;
}

/** One breach of one rule. */
export interface Violation {
  readonly rule: string;
  /** The recommendation, allocation, device or host that it is about. */
  readonly subject: string;
  readonly detail: string;
}

/** A rule of the checker: pure, and blind to everything but the evidence. */
export type Rule = (evidence: Evidence) => readonly Violation[];
