import type { ComputeClaim, DeviceKind } from '@iopath/core';
import type { Page } from './host-store.port';

export type AllocationState = 'reserved' | 'confirmed' | 'released' | 'expired';

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

export abstract class AllocationStore {
  abstract list(filter: AllocationFilter, limit: number, marker: string | null): Promise<Page<Allocation>>;
  abstract get(id: string): Promise<Allocation | null>;
  /**
   * Binds a reserved device to the server that now uses it; its VM's reservation becomes confirmed with it.
   * Confirming again for the same server changes nothing.
   *
   * @throws Refusal not_found `allocation.not_found`; conflict `allocation.expired`, `allocation.released`,
   *   `allocation.generation_conflict`, `allocation.confirmed_for_another_server`.
   */
  abstract confirm(id: string, serverId: string, generation: number | null): Promise<Allocation>;
  /** Gives the device back; with the last device of a VM, its reservation. Releasing again changes nothing.
   * @throws Refusal not_found `allocation.not_found`; conflict `allocation.expired`. */
  abstract release(id: string): Promise<Allocation>;
  /** Confirms or releases the whole of a recommendation at once: every VM, every device. Returns how many reservations changed.
   * @throws Refusal conflict `allocation.expired` on confirm when it is too late. */
  abstract confirmRecommendation(recommendationId: string, serverIds: readonly string[]): Promise<number>;
  abstract releaseRecommendation(recommendationId: string): Promise<number>;
  /** Ends every reservation whose time is up; returns how many. */
  abstract expireDue(): Promise<number>;
}
