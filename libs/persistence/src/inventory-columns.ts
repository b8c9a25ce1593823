import type { Inventory } from '@iopath/core';

/** Values of the columns that an inventory fills, in the order that the host statements number them. */
export function toInventoryColumns(hostName: string, inventory: Inventory, hash: string): readonly unknown[] {
  return [
    hostName,
    inventory.availabilityZone,
    inventory.aggregates,
    inventory.pfs.length,
    inventory.pfs.reduce((count, pf) => count + pf.vfs.length, 0),
    JSON.stringify(inventory),
    hash,
    inventory.observedAtMs === null ? null : new Date(inventory.observedAtMs),
  ];
}

/** Address of every device that the ledger could hold: PFs, VFs, other PCI devices. */
export function deviceAddresses({ pfs, pciDevices }: Inventory): readonly string[] {
  return [...pfs, ...pfs.flatMap(({ vfs }) => vfs), ...pciDevices].map(({ address }) => address);
}
