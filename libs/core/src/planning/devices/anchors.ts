import type { HostState } from '../../fleet/host-state';
import type { PciDevice } from '../../inventory/inventory';
import type { GuestTopology } from '../../nova-fit/guest-topology';
import { hostFits, whyNoFit, type FitHost, type FitOrder, type HostFit } from '../../nova-fit/host-fit';
import { networkOutOfReach, type GuestNetworks } from '../../nova-fit/network-affinity';
import type { OpenStackRelease } from '../../nova/openstack-release';
import type { Rejection } from '../../feasibility/rejection';

/** Where the guest's NUMA nodes would come to lie on a host. */
export interface Anchor {
  readonly topology: GuestTopology | null;
  /** Null for a guest without NUMA topology, which floats over the whole host. */
  readonly fit: HostFit | null;
  /** Host nodes taken, one a guest node; null when floating. */
  readonly nodes: readonly number[] | null;
  /** False for a placement that Nova's scheduler accepts and its compute host cannot claim: the host is then out. */
  readonly isClaimable: boolean;
}

/** A guest that floats. */
const FLOATING: Anchor = { topology: null, fit: null, nodes: null, isClaimable: true };

/** The guest whose anchors are looked for. */
export interface AnchoredGuest {
  readonly topology: GuestTopology | null;
  readonly networks: GuestNetworks;
  /** Whether the VM asks for any PCI device, by flavor alias or by port. */
  readonly wantsPci: boolean;
  /** Whether a switch must be able to map the guest's memory; left out: not. */
  readonly sharesMemory?: boolean;
  /** True for a guest that Nova would not even try to place on the host; left out: it would. */
  readonly isRefused?: boolean;
}

/**
 * The placements of a guest on a host, in the order in which Nova would try them. Nova takes the first at which
 * the PCI requests can be met (handbook 3.7, step 5), and nobody can ask for a later one: neither may the planner.
 *
 * Each is looked for when somebody asks for it, and remembered: mostly the first will do, and a host with many nodes
 * has thousands.
 */
export class Anchors implements Iterable<Anchor> {
  private readonly found: Anchor[] = [];
  private readonly rest: Iterator<Anchor>;
  private isComplete = false;

  constructor(guest: AnchoredGuest, host: HostState, release: OpenStackRelease) {
    this.rest = anchorsOf(guest, host, release);
  }

  *[Symbol.iterator](): Generator<Anchor, void, undefined> {
    for (let at = 0; ; at++) {
      const anchor = this.at(at);
      if (anchor === null) return;
      yield anchor;
    }
  }

  isEmpty(): boolean {
    return this.at(0) === null;
  }

  some(suits: (anchor: Anchor) => boolean): boolean {
    for (const anchor of this) if (suits(anchor)) return true;
    return false;
  }

  /** Host nodes of any anchor, ascending. */
  nodes(): readonly number[] {
    const nodes = new Set<number>();
    for (const anchor of this) for (const node of anchor.nodes ?? []) nodes.add(node);
    return [...nodes].sort((a, b) => a - b);
  }

  private at(index: number): Anchor | null {
    while (this.found.length <= index && !this.isComplete) {
      const next = this.rest.next();
      if (next.done === true) this.isComplete = true;
      else this.found.push(next.value);
    }
    return this.found[index] ?? null;
  }
}

function* anchorsOf(
  { topology, networks, wantsPci, sharesMemory = false, isRefused = false }: AnchoredGuest,
  host: HostState,
  release: OpenStackRelease,
): Generator<Anchor, void, undefined> {
  if (isRefused) return;
  if (topology === null) {
    yield FLOATING;
    return;
  }
  if (!wantsPci && !passesFilter(topology, networks, host, release)) return;
  for (const fit of hostFits(topology, fitHost(host), claimOrder(host, wantsPci, release))) {
    const nodes = fit.cells.map((cell) => cell.hostNode);
    if (outOfReach(networks, host, nodes) !== null) continue;
    // Nova does not ask whether OVS-DPDK can map the pages that it picks: the guest boots without traffic.
    const isClaimable = fit.isClaimable && !(sharesMemory && hasBasePages(fit, host));
    // Without PCI requests nothing keeps Nova from this placement, so that none after it counts.
    if (!isClaimable && !wantsPci) return;
    yield { topology, fit, nodes, isClaimable };
  }
}

/**
 * Whether the scheduler lets a guest through that asks for no device. It walks the nodes in another order than the claim,
 * and with several guest nodes a walk can miss a fit that another finds: it takes a guest node that failed on a host node
 * for one that always does.
 */
function passesFilter(
  topology: GuestTopology,
  networks: GuestNetworks,
  host: HostState,
  release: OpenStackRelease,
): boolean {
  if (topology.cells.length === 1) return true;
  const order = { ...claimOrder(host, false, release), freePciByCell: freePciByCell(host) };
  if (order.freePciByCell.size === 0) return true;
  for (const { cells } of hostFits(topology, fitHost(host), order)) {
    const nodes = cells.map(({ hostNode }) => hostNode);
    if (outOfReach(networks, host, nodes) === null) return true;
  }
  return false;
}

/** Whether any of the guest's memory would lie in the smallest pages of the host, which are no huge pages. */
function hasBasePages(fit: HostFit, { cells }: HostState): boolean {
  const smallestKib = Math.min(...cells.map(({ pages }) => pages[0]?.sizeKib ?? Infinity));
  return fit.cells.some(({ pageSizeKib }) => pageSizeKib <= smallestKib);
}

/** Why a guest with this topology has no placement on the host, NUMA and networks alone considered. */
export function noAnchor(
  topology: GuestTopology,
  { networks, wantsPci }: Pick<AnchoredGuest, 'networks' | 'wantsPci'>,
  host: HostState,
  release: OpenStackRelease,
): Rejection {
  for (const fit of hostFits(topology, fitHost(host), claimOrder(host, wantsPci, release))) {
    const nodes = fit.cells.map((cell) => cell.hostNode);
    const far = outOfReach(networks, host, nodes);
    if (far === null) continue;
    return {
      code: 'network.numa_affinity',
      required: `a guest node on NUMA node ${far.numaNodes.join(' or ')}, near ${far.physicalNetwork ?? 'the tunnels'}`,
      available: `room for the guest on ${nodes.join(', ')}`,
    };
  }
  return whyNoFit(topology, fitHost(host), release);
}

function outOfReach(
  networks: GuestNetworks,
  { inventory, cells }: HostState,
  nodes: readonly number[],
): ReturnType<typeof networkOutOfReach> {
  if (inventory.networkNumaAffinity.length === 0) return null;
  return networkOutOfReach(
    networks,
    inventory.networkNumaAffinity,
    nodes,
    cells.map((cell) => cell.id),
  );
}

function fitHost(host: HostState): FitHost {
  const { cpu, ram } = host.inventory.allocationRatios;
  return { cells: host.cells, allocationRatios: { cpu, ram } };
}

const NO_DEVICES: ReadonlyMap<number, number> = new Map();

/**
 * Nova Zed and later spread NUMA guests over cells unless the operator sets the packing option. Where a guest really lies
 * is decided by the claim on the compute host, which looks at devices only for one that asks for some
 * (`nova/compute/claims.py _test_numa_topology`). The scheduler's filter sorts by them for every guest, but of its answer
 * only the host is kept: {@link passesFilter}.
 */
function claimOrder(host: HostState, wantsPci: boolean, release: OpenStackRelease): FitOrder {
  return {
    packing: host.inventory.packingHostNumaCellsAllocationStrategy,
    wantsPci,
    freePciByCell: wantsPci ? freePciByCell(host) : NO_DEVICES,
    release,
  };
}

/** A device that the host needs, or that nobody could ask for, is not among those that nova-compute offers. */
function isOffered({ alias, hostInUse }: PciDevice): boolean {
  return alias !== null && !hostInUse;
}

function freePciByCell(host: HostState): ReadonlyMap<number, number> {
  const free = new Map<number, number>();
  const add = (node: number | null, count: number): void => {
    if (node !== null && count > 0) free.set(node, (free.get(node) ?? 0) + count);
  };
  for (const { pf, freeVfs, wholeIsFree } of host.pfs) add(pf.numaNode, freeVfs.length + (wholeIsFree ? 1 : 0));
  for (const device of host.freePciDevices) if (isOffered(device)) add(device.numaNode, 1);
  return free;
}
