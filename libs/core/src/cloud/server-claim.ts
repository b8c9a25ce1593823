import type { CellClaim, HostClaim } from '../fleet/host-claims';
import type { ComputeAmounts } from '../fleet/host-state';
import type { Inventory } from '../inventory/inventory';
import { LARGEST_BASE_PAGE_KIB } from '../inventory/page-sizes';
import { type GuestTopology, guestTopologyOf } from '../nova-fit/guest-topology';
import { placementAmounts } from '../nova-fit/placement-amounts';
import type { CloudServer, ObservedServer, ProviderAllocation, ServerCell, ServerTopology } from './cloud-records';
import { allocatedHere, allocatedPci, sumOfClass } from './placement-tree';
import { aliasDevices, type ClaimHost, type HeldByServer, heldByPlacement, portDevices } from './server-devices';

const MIB_PER_GIB = 1024;
/** Base page of x86-64, where the host's is not known. */
const BASE_PAGE_KIB = 4;

type Amounts = Pick<HostClaim, 'vcpus' | 'pcpus' | 'memoryMib' | 'diskGib'>;

/**
 * Whether Nova counts the server on the host that it names: all but deleted and shelved-offloaded ones, whatever else has
 * become of them (`nova/compute/vm_states.py allow_resource_removal`). Soft-deleted ones can be restored, and so count.
 */
export function countsOnItsHost({ status, taskState }: Pick<CloudServer, 'status' | 'taskState'>): boolean {
  if (status === 'DELETED') return false;
  return status !== 'SHELVED_OFFLOADED' || taskState === 'spawning';
}

/**
 * What a server takes of the host that it runs on, as Nova and Placement count it.
 *
 * - Amounts are Placement's where it has any for the server, for that is what is missing there; else what Nova asks for
 *   by the flavor (`nova/scheduler/utils.py ResourceRequest.from_request_spec`).
 * - Cells are those of the stored topology; a server without one counts against no cell (`numa_usage_from_instance_numa`).
 * - Devices are those of its ports and of its flavor's aliases.
 */
export function serverClaim(observed: ObservedServer, host: ClaimHost): HostClaim {
  const { server, topology, ports } = observed;
  const allocations = allocatedHere(observed.allocations ?? [], host.providers);
  const guest = guestOf(server);
  const cells = topology === null ? [] : cellsOf(topology, guest, host.inventory);
  const nodes = new Set(cells.map(({ hostNode }) => hostNode));
  const byAlias = aliasDevices(observed, allocations, host, nodes);
  return claimOf(server, placedAmounts(allocations) ?? flavorAmounts(server, guest, topology), cells, {
    devices: [...portDevices(ports, allocations, host), ...byAlias.devices],
    somewhere: byAlias.somewhere,
  });
}

/** What Placement has for a server on a host that is not, or no longer, its own: where it is about to come, or comes from. */
export function movingClaim(observed: ObservedServer, host: ClaimHost): HostClaim | null {
  const allocations = allocatedHere(observed.allocations ?? [], host.providers);
  const amounts = placedAmounts(allocations);
  const held = heldByPlacement(allocatedPci(allocations, host.providers), host.inventory);
  const devices = [...portDevices(observed.ports, allocations, host), ...held.devices];
  if (amounts === null && devices.length === 0 && held.somewhere.length === 0) return null;
  return claimOf(observed.server, amounts ?? NO_AMOUNTS, [], { devices, somewhere: held.somewhere });
}

/** What a consumer that is no server holds: a migration's old host, or what was left behind. Null for nothing of a host's. */
export function consumerClaim(
  consumerId: string,
  allocated: readonly ProviderAllocation[],
  host: ClaimHost,
): HostClaim | null {
  const allocations = allocatedHere(allocated, host.providers);
  const amounts = placedAmounts(allocations);
  const held = heldByPlacement(allocatedPci(allocations, host.providers), host.inventory);
  if (amounts === null && held.devices.length === 0 && held.somewhere.length === 0) return null;
  return claimOf({ id: consumerId, projectId: '' }, amounts ?? NO_AMOUNTS, [], held);
}

const NO_AMOUNTS: Amounts = { vcpus: 0, pcpus: 0, memoryMib: 0, diskGib: 0 };

function claimOf(
  { id, projectId }: Pick<CloudServer, 'id' | 'projectId'>,
  amounts: Amounts,
  cells: readonly CellClaim[],
  { devices, somewhere }: HeldByServer,
): HostClaim {
  const onePerAddress = [...new Map(devices.map((device) => [device.address, device])).values()];
  return {
    reservationId: id,
    isForeign: true,
    projectId,
    ...amounts,
    cells,
    devices: onePerAddress.sort((a, b) => (a.address < b.address ? -1 : 1)),
    ...(somewhere.length === 0 ? {} : { somewhere }),
    groupId: null,
  };
}

/** Null when Placement has none of the compute classes. */
function placedAmounts(allocations: readonly ProviderAllocation[]): Amounts | null {
  const of = (resourceClass: string): number | null => sumOfClass(allocations, resourceClass);
  const [vcpus, pcpus, memoryMib, diskGib] = [of('VCPU'), of('PCPU'), of('MEMORY_MB'), of('DISK_GB')];
  if (vcpus === null && pcpus === null && memoryMib === null && diskGib === null) return null;
  return { vcpus: vcpus ?? 0, pcpus: pcpus ?? 0, memoryMib: memoryMib ?? 0, diskGib: diskGib ?? 0 };
}

/**
 * A server that runs may have been built by rules that Nova has no more, so what it refuses today is read as far as the
 * topology tells: what is pinned is PCPU.
 */
function flavorAmounts(server: CloudServer, guest: GuestTopology | null, topology: ServerTopology | null): Amounts {
  const flavor = flavorOf(server);
  const { vcpus, pcpus, memoryMib, diskGib }: ComputeAmounts = placementAmounts(flavor, guest);
  const amounts = { vcpus, pcpus, memoryMib, diskGib: diskGib ?? 0 };
  if (guest !== null || topology === null || pcpus > 0) return amounts;
  const pinned = topology.cells.reduce((sum, { pinning }) => sum + Object.keys(pinning).length, 0);
  return { ...amounts, pcpus: pinned, vcpus: Math.max(0, amounts.vcpus - pinned) };
}

function guestOf(server: CloudServer): GuestTopology | null {
  const result = guestTopologyOf(flavorOf(server), { osId: null, properties: server.imageProperties ?? {} });
  return result.ok ? result.topology : null;
}

/** Disk as Nova asks Placement for it: ephemeral and swap too, and no root disk for a server that boots from a volume. */
function flavorOf({ flavor, imageId }: CloudServer) {
  const { vcpus, ramMib, diskGib, ephemeralGib, swapMib, extraSpecs } = flavor;
  const root = imageId === null ? 0 : diskGib;
  return { vcpus, ramMib, diskGib: root + ephemeralGib + Math.ceil(swapMib / MIB_PER_GIB), extraSpecs };
}

function cellsOf(
  { cells, pageSizeKib }: ServerTopology,
  guest: GuestTopology | null,
  inventory: Inventory | null,
): readonly CellClaim[] {
  // Nova keeps the CPU of an isolated emulator thread beside the pinning of guest cell 0, and shows it nowhere.
  const isolates = guest?.emulatorThreadsPolicy === 'isolate';
  return cells.flatMap((cell, nth) => {
    if (cell.hostNode === null || cell.hostNode < 0) return [];
    const pinnedCpus = pinnedBy(cell);
    return {
      hostNode: cell.hostNode,
      sharedVcpus: Math.max(0, cell.vcpus.length - Object.keys(cell.pinning).length),
      pinnedCpus,
      ...(isolates && nth === 0 && pinnedCpus.length > 0 ? { unknownPinnedCpus: 1 } : {}),
      memoryMib: cell.memoryMib,
      pageSizeKib: pageSize(pageSizeKib, cell.hostNode, inventory),
    };
  });
}

function pinnedBy({ pinning }: ServerCell): readonly number[] {
  return [...new Set(Object.values(pinning))].sort((a, b) => a - b);
}

/**
 * Null for a guest that asked for no page size, and below zero (`small`, `large`, `any`) as long as no host was chosen
 * (`nova/virt/hardware.py MEMPAGES_SMALL`): both are counted on the smallest pages, as Nova does.
 */
function pageSize(told: number | null, hostNode: number, inventory: Inventory | null): number {
  if (told !== null && told > 0) return told;
  const pools = inventory?.numaNodes.find(({ id }) => id === hostNode)?.pages ?? [];
  const base = pools.find(({ sizeKib }) => sizeKib <= LARGEST_BASE_PAGE_KIB);
  return base?.sizeKib ?? BASE_PAGE_KIB;
}
