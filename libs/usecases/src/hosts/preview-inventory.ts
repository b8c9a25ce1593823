import type { Inventory } from '@iopath/core';
import type { InventoryHistory, InventoryPreview } from '../ports/inventory-history.port';
import { refuseContradictions } from './put-inventory';

/** Tells what an inventory would change if it were put, and what of the ledger that would touch. */
export class PreviewInventory {
  constructor(private readonly history: InventoryHistory) {}

  /** @throws Refusal invalid `request.invalid` with a fault for each contradiction in the document. */
  async execute(hostName: string, inventory: Inventory): Promise<InventoryPreview> {
    refuseContradictions(inventory);
    return this.history.preview(hostName, inventory);
  }
}
