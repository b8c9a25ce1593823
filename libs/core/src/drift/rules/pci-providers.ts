import type { ProviderInventory, ResourceProvider } from '../../cloud/cloud-records';
import { normalisePciAddress } from '../../inventory/pci-address';
import type { ComparedHost } from '../host-views';

/** What Placement has of one PCI function of the host. */
export interface PciProvider {
  readonly provider: ResourceProvider;
  readonly address: string;
  readonly resourceClass: string;
  readonly inventory: ProviderInventory;
}

/** Providers of PCI functions are named `<host>_<ADDRESS>` (`nova/compute/pci_placement_translator.py`). */
export function pciProviders({ cloud }: ComparedHost): readonly PciProvider[] {
  return (cloud.providers ?? []).flatMap(({ provider, facts }) => {
    const address = normalisePciAddress(provider.name.slice(provider.name.lastIndexOf('_') + 1));
    if (address === null) return [];
    return Object.entries(facts.inventories).map(([resourceClass, inventory]) => {
      return { provider, address, resourceClass, inventory };
    });
  });
}
