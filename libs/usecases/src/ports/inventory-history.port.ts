import type { Inventory, InventoryChange, InventoryChanges, TouchedHold } from '@iopath/core';
import type { Page } from './host-store.port';

/** What an inventory changes, or would: the first lines, and how many there are. */
export interface ToldChanges {
  readonly changes: readonly Omit<InventoryChange, 'things'>[];
  readonly changesTotal: number;
  readonly touched: readonly TouchedHold[];
  readonly touchedTotal: number;
}

/** What one write of an inventory changed, as it was kept. */
export interface KeptInventoryChange extends ToldChanges {
  readonly id: string;
  /** The host's after the write. */
  readonly generation: number;
  readonly atMs: number;
  /** Who wrote: as the history of the ledger has it. */
  readonly actor: string;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly userId: string | null;
  readonly userProjectId: string | null;
  /** Who observed the inventory, as it says itself. */
  readonly source: string | null;
}

/** What an inventory would change if it were put. */
export interface InventoryPreview extends ToldChanges {
  /** The host's now; null: there is no such host. */
  readonly generation: number | null;
  /** The same as paths, as a write answers. */
  readonly paths: InventoryChanges;
  /** The same as a write answers, in sentences. */
  readonly summary: readonly string[];
  /** Allocations whose device would not be there. */
  readonly orphanedAllocations: readonly string[];
}

/** What changed in inventories: kept with each write, and told ahead of one. */
export abstract class InventoryHistory {
  /**
   * Newest first; of a host that was deleted, too. Null: there is no such host, and nothing is kept of one.
   *
   * @throws Refusal invalid `query.marker_unknown`
   */
  abstract list(hostName: string, limit: number, marker: string | null): Promise<Page<KeptInventoryChange> | null>;
  /** Writes nothing. What services of the cloud say of the host is laid over the inventory as a write would do it. */
  abstract preview(hostName: string, inventory: Inventory): Promise<InventoryPreview>;
}
