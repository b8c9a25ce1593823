import type { Inventory } from '@iopath/core';
import type { InventoryHistory, InventoryPreview } from '../ports/inventory-history.port';
import type { InventoryLayerStore } from '../ports/inventory-layer-store.port';
import { type InventoryFormat, type InventoryImport, readImport } from './import-inventory';

/** What an import would change, and what would be known of the host then. */
export interface ImportPreview extends InventoryPreview {
  readonly inventory: Inventory;
  /** What would be left out, in words. */
  readonly warnings: readonly string[];
}

/** Tells what the import of another tool's inventory would change. Writes nothing. */
export class PreviewImport {
  constructor(
    private readonly layers: InventoryLayerStore,
    private readonly history: InventoryHistory,
    private readonly formats: readonly InventoryFormat[],
    private readonly clock: () => number,
  ) {}

  /**
   * The generation that the caller saw is not looked at.
   *
   * @throws Refusal as the import does, but for a generation.
   */
  async execute(sent: InventoryImport): Promise<ImportPreview> {
    const { hostName, format, payloadHash, observedAtMs, generation } = sent;
    const facts = await readImport(this.formats, sent);
    const payload = { hostName, format, payloadHash, observedAtMs, receivedAtMs: this.clock() };
    const { inventory, warnings } = await this.layers.lay({ ...payload, facts, generation });
    return { ...(await this.history.preview(hostName, inventory)), inventory, warnings };
  }
}
