import { checkInventory, type Inventory } from '@iopath/core';
import type { Cause } from '../ports/cause.port';
import type { HostStore, InventoryWritten } from '../ports/host-store.port';
import { Refusal } from '../refusal';

/** Takes in the whole inventory of a host, or nothing of it. */
export class PutInventory {
  constructor(private readonly hosts: HostStore) {}

  /**
   * @param generation the one that the writer saw; null = "I believe the host does not exist".
   * @throws Refusal invalid `request.invalid` with a fault for each contradiction in the document; and what
   *   {@link HostStore.putInventory} throws.
   */
  async execute(
    hostName: string,
    generation: number | null,
    inventory: Inventory,
    cause?: Cause,
  ): Promise<InventoryWritten> {
    refuseContradictions(inventory);
    return this.hosts.putInventory(hostName, generation, inventory, cause);
  }
}

/** @throws Refusal invalid `request.invalid` with a fault for each contradiction in the document. */
export function refuseContradictions(inventory: Inventory): void {
  const faults = checkInventory(inventory);
  if (faults.length > 0) {
    throw new Refusal('invalid', 'request.invalid', 'The inventory contradicts itself; see errors.', faults);
  }
}
