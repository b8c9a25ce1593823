import type { CpuSet } from '../inventory/cpu-set';

/** What one reservation takes of one NUMA node of its host. */
export interface CellClaim {
  /** Kernel id of the host's NUMA node. */
  readonly hostNode: number;
  /** Unpinned vCPUs that float over the node's shared CPUs. */
  readonly sharedVcpus: number;
  /** Host CPUs taken by pinned vCPUs and by an isolated emulator thread. */
  readonly pinnedCpus: CpuSet;
  /**
   * More CPUs of the node that are taken, though nobody tells which: Nova's API does not name the one that an isolated
   * emulator thread has. Left out: none.
   */
  readonly unknownPinnedCpus?: number;
  readonly memoryMib: number;
  /** Size of the pages that back the memory; the host's smallest when the flavor asks for none. */
  readonly pageSizeKib: number;
}

export type DeviceKind = 'vf' | 'pf' | 'pci';

/** One device that a reservation holds. */
export interface DeviceClaim {
  readonly kind: DeviceKind;
  readonly address: string;
  /** The PF that carries a VF; the PF itself for kind `pf`; null for another PCI device. */
  readonly pfAddress: string | null;
  /** What the request asked the device to carry, Mbit/s; 0 when it did not say. */
  readonly bandwidthMbps: number;
  /** The same for packets, kpps. */
  readonly packetRateKpps: number;
}

/** Where a device is that is held without its address being known. */
export interface DeviceSpot {
  /** `vf`: one of the VFs of the function at `address`; `device`: the device at `address` itself. */
  readonly kind: 'vf' | 'device';
  readonly address: string;
}

/**
 * Devices that a server holds somewhere among these: Placement tells of a device by alias the PF that it belongs to, and
 * without Placement's PCI providers Nova's API tells no more than how many the flavor asks for.
 */
export interface DevicesSomewhere {
  readonly count: number;
  /** In the order in which they are taken for held. More than one: where they are is assumed. */
  readonly among: readonly DeviceSpot[];
}

/**
 * Everything one live reservation (`reserved`, `confirmed` or `orphaned`) takes of its host; or one server that Nova runs
 * there and that the advisor did not place.
 */
export interface HostClaim {
  /** Id of the reservation; of a server that is not the advisor's, the server's own. */
  readonly reservationId: string;
  /** Set for a server that the advisor did not place. */
  readonly isForeign?: true;
  readonly projectId: string;
  /** vCPUs counted against Placement's VCPU inventory. */
  readonly vcpus: number;
  /** vCPUs counted against Placement's PCPU inventory, an isolated emulator thread included. */
  readonly pcpus: number;
  readonly memoryMib: number;
  readonly diskGib: number;
  /** Empty for a VM without guest NUMA topology: Nova counts those against no cell (handbook 3.7, step 0). */
  readonly cells: readonly CellClaim[];
  readonly devices: readonly DeviceClaim[];
  /** Devices held beside those, whose addresses are not known. Left out: none. */
  readonly somewhere?: readonly DevicesSomewhere[];
  /** Server group the VM belongs to; null for none. */
  readonly groupId: string | null;
}
