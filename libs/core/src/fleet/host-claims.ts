import type { CpuSet } from '../inventory/cpu-set';

/** What one reservation takes of one NUMA node of its host. */
export interface CellClaim {
  /** Kernel id of the host's NUMA node. */
  readonly hostNode: number;
  /** Unpinned vCPUs that float over the node's shared CPUs. */
  readonly sharedVcpus: number;
  /** Host CPUs taken by pinned vCPUs and by an isolated emulator thread. */
  readonly pinnedCpus: CpuSet;
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

/** Everything one live reservation (`reserved`, `confirmed` or `orphaned`) takes of its host. */
export interface HostClaim {
  readonly reservationId: string;
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
  /** Server group the VM belongs to; null for none. */
  readonly groupId: string | null;
}
