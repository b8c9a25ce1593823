import type { CellClaim, DeviceKind, HostClaim } from '../../fleet/host-claims';
import type { Inventory } from '../../inventory/inventory';
import type { LedgerPlace } from '../host-capacities';

/** States of a hold, as stored. */
export type HoldState = 'reserved' | 'confirmed' | 'orphaned' | 'released' | 'expired';

/** The stored hold of a VM. */
export interface LedgerReservation {
  readonly id: string;
  readonly state: HoldState;
  readonly hostName: string;
  /** Milliseconds since the epoch; null once confirmed. */
  readonly expiresAtMs: number | null;
  readonly compute: {
    readonly vcpus: number;
    readonly pcpus: number;
    readonly memoryMib: number;
    readonly diskGib: number;
    readonly cells: readonly CellClaim[];
  };
}

/** The stored hold on a device. */
export interface LedgerAllocation {
  readonly id: string;
  readonly reservationId: string;
  readonly state: HoldState;
  readonly hostName: string;
  readonly kind: DeviceKind;
  readonly address: string;
  readonly pfAddress: string | null;
  readonly bandwidthMbps: number;
  readonly packetRateKpps: number;
  /** The ledger knows that the inventory no longer has the device. */
  readonly deviceGone: boolean;
}

/** A row of amounts. */
export interface LedgerAccount extends LedgerPlace {
  /** Null when it is not known. */
  readonly capacity: number | null;
  readonly used: number;
  /** What servers take that the advisor did not place. */
  readonly foreignUsed: number;
}

/** The stored claim of a server, or of another consumer of Placement. */
export interface LedgerClaim {
  readonly claim: HostClaim;
  /** Whether it is taken for somebody else's, and so counts. */
  readonly counted: boolean;
  /** Whether the ledger holds the same for the same server. */
  readonly isOurs: boolean;
}

/** Everything that the ledger has of one host, of one moment. */
export interface HostLedger {
  readonly hostName: string;
  readonly inventory: Inventory;
  readonly accounts: readonly LedgerAccount[];
  /** Those that hold something here, and those of the allocations that do. */
  readonly reservations: readonly LedgerReservation[];
  /** Those that hold something here, and all of the reservations that do. */
  readonly allocations: readonly LedgerAllocation[];
  /** What servers of the cloud take here. */
  readonly claims: readonly LedgerClaim[];
}

/** Whether a hold in this state holds what it names: an orphan does, for its VM may well be running. */
export function holds({ state }: { readonly state: HoldState }): boolean {
  return state === 'reserved' || state === 'confirmed' || state === 'orphaned';
}
