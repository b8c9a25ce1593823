import type { Placement } from '@iopath/core';
import type { Allocation, Reservation } from '../ports/allocation-store.port';
import type { CauseCaller } from '../ports/cause.port';

/** VMs that are to change places: all of them, or none. */
export interface Swap {
  readonly moves: readonly MoveWish[];
  /** Told in the history; null for none. */
  readonly reason: string | null;
  /** Id of the API request behind it; null when nobody asked. */
  readonly requestId: string | null;
  /** As of a cause. */
  readonly caller?: CauseCaller;
  /** Only say what would come of it. */
  readonly dryRun: boolean;
}

export interface MoveWish {
  readonly vm: VmName;
  /** Null: any host but its present one. */
  readonly toHost: string | null;
  /** What the caller saw of the device named, or of all devices of the VM named; null: any. */
  readonly generation: number | null;
}

/** A VM that holds something, by its recommendation or by one of its devices. */
export type VmName = { readonly recommendationId: string; readonly member: number } | { readonly allocationId: string };

/** What came of one move. */
export interface SwappedVm {
  readonly recommendationId: string;
  readonly member: number;
  readonly fromHost: string;
  /** The same as `fromHost` for a VM that was there already. */
  readonly toHost: string;
  /** What it holds after it; null of a move that was only tried. */
  readonly reservation: Reservation | null;
  readonly allocations: readonly Allocation[];
  /** Its new place; null for a VM that stays. */
  readonly placement: Placement | null;
}
