import {
  guestNetworks,
  guestTopologyOf,
  hostFits,
  networkOutOfReach,
  placementAmounts,
  type ComputeAmounts,
  type FitOrder,
  type GuestTopology,
  type HostFit,
  type HostState,
  type NicPathName,
  type NumaAffinityPolicy,
  type OpenStackRelease,
  type PfState,
  type VmRequest,
} from '@iopath/core';
import { vnicTypeOf, type PortRule } from './port-rule';
import { vfPools } from './pci-pools';

/** A request as Nova's scheduler sees it: the same on every host. */
export interface NovaRequest {
  readonly request: VmRequest;
  readonly amounts: ComputeAmounts;
  readonly topology: GuestTopology | null;
  readonly pciNumaPolicy: NumaAffinityPolicy | null;
  /** Of each NIC, in their order. */
  readonly vnicTypes: readonly ('direct' | 'normal')[];
}

/** A host that passes, with what the VM would get there. */
export interface PassedHost {
  readonly host: HostState;
  /** Null for a guest without NUMA topology. */
  readonly fit: HostFit | null;
  /** PF of each NIC; null for a normal port. */
  readonly pfs: readonly (PfState | null)[];
}

/** @throws Error for flavor and image that Nova refuses; the simulation makes none. */
export function novaRequest(request: VmRequest, rule: PortRule): NovaRequest {
  const guest = guestTopologyOf(request.flavor, request.image);
  if (!guest.ok) throw new Error(guest.refusal.message);
  return {
    request,
    amounts: placementAmounts(request.flavor, guest.topology),
    topology: guest.topology,
    pciNumaPolicy: guest.pciNumaPolicy,
    vnicTypes: request.nics.map((nic) => vnicTypeOf(nic, request, rule)),
  };
}

/**
 * Asks a host what Placement and Nova's filters ask: AvailabilityZoneFilter (a request of Placement by now),
 * ComputeFilter, amounts with allocation ratios, NUMATopologyFilter and PciPassthroughFilter. Null when it does not pass.
 */
export function novaFilters(asked: NovaRequest, host: HostState, release: OpenStackRelease): PassedHost | null {
  const { request, amounts } = asked;
  const { availabilityZone } = request.constraints;
  if (host.state !== 'active' || !hasRoom(amounts, host)) return null;
  if (availabilityZone !== null && host.inventory.availabilityZone !== availabilityZone) return null;
  if (!bindsNormalPorts(asked, host)) return null;
  return asked.topology === null ? devicesFor(asked, host, null) : firstFit(asked, asked.topology, host, release);
}

/** `GET /allocation_candidates`: each class has as much left as is asked for. */
function hasRoom({ vcpus, pcpus, memoryMib, diskGib }: ComputeAmounts, { free }: HostState): boolean {
  return (
    vcpus <= free.vcpus &&
    pcpus <= free.pcpus &&
    memoryMib <= free.memoryMib &&
    (free.diskGib === null || (diskGib ?? 0) <= free.diskGib)
  );
}

/** No filter of Nova asks this; without it the port would fail to bind, and Nova would try another host. */
function bindsNormalPorts({ request, vnicTypes }: NovaRequest, { inventory }: HostState): boolean {
  return request.nics.every(
    ({ physicalNetwork }, nic) =>
      vnicTypes[nic] === 'direct' ||
      inventory.bridges.some(
        (bridge) =>
          bridge.datapath === 'system' &&
          (physicalNetwork === null || bridge.physicalNetwork?.toLowerCase() === physicalNetwork.toLowerCase()),
      ),
  );
}

/** The first placement of the guest's cells at which networks are near and pools suffice (`numa_fit_instance_to_host`). */
function firstFit(
  asked: NovaRequest,
  topology: GuestTopology,
  host: HostState,
  release: OpenStackRelease,
): PassedHost | null {
  const { cpu, ram } = host.inventory.allocationRatios;
  const networks = guestNetworks(asked.request.nics.map(({ physicalNetwork }) => physicalNetwork));
  const nodes = host.cells.map(({ id }) => id);
  const order = cellOrder(asked, host, release);
  for (const fit of hostFits(topology, { cells: host.cells, allocationRatios: { cpu, ram } }, order)) {
    const guestNodes = fit.cells.map(({ hostNode }) => hostNode);
    if (networkOutOfReach(networks, host.inventory.networkNumaAffinity, guestNodes, nodes) !== null) continue;
    const passed = devicesFor(asked, host, fit);
    if (passed !== null) return fit.isClaimable ? passed : null;
    if (!asked.vnicTypes.includes('direct')) return null;
  }
  return null;
}

function devicesFor({ request, vnicTypes, pciNumaPolicy }: NovaRequest, host: HostState, fit: HostFit | null) {
  const guestNodes = fit === null ? null : fit.cells.map(({ hostNode }) => hostNode);
  const direct = request.nics.filter((_, nic) => vnicTypes[nic] === 'direct');
  const networks = direct.map(({ physicalNetwork }) => physicalNetwork);
  const given = vfPools(networks, host, guestNodes, direct[0]?.numaAffinityPolicy ?? pciNumaPolicy);
  if (given === null) return null;
  const left = [...given];
  return { host, fit, pfs: vnicTypes.map((type) => (type === 'direct' ? (left.shift() ?? null) : null)) };
}

/** Which normal port comes to which path is the host's doing (`nova/virt/libvirt/vif.py get_base_config`). */
export function normalPath({ inventory }: HostState): NicPathName {
  return inventory.vhost.net === true ? 'vhost_net' : 'virtio';
}

/** As the claim on the compute host sorts cells: by free PCI devices only for a guest that asks for some. */
function cellOrder({ vnicTypes }: NovaRequest, host: HostState, release: OpenStackRelease): FitOrder {
  const wantsPci = vnicTypes.includes('direct');
  const freePciByCell = new Map<number, number>();
  for (const { pf, freeVfs, wholeIsFree } of wantsPci ? host.pfs : []) {
    if (pf.numaNode === null) continue;
    const free = freeVfs.length + (wholeIsFree ? 1 : 0);
    freePciByCell.set(pf.numaNode, (freePciByCell.get(pf.numaNode) ?? 0) + free);
  }
  return { packing: host.inventory.packingHostNumaCellsAllocationStrategy, wantsPci, freePciByCell, release };
}
