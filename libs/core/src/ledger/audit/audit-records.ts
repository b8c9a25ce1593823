import { discrepancy, type Discrepancy } from './discrepancy';
import type { HoldState } from './host-ledger';

/** A hold beside the last that its history tells. */
export interface HistoryRecord {
  readonly kind: 'reservation' | 'allocation';
  readonly id: string;
  readonly state: HoldState;
  /** Null when its history is empty. */
  readonly lastState: string | null;
}

/** A recommendation that was to be reserved with its decision. */
export interface ReservedRecord {
  readonly id: string;
  /** VMs that were asked for. */
  readonly count: number;
  /** VMs for which there ever was a hold. */
  readonly everHeld: number;
}

/** A request whose ring nobody has heard. */
export interface OutboxRecord {
  readonly id: string;
  readonly waitingMs: number;
}

/** A hold on a host that is not there. */
export interface StrayRecord {
  readonly kind: 'reservation' | 'allocation';
  readonly id: string;
  readonly state: HoldState;
  readonly hostName: string;
}

/** How long a request may wait for its ring before somebody should look, milliseconds. */
const LONG_MS = 900_000;

/** The history of each hold ends with what the hold is now. */
export function auditHistory(records: readonly HistoryRecord[]): readonly Discrepancy[] {
  return records
    .filter(({ state, lastState }) => state !== lastState)
    .map(({ kind, id, state, lastState }) =>
      discrepancy('history.differs', `${kind} ${id}`, {
        expected: `history that ends with ${state}`,
        found: lastState ?? 'no history',
        repairable: true,
      }),
    );
}

/** What was decided and reserved in one transaction has a hold, be it ended, for each VM. */
export function auditReserved(records: readonly ReservedRecord[]): readonly Discrepancy[] {
  return records
    .filter(({ count, everHeld }) => everHeld < count)
    .map(({ id, count, everHeld }) =>
      discrepancy('recommendation.nothing_reserved', `recommendation ${id}`, {
        expected: `holds for ${count} VMs, live or ended`,
        found: String(everHeld),
      }),
    );
}

/** Accepted requests are handed to the queue within seconds. */
export function auditOutbox(records: readonly OutboxRecord[]): readonly Discrepancy[] {
  return records
    .filter(({ waitingMs }) => waitingMs >= LONG_MS)
    .map(({ id, waitingMs }) =>
      discrepancy('outbox.undelivered', `recommendation ${id}`, {
        expected: 'handed to the queue or decided',
        found: `neither, after ${Math.round(waitingMs / 1000)} s`,
      }),
    );
}

/** Reserved and confirmed holds are on hosts that exist. Orphans may be left by a host that was deleted. */
export function auditStrays(records: readonly StrayRecord[]): readonly Discrepancy[] {
  return records
    .filter(({ state }) => state === 'reserved' || state === 'confirmed')
    .map(({ kind, id, state, hostName }) =>
      discrepancy('hold.host_missing', `${kind} ${id}`, {
        expected: `host ${hostName}`,
        found: `${state}, and there is no such host`,
      }),
    );
}

/**
 * Whether everything stands that keeps the ledger right.
 *
 * @param expected names of constraints, indexes and triggers, with what they are.
 * @param found the same of those that are there and in force.
 */
export function auditGuards(expected: readonly string[], found: ReadonlySet<string>): readonly Discrepancy[] {
  return expected
    .filter((guard) => !found.has(guard))
    .map((guard) => discrepancy('guard.missing', guard, { expected: 'in force', found: 'missing or disabled' }));
}
