import type { ComputeClaim, DeviceKind } from '@iopath/core';
import type { Cause } from './cause.port';
import type { Page } from './host-store.port';

/**
 * `reserved`, `confirmed` and `orphaned` hold what they name; the others have ended and never come back. An orphan is a
 * confirmed hold whose host or device left the inventory.
 */
export type AllocationState = 'reserved' | 'confirmed' | 'orphaned' | 'released' | 'expired';

/** The hold of one VM on its host: CPUs, memory, disk, and the devices in its allocations. */
export interface Reservation {
  readonly id: string;
  readonly recommendationId: string;
  /** Which of the request's `count` VMs it is for, from 0. */
  readonly member: number;
  readonly hostName: string;
  readonly state: AllocationState;
  readonly compute: ComputeClaim;
  readonly serverId: string | null;
  readonly expiresAtMs: number | null;
  /** Of a move hold, the reservation that it takes over from when the VM has moved; null of any other. */
  readonly moveOf: string | null;
}

/** The hold on one device. */
export interface Allocation {
  readonly id: string;
  readonly reservationId: string;
  readonly recommendationId: string;
  readonly projectId: string;
  readonly member: number;
  readonly hostName: string;
  readonly device: string;
  readonly kind: DeviceKind;
  readonly pfAddress: string | null;
  /** Address of the VF, PF or PCI device. */
  readonly address: string;
  readonly numaNode: number | null;
  readonly state: AllocationState;
  readonly serverId: string | null;
  readonly generation: number;
  /** Null once confirmed. */
  readonly expiresAtMs: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface AllocationFilter {
  readonly hostName: string | null;
  readonly projectId: string | null;
  readonly state: AllocationState | null;
}

/** What a caller says of the device that it gives back. */
export type Cleanup = 'done' | 'failed';

/** Every change names its {@link Cause}, which the history keeps; one that does not is kept as `unknown`. */
export abstract class AllocationStore {
  abstract list(filter: AllocationFilter, limit: number, marker: string | null): Promise<Page<Allocation>>;
  abstract get(id: string): Promise<Allocation | null>;
  /** How many VFs of a PF were held at a moment, whoever holds them or held them then. */
  abstract vfsHeldAt(hostName: string, pfAddress: string, atMs: number): Promise<number>;
  /**
   * Binds a reserved device to the server that now uses it; its VM's reservation becomes confirmed with it.
   * Confirming again for the same server changes nothing. Never after the time is over, whoever else was slow.
   *
   * @throws Refusal not_found `allocation.not_found`; conflict `allocation.expired`, `allocation.released`,
   *   `allocation.generation_conflict`, `allocation.confirmed_for_another_server`, `allocation.device_gone`.
   */
  abstract confirm(id: string, serverId: string, generation: number | null, cause?: Cause): Promise<Allocation>;
  /**
   * Pushes the end of the VM's whole reservation to `ttlS` seconds from now.
   *
   * @throws Refusal not_found `allocation.not_found`; conflict `allocation.expired`, `allocation.released`,
   *   `allocation.already_confirmed`, `allocation.generation_conflict`.
   */
  abstract renew(id: string, ttlS: number, generation: number | null, cause?: Cause): Promise<Allocation>;
  /**
   * Gives the device back; with the last device of a VM, its reservation. Releasing again changes nothing. A device whose
   * clean-up failed, or that is for one use only, goes to quarantine.
   *
   * @throws Refusal not_found `allocation.not_found`; conflict `allocation.expired`.
   */
  abstract release(id: string, cause?: Cause, cleanup?: Cleanup): Promise<Allocation>;
  /** Confirms, renews or releases the whole of a recommendation at once: every VM, every device. Returns how many reservations changed.
   * @throws Refusal conflict `allocation.expired` on confirm when it is too late. */
  abstract confirmRecommendation(
    recommendationId: string,
    serverIds: readonly string[],
    cause?: Cause,
  ): Promise<number>;
  /** @throws Refusal conflict `recommendation.not_reserved`, and as {@link renew}. */
  abstract renewRecommendation(recommendationId: string, ttlS: number, cause?: Cause): Promise<number>;
  abstract releaseRecommendation(recommendationId: string, cause?: Cause): Promise<number>;
  /** Ends every reservation whose time is up; returns how many. */
  abstract expireDue(): Promise<number>;
}
