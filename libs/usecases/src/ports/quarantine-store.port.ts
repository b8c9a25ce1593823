import type { Cause } from './cause.port';
import type { Page } from './host-store.port';

export type QuarantineReason = 'one_time_use' | 'cleanup_failed' | 'operator';

/** A device that nobody is to get until an operator clears it. */
export interface Quarantine {
  readonly id: string;
  readonly hostName: string;
  readonly deviceAddress: string;
  /** Of a VF, the PF that it belongs to. */
  readonly pfAddress: string | null;
  readonly reason: QuarantineReason;
  readonly note: string | null;
  /** The allocation after which the device was set aside; null when an operator did it. */
  readonly allocationId: string | null;
  readonly sinceMs: number;
  readonly by: string;
  /** Null while it lasts. */
  readonly clearedAtMs: number | null;
  readonly clearedBy: string | null;
}

export interface QuarantineFilter {
  readonly hostName: string | null;
  /** Whether it lasts; null for both. */
  readonly isOpen: boolean | null;
}

export abstract class QuarantineStore {
  /** Newest first. */
  abstract list(filter: QuarantineFilter, limit: number, marker: string | null): Promise<Page<Quarantine>>;
  /**
   * Sets a device of a host aside. Whoever holds it keeps it; nobody gets it afterwards.
   *
   * @throws Refusal not_found `host.not_found`; invalid `request.invalid` when the inventory has no such device; conflict
   *   `quarantine.already_open`.
   */
  abstract open(hostName: string, deviceAddress: string, note: string | null, cause: Cause): Promise<Quarantine>;
  /** Gives the device back to the fleet. Clearing again changes nothing.
   * @throws Refusal not_found `quarantine.not_found`. */
  abstract clear(id: string, cause: Cause): Promise<Quarantine>;
  /** Clears the quarantine of an allocation's device; the last one it had when it is cleared already.
   * @throws Refusal not_found `allocation.not_found`, `quarantine.not_found`. */
  abstract clearDeviceOf(allocationId: string, cause: Cause): Promise<Quarantine>;
}
