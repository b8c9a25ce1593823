import { normalisePciAddress } from '../../inventory/pci-address';
import type { HostTotals, Inventory, PciDevice } from '../../inventory/inventory';
import type { ProviderInventory } from '../cloud-records';
import type { HostProvider, PlacementHostFacts } from './host-sources';

export function rootOf({ rootUuid, providers }: PlacementHostFacts): HostProvider | null {
  return providers.find(({ uuid }) => uuid === rootUuid) ?? null;
}

/** What the root counts; null when it counts no memory, as while nova-compute has not reported yet. */
export function totalsIn(facts: PlacementHostFacts): HostTotals | null {
  const inventories = rootOf(facts)?.inventories ?? {};
  const memory = inventories.MEMORY_MB;
  if (memory === undefined) return null;
  return { vcpus: inventories.VCPU?.total ?? 0, pcpus: inventories.PCPU?.total ?? 0, memoryMib: memory.total };
}

/** Class by class: what Placement does not count stays as it was put. */
export function ratiosIn(facts: PlacementHostFacts, put: Inventory['allocationRatios']): Inventory['allocationRatios'] {
  const inventories = rootOf(facts)?.inventories ?? {};
  const ratio = (inventory: ProviderInventory | undefined, fallback: number): number =>
    inventory !== undefined && inventory.allocationRatio > 0 ? inventory.allocationRatio : fallback;
  return {
    cpu: ratio(inventories.VCPU, put.cpu),
    ram: ratio(inventories.MEMORY_MB, put.ram),
    disk: ratio(inventories.DISK_GB, put.disk),
  };
}

export function reservedIn(facts: PlacementHostFacts, put: Inventory['reserved']): Inventory['reserved'] {
  const inventories = rootOf(facts)?.inventories ?? {};
  return {
    cpus: inventories.VCPU?.reserved ?? put.cpus,
    memoryMib: inventories.MEMORY_MB?.reserved ?? put.memoryMib,
    diskGib: inventories.DISK_GB?.reserved ?? put.diskGib,
  };
}

/** A provider that nova-compute made for a PCI device: what it is, where it is, and how many (VFs count with their PF). */
export interface PciProvider {
  readonly address: string;
  readonly vendorId: string;
  readonly productId: string;
  readonly total: number;
}

/** Nova's own name of the class where the device_spec states none (`nova/compute/pci_placement_translator.py`). */
const PCI_CLASS = /^CUSTOM_PCI_([0-9A-F]{4})_([0-9A-F]{4})$/;

/** Providers of PCI devices, `<hypervisor>_<address>`, whose class still says vendor and product. */
export function pciProvidersIn(facts: PlacementHostFacts): readonly PciProvider[] {
  const root = rootOf(facts);
  if (root === null) return [];
  return facts.providers.flatMap(({ name, inventories }) => {
    if (!name.startsWith(`${root.name}_`)) return [];
    const address = normalisePciAddress(name.slice(root.name.length + 1));
    if (address === null) return [];
    return Object.entries(inventories).flatMap(([resourceClass, { total }]) => {
      const [, vendorId, productId] = PCI_CLASS.exec(resourceClass) ?? [];
      if (vendorId === undefined || productId === undefined) return [];
      return [{ address, vendorId: vendorId.toLowerCase(), productId: productId.toLowerCase(), total }];
    });
  });
}

/**
 * The devices of a host that nobody described. Where a provider counts several, they are VFs of the PF at its address,
 * and their own addresses nobody tells: such a pool is left out, for a device without address cannot be held.
 */
export function pciDevicesIn(facts: PlacementHostFacts): readonly PciDevice[] {
  const devices = new Map<string, PciDevice>();
  for (const { address, vendorId, productId, total } of pciProvidersIn(facts)) {
    if (total !== 1) continue;
    devices.set(address, {
      address,
      vendorId,
      productId,
      deviceClass: 'unknown',
      deviceType: 'type-PCI',
      pfAddress: null,
      numaNode: null,
      iommuGroup: null,
      alias: null,
      hostInUse: false,
    });
  }
  return [...devices.values()];
}
