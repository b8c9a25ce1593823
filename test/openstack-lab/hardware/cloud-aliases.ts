import type { Inventory } from '@iopath/core';

/** One entry of Nova's `[pci]alias`, in its own form. */
export interface NovaAlias {
  readonly name: string;
  readonly vendor_id: string;
  readonly product_id: string;
  readonly device_type: string;
}

/** The aliases that the documents of all hosts speak of; devices of several products under one name are alternatives. */
export function cloudAliases(inventories: readonly Inventory[]): readonly NovaAlias[] {
  const aliases = new Map<string, NovaAlias>();
  for (const { alias, vendorId, productId, deviceType } of inventories.flatMap(({ pciDevices }) => pciDevices)) {
    if (alias === null) continue;
    const entry = { name: alias, vendor_id: vendorId, product_id: productId, device_type: deviceType };
    aliases.set(Object.values(entry).join(' '), entry);
  }
  return [...aliases.keys()].sort().flatMap((key) => aliases.get(key) ?? []);
}
