import { normalisePciAddress } from '../inventory/pci-address';
import type { ProviderAllocation } from './cloud-records';

/** The providers of one host in Placement: its root and everything below, names by id. */
export type HostProviders = ReadonlyMap<string, string>;

const PCI_PROVIDER = /_([0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$/i;
const BANDWIDTH_PROVIDER = /:(?:NIC Switch agent|Open vSwitch agent):(.+)$/;
const KBIT_PER_MBIT = 1000;

/** What one consumer holds of one function that nova-compute reports (`[pci]report_in_placement`). */
export interface PciHeld {
  /** Of the PF for its VFs, of the device itself for others (`nova/compute/pci_placement_translator.py`). */
  readonly address: string;
  readonly resourceClass: string;
  readonly count: number;
}

/** What is allocated of the host's providers; other hosts' are left out, which a server has while it moves. */
export function allocatedHere(
  allocations: readonly ProviderAllocation[],
  providers: HostProviders,
): readonly ProviderAllocation[] {
  return allocations.filter(({ providerUuid }) => providers.has(providerUuid));
}

/** Sum of a resource class; null when none of it is allocated. */
export function sumOfClass(allocations: readonly ProviderAllocation[], resourceClass: string): number | null {
  const amounts = allocations.flatMap(({ resources }) => resources[resourceClass] ?? []);
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0);
}

/** PCI devices that are allocated: their providers are named `<hypervisor>_<ADDRESS>`. */
export function allocatedPci(allocations: readonly ProviderAllocation[], providers: HostProviders): readonly PciHeld[] {
  return allocations.flatMap(({ providerUuid, resources }) => {
    const [, text = ''] = PCI_PROVIDER.exec(providers.get(providerUuid) ?? '') ?? [];
    const address = normalisePciAddress(text);
    if (address === null) return [];
    return Object.entries(resources).map(([resourceClass, count]) => ({ address, resourceClass, count }));
  });
}

/**
 * Guaranteed bandwidth by interface or bridge, Mbit/s, the larger of the two directions: Neutron's agents report
 * providers named `<hypervisor>:<agent>:<device>` (Neutron, `services/placement_report/plugin.py`).
 */
export function allocatedBandwidth(
  allocations: readonly ProviderAllocation[],
  providers: HostProviders,
): ReadonlyMap<string, number> {
  const byDevice = new Map<string, number>();
  for (const { providerUuid, resources } of allocations) {
    const [, device] = BANDWIDTH_PROVIDER.exec(providers.get(providerUuid) ?? '') ?? [];
    const egress = resources['NET_BW_EGR_KILOBIT_PER_SEC'] ?? 0;
    const kbit = Math.max(egress, resources['NET_BW_IGR_KILOBIT_PER_SEC'] ?? 0);
    if (device === undefined || kbit === 0) continue;
    byDevice.set(device, (byDevice.get(device) ?? 0) + Math.ceil(kbit / KBIT_PER_MBIT));
  }
  return byDevice;
}
