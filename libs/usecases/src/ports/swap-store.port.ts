import type { Placement } from '@iopath/core';
import type { Cause } from './cause.port';
import type { Allocation, Reservation } from './allocation-store.port';

/** The move of one VM's reservation, as it was planned. */
export interface ReservationMove {
  readonly recommendationId: string;
  readonly member: number;
  /** The live reservation that it was planned for, and its host. */
  readonly reservationId: string;
  readonly fromHost: string;
  /** Devices that have to be held still, at the generation that the caller saw. */
  readonly fences: readonly GenerationFence[];
  readonly placement: Placement;
}

export interface GenerationFence {
  readonly allocationId: string;
  readonly generation: number;
}

/** What a VM holds: a reservation, and its devices. */
export interface HeldByVm {
  readonly reservation: Reservation;
  readonly allocations: readonly Allocation[];
}

export abstract class SwapStore {
  /**
   * Moves all of these reservations in one transaction, or none. Each ends as `released` and a new one takes its place,
   * in the state that the old one is in then: confirmed for the same server, or reserved until the same moment. All end
   * before any begins, so that VMs may take over each other's devices.
   *
   * @param cause what the history is to say of it.
   * @returns what each VM holds now, in the order of the moves.
   * @throws StaleSnapshotError when a reservation is no longer live or a fence is passed, a host moved on after it was
   *   planned on, or a rival was first: nothing was written.
   */
  abstract swap(moves: readonly ReservationMove[], cause: Cause): Promise<readonly HeldByVm[]>;
}
