import type { HostState } from '../fleet/host-state';
import type { PciDevice } from '../inventory/inventory';
import type { GuestTopology } from '../nova-fit/guest-topology';
import { hostFits, whyNoFit, type FitHost, type FitOrder, type HostFit } from '../nova-fit/host-fit';
import type { OpenStackRelease } from '../nova/openstack-release';
import type { Rejection } from '../feasibility/rejection';

/** Where the guest's NUMA nodes would come to lie on a host. */
export interface Anchor {
  readonly topology: GuestTopology | null;
  /** Null for a guest without NUMA topology, which floats over the whole host. */
  readonly fit: HostFit | null;
  /** Host nodes taken, one a guest node; null when floating. */
  readonly nodes: readonly number[] | null;
}

/** A guest that floats. */
const FLOATING: Anchor = { topology: null, fit: null, nodes: null };

/**
 * How many of Nova's possible placements are tried for one host. Nova takes the first that also satisfies the
 * PCI requests; past this many the host is given up for the paths in question, which errs on the safe side.
 */
const MAX_FITS = 64;

/**
 * The placements of a guest on a host, in the order in which Nova would try them. Nova takes the first at which
 * the PCI requests can be met (handbook 3.7, step 5), and nobody can ask for a later one: neither may the planner.
 */
export function anchorsOf(
  topology: GuestTopology | null,
  host: HostState,
  wantsPci: boolean,
  release: OpenStackRelease,
): readonly Anchor[] {
  if (topology === null) return [FLOATING];
  const anchors: Anchor[] = [];
  for (const fit of hostFits(topology, fitHost(host), novaOrder(host, wantsPci, release))) {
    anchors.push({ topology, fit, nodes: fit.cells.map((cell) => cell.hostNode) });
    if (anchors.length === MAX_FITS) break;
  }
  return anchors;
}

/** Why a guest with this topology has no placement on the host, NUMA alone considered. */
export function noAnchor(topology: GuestTopology, host: HostState, release: OpenStackRelease): Rejection {
  return whyNoFit(topology, fitHost(host), release);
}

function fitHost(host: HostState): FitHost {
  const { cpu, ram } = host.inventory.allocationRatios;
  return { cells: host.cells, allocationRatios: { cpu, ram } };
}

/** Nova Zed and later spread NUMA guests over cells unless the operator sets the packing option, which no inventory tells. */
function novaOrder(host: HostState, wantsPci: boolean, release: OpenStackRelease): FitOrder {
  return { packing: false, wantsPci, freePciByCell: freePciByCell(host), release };
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
