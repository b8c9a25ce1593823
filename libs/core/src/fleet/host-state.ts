import type { CpuSet } from '../inventory/cpu-set';
import type { FactAge } from './fact-age';
import type { HostFacets } from './facets';
import type { HostClaim } from './host-claims';
import type { Inventory, PciDevice, PhysicalFunction, VirtualFunction } from '../inventory/inventory';
import type { VfSupply } from './vf-demand';

export type HostAdminState = 'active' | 'draining' | 'disabled';

/** One host as the planner sees it: its inventory with every live claim already taken off. */
export interface HostState {
  readonly hostName: string;
  readonly state: HostAdminState;
  /** The generation that API clients see; moves with the inventory and the administrative state. */
  readonly generation: number;
  /** Moves with every change of the host or its claims; a commit names the one it planned on. */
  readonly version: number;
  /** Content hash of inventory, state and claims; equal content gives equal digests on every installation. */
  readonly digest: string;
  readonly inventory: Inventory;
  readonly inventoryHash: string;
  /** The live claims that were taken off. */
  readonly claims: readonly HostClaim[];
  /** Addresses of the devices that the ledger keeps in quarantine. */
  readonly quarantined: readonly string[];
  readonly capacity: ComputeAmounts;
  readonly free: ComputeAmounts;
  /** One a NUMA node, in the document's order. */
  readonly cells: readonly CellState[];
  readonly pfs: readonly PfState[];
  /** IOMMU groups that hold more than one device of this host. */
  readonly sharedIommuGroups: ReadonlySet<number>;
  /** PCI devices that nobody holds, and none of whose VFs, nor whose PF, anybody holds; none in quarantine. */
  readonly freePciDevices: readonly PciDevice[];
  /** PCI devices that would be free but for a quarantine: their own, their PF's or a VF's of theirs. */
  readonly quarantinedPciDevices: readonly PciDevice[];
  /** Server groups with a live VM here, and how many. */
  readonly groups: ReadonlyMap<string, number>;
  /** Free VFs of this host. */
  readonly vfSupply: VfSupply;
  /** Physical networks that a PF or a bridge of this host reaches, lower-cased (Nova compares so). */
  readonly physicalNetworks: ReadonlySet<string>;
  /** Names the parameters of the performance model that predict this host's devices; empty: those of all hosts. */
  readonly modelKey: string;
  /** How old what is known of it is; the older, the less its score. */
  readonly factAge: FactAge;
  /** What paths, fit and scores read of this host: hosts with equal facets get equal answers. */
  readonly facets: HostFacets;
}

/** Amounts in Placement's terms, allocation ratios and reservations applied. */
export interface ComputeAmounts {
  readonly vcpus: number;
  readonly pcpus: number;
  readonly memoryMib: number;
  /** Null when the host's disk is not known. */
  readonly diskGib: number | null;
}

/** One NUMA node in the form that Nova's fit works on (`nova/objects/numa.py NUMACell`). */
export interface CellState {
  readonly id: number;
  readonly socket: number | null;
  /** CPUs that unpinned vCPUs may float on. */
  readonly sharedCpus: CpuSet;
  /** CPUs that may be pinned. */
  readonly dedicatedCpus: CpuSet;
  /** Dedicated CPUs that nobody holds. */
  readonly freeDedicatedCpus: CpuSet;
  /** SMT sibling groups over shared and dedicated CPUs; single CPUs are groups of one. */
  readonly siblings: readonly CpuSet[];
  readonly memoryMib: number;
  /** Memory of NUMA-aware guests on this node, whatever their page size. */
  readonly memoryUsedMib: number;
  /** Unpinned vCPUs of NUMA-aware guests on this node. */
  readonly sharedVcpusUsed: number;
  /** Page pools, smallest size first. */
  readonly pages: readonly CellPages[];
  /** SLIT distances from this node, by node id; empty when not known. */
  readonly distances: ReadonlyMap<number, number>;
}

export interface CellPages {
  readonly sizeKib: number;
  readonly total: number;
  readonly used: number;
}

/** A PF with what is left of it. */
export interface PfState {
  readonly pf: PhysicalFunction;
  /** VFs that are `available` in the inventory and held by nobody, lowest index first. */
  readonly freeVfs: readonly VirtualFunction[];
  /**
   * Those of `freeVfs` that VFIO can give away: without a vDPA device (Nova then offers them as such only), and known to
   * be alone in their IOMMU group, for VFIO gives groups away as a whole.
   */
  readonly usableVfs: readonly VirtualFunction[];
  /** Those of `freeVfs` that have a network interface on the host. */
  readonly netdevVfs: readonly VirtualFunction[];
  /** Those of `freeVfs` with a vDPA device, known to be alone in their IOMMU group. */
  readonly vdpaVfs: readonly VirtualFunction[];
  /** VFs of this host on the PF's physical network and NUMA node, its own included. */
  readonly vfPool: { readonly free: number; readonly all: number };
  /** True when the whole PF can be given away: nobody holds it, no VF of it is held or in use, nothing in quarantine. */
  readonly wholeIsFree: boolean;
  /** True when the PF itself is held, so that none of its VFs may be given. */
  readonly wholeIsTaken: boolean;
  /** True when a VF is held, or the host uses it. */
  readonly vfInUse: boolean;
  /** True when the ledger keeps the PF itself in quarantine, and its VFs with it. */
  readonly inQuarantine: boolean;
  /** How many of its VFs the ledger keeps in quarantine. */
  readonly vfsInQuarantine: number;
  /** Mbit/s that live claims asked of this PF. */
  readonly bandwidthClaimedMbps: number;
  /** kpps that live claims asked of this PF. */
  readonly packetRateClaimedKpps: number;
  /** Held VFs for which nobody stated a bandwidth: they may take all the link has. */
  readonly bestEffortVfs: number;
  /** How many VFs are held by live claims. */
  readonly vfsTaken: number;
  /** Those of them that servers hold which the advisor did not place. */
  readonly vfsOfServers: number;
  /** True when such a server holds the PF itself. */
  readonly wholeIsOfServer: boolean;
  /** Projects that hold a VF of this PF. */
  readonly tenants: ReadonlySet<string>;
  /** IOMMU groups of this host that hold more than one device, among those of this PF and its VFs. */
  readonly sharedIommuGroups: ReadonlySet<number>;
  /** Everything above but `tenants`, PCI addresses and names: PFs with equal facets get equal answers. */
  readonly facet: string;
}
