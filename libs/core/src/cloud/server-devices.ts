import type { DeviceClaim, DeviceSpot, DevicesSomewhere } from '../fleet/host-claims';
import type { Inventory, PciDevice, PhysicalFunction } from '../inventory/inventory';
import { comparePciAddresses, normalisePciAddress } from '../inventory/pci-address';
import { type AliasRequest, flavorAliases } from '../nova/pci-alias';
import type { PciAliases } from '../nova/pci-aliases';
import type { CloudPort, ObservedServer, ProviderAllocation } from './cloud-records';
import { allocatedBandwidth, allocatedPci, type HostProviders, type PciHeld } from './placement-tree';

/** What is known of a host beside the server. */
export interface ClaimHost {
  readonly hostName: string;
  /** Null for a host that only Nova knows. */
  readonly inventory: Inventory | null;
  readonly providers: HostProviders;
  /** Nova's `[pci]alias`; null when nobody told: then devices say themselves which alias covers them. */
  readonly aliases: PciAliases | null;
}

/** Devices by address, and those of which no service tells the address. */
export interface HeldByServer {
  readonly devices: readonly DeviceClaim[];
  readonly somewhere: readonly DevicesSomewhere[];
}

const NO_RATE = { bandwidthMbps: 0, packetRateKpps: 0 };

/** The device behind a bound SR-IOV port is told by its `pci_slot`, which Nova writes (`nova/network/neutron.py`). */
export function portDevices(
  ports: readonly CloudPort[],
  allocations: readonly ProviderAllocation[],
  host: ClaimHost,
): readonly DeviceClaim[] {
  const found = ports
    .filter(({ hostId }) => hostId === host.hostName)
    .flatMap(({ pciSlot, vnicType }) => {
      const address = pciSlot === null ? null : normalisePciAddress(pciSlot);
      return address === null ? [] : [deviceAt(address, vnicType, host.inventory)];
    });
  return withBandwidth(found, allocatedBandwidth(allocations, host.providers), host.inventory);
}

/**
 * Devices that the flavor asks for by alias. Placement names the PF, or the device itself where it has no VFs; which VF,
 * no API tells. What the flavor asks for beyond what Placement counts (nova-compute does not report, or reports later) is
 * somewhere among the devices that Nova could have given for the alias.
 */
export function aliasDevices(
  { server }: Pick<ObservedServer, 'server'>,
  allocations: readonly ProviderAllocation[],
  host: ClaimHost,
  hostNodes: ReadonlySet<number>,
): HeldByServer {
  const told = allocatedPci(allocations, host.providers);
  const known = heldByPlacement(told, host.inventory);
  let counted = told.reduce((sum, { count }) => sum + count, 0);
  const devices = [...known.devices];
  const somewhere = [...known.somewhere];
  for (const { alias, count } of flavorAliases(server.flavor.extraSpecs)) {
    const left = Math.max(0, count - counted);
    counted = Math.max(0, counted - count);
    const among = left === 0 ? [] : aliasSpots({ alias, count }, host, hostNodes);
    const [first, ...others] = among;
    if (first === undefined) continue;
    if (first.kind === 'device' && others.length === 0) {
      devices.push(deviceAt(first.address, 'direct-physical', host.inventory));
    } else somewhere.push({ count: left, among });
  }
  return { devices, somewhere };
}

/** The same of Placement alone, for consumers of which nothing else is known. */
export function heldByPlacement(told: readonly PciHeld[], inventory: Inventory | null): HeldByServer {
  const devices: DeviceClaim[] = [];
  const vfs = new Map<string, number>();
  for (const held of told) {
    const { address, count } = held;
    if (isOfVfs(held, inventory)) vfs.set(address, (vfs.get(address) ?? 0) + count);
    else if (count > 0) devices.push(deviceAt(address, 'direct-physical', inventory));
  }
  const somewhere = [...vfs].map(([address, count]) => ({ count, among: [{ kind: 'vf', address } as const] }));
  return { devices, somewhere };
}

/** Whether a provider counts VFs of the function: by the ids in its class, else by whether there are any. */
function isOfVfs({ address, resourceClass, count }: PciHeld, inventory: Inventory | null): boolean {
  const [, vendorId, productId] = /^CUSTOM_PCI_([0-9A-F]{4})_([0-9A-F]{4})$/.exec(resourceClass) ?? [];
  const whole = functionAt(address, inventory);
  if (whole !== undefined && vendorId !== undefined) {
    if (whole.vendorId.toUpperCase() === vendorId && whole.productId.toUpperCase() === productId) return false;
  }
  return count > 1 || vfCount(address, inventory) > 0;
}

/** What the device at an address is. One that the inventory has not is taken for what the port says. */
function deviceAt(address: string, vnicType: string, inventory: Inventory | null): DeviceClaim {
  const device = functionAt(address, inventory);
  if (device !== undefined) {
    const isPf = 'vfs' in device || device.deviceType === 'type-PF';
    if (isPf) return { kind: 'pf', address, pfAddress: address, ...NO_RATE };
    if (device.pfAddress !== null) return { kind: 'vf', address, pfAddress: device.pfAddress, ...NO_RATE };
    return { kind: 'pci', address, pfAddress: null, ...NO_RATE };
  }
  const parent = inventory?.pfs.find(({ vfs }) => vfs.some((vf) => vf.address === address));
  if (parent !== undefined) return { kind: 'vf', address, pfAddress: parent.address, ...NO_RATE };
  const isWhole = vnicType === 'direct-physical' && inventory === null;
  return isWhole
    ? { kind: 'pf', address, pfAddress: address, ...NO_RATE }
    : { kind: 'pci', address, pfAddress: null, ...NO_RATE };
}

/** Placement counts bandwidth by PF, so devices of one server on one PF share what is allocated there. */
function withBandwidth(
  devices: readonly DeviceClaim[],
  byInterface: ReadonlyMap<string, number>,
  inventory: Inventory | null,
): readonly DeviceClaim[] {
  if (byInterface.size === 0) return devices;
  return devices.map((device) => {
    const pf = inventory?.pfs.find(({ address }) => address === device.pfAddress);
    const total = byInterface.get(pf?.ifname ?? '') ?? 0;
    const sharers = devices.filter(({ pfAddress }) => pfAddress === device.pfAddress);
    const nth = sharers.indexOf(device);
    const share = Math.floor(total / sharers.length) + (nth < total % sharers.length ? 1 : 0);
    return { ...device, bandwidthMbps: share };
  });
}

/** Where devices for an alias may be: those near the guest first, those that no network claims before those of Neutron. */
function aliasSpots({ alias }: AliasRequest, host: ClaimHost, hostNodes: ReadonlySet<number>): readonly DeviceSpot[] {
  const { inventory, aliases } = host;
  if (inventory === null) return [];
  const found = new Map<string, DeviceSpot & { readonly far: number; readonly tagged: number }>();
  const add = (spot: DeviceSpot, numaNode: number | null, isTagged: boolean): void => {
    const far = numaNode !== null && hostNodes.has(numaNode) ? 0 : 1;
    found.set(`${spot.kind} ${spot.address}`, { ...spot, far, tagged: isTagged ? 1 : 0 });
  };
  for (const device of inventory.pciDevices) {
    const matches = aliases === null ? device.alias === alias : aliases.matches(alias, device);
    if (!matches || device.hostInUse) continue;
    add(spotOf(device), device.numaNode, false);
  }
  for (const pf of aliases === null ? [] : inventory.pfs) {
    const isTagged = pf.physicalNetwork !== null;
    if (aliases?.matches(alias, { ...pf, deviceType: 'type-PF' }) === true) {
      add({ kind: 'device', address: pf.address }, pf.numaNode, isTagged);
    }
    if (pf.vfs.some((vf) => aliases?.matches(alias, { ...vf, deviceType: 'type-VF' }) === true)) {
      add({ kind: 'vf', address: pf.address }, pf.numaNode, isTagged);
    }
  }
  return [...found.values()]
    .sort((a, b) => a.far - b.far || a.tagged - b.tagged || comparePciAddresses(a.address, b.address))
    .map(({ kind, address }) => ({ kind, address }));
}

function spotOf({ address, deviceType, pfAddress }: PciDevice): DeviceSpot {
  return deviceType === 'type-VF' && pfAddress !== null
    ? { kind: 'vf', address: pfAddress }
    : { kind: 'device', address };
}

function functionAt(address: string, inventory: Inventory | null): PhysicalFunction | PciDevice | undefined {
  const { pfs = [], pciDevices = [] } = inventory ?? {};
  return pfs.find((pf) => pf.address === address) ?? pciDevices.find((device) => device.address === address);
}

function vfCount(address: string, inventory: Inventory | null): number {
  const ofNic = inventory?.pfs.find((pf) => pf.address === address)?.vfs.length ?? 0;
  return ofNic + (inventory?.pciDevices.filter(({ pfAddress }) => pfAddress === address).length ?? 0);
}
