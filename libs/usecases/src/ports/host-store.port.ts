import type { Cause } from './cause.port';
import type { HostAdminState, Inventory, InventoryChanges } from '@iopath/core';

export interface HostSummary {
  readonly hostName: string;
  readonly state: HostAdminState;
  readonly generation: number;
  readonly availabilityZone: string | null;
  readonly aggregates: readonly string[];
  readonly pfs: number;
  readonly vfs: number;
  readonly vfsAllocated: number;
  readonly observedAtMs: number | null;
  readonly updatedAtMs: number;
}

export interface StoredInventory {
  readonly hostName: string;
  readonly state: HostAdminState;
  readonly generation: number;
  readonly inventory: Inventory;
}

export interface InventoryWritten {
  readonly created: boolean;
  readonly generation: number;
  readonly changes: InventoryChanges;
  /** Live allocations whose device is not in the new inventory. */
  readonly orphanedAllocations: readonly string[];
  /** The same changes in sentences for people, the first of very many. */
  readonly summary: readonly string[];
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Marker of the next page; null on the last one. */
  readonly nextMarker: string | null;
}

/** Hosts and their inventories: the writing side of the fleet. */
export abstract class HostStore {
  /**
   * Replaces a host's whole inventory in one transaction. Equal content (its `observed_at` aside) changes
   * nothing, generation included, whatever `generation` says, so that a retry is harmless.
   *
   * @param generation the generation the writer saw; null = "I believe the host does not exist".
   * @throws Refusal conflict `host.generation_conflict` (seen another), `host.already_exists` (null, but it does),
   *   `host.not_found` as conflict-free not_found when a generation is given and there is no such host.
   *
   * Confirmed allocations whose device is gone become orphaned, and confirmed again when it is back, though the host was
   * deleted meanwhile. Reserved ones stay, but cannot be confirmed until it is back.
   */
  abstract putInventory(
    hostName: string,
    generation: number | null,
    inventory: Inventory,
    cause?: Cause,
  ): Promise<InventoryWritten>;
  abstract list(limit: number, marker: string | null): Promise<Page<HostSummary>>;
  abstract summary(hostName: string): Promise<HostSummary | null>;
  abstract inventory(hostName: string): Promise<StoredInventory | null>;
  /** @throws Refusal not_found `host.not_found`, conflict `host.generation_conflict`. */
  abstract setState(hostName: string, generation: number, state: HostAdminState): Promise<HostSummary>;
  /**
   * @param orphan what is confirmed on the host is orphaned, and what is only reserved is released, instead of refused.
   * @throws Refusal not_found `host.not_found`, conflict `host.has_allocations` while anything is reserved or confirmed.
   */
  abstract delete(hostName: string, orphan?: boolean, cause?: Cause): Promise<void>;
}
