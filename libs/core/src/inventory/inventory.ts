import type { CpuSet } from './cpu-set';

/**
 * What is known of one host, in the domain's own form. The wire form is snake_case (contract,
 * "Inventory document"); `null` always means "not known", and unknown is never taken for yes.
 */
export interface Inventory {
  /** When the facts were observed, milliseconds since the epoch; null when the source did not say. */
  readonly observedAtMs: number | null;
  /** Who observed them: `collector`, `libvirt`, `operator` … */
  readonly source: string | null;
  readonly availabilityZone: string | null;
  readonly aggregates: readonly string[];
  readonly rack: string | null;
  readonly versions: {
    readonly kernel: string | null;
    readonly qemu: string | null;
    readonly libvirt: string | null;
    /** Left out: not known, or no Open vSwitch there. */
    readonly openvswitch?: string;
  };
  readonly cpu: {
    readonly arch: string | null;
    readonly model: string | null;
    readonly apicv: boolean | null;
    readonly postedInterrupts: boolean | null;
    /** CPUs that the kernel schedules nothing on by itself (`/sys/devices/system/cpu/isolated`). Left out: not known. */
    readonly isolatedCpus?: CpuSet;
    /** Left out: not known. */
    readonly smtActive?: boolean;
  };
  /** `/proc/cmdline`. Left out: not known. */
  readonly kernelCommandLine?: string;
  /** Whether `/dev/vfio/vfio` opens. Left out: not known. */
  readonly vfio?: boolean;
  readonly iommu: { readonly enabled: boolean | null; readonly passthrough: boolean | null };
  /** Whether each vhost back end can be used: `/dev/vhost-net`, an OVS-DPDK datapath, vhost-vdpa. */
  readonly vhost: { readonly net: boolean | null; readonly user: boolean | null; readonly vdpa: boolean | null };
  /** Nova's `cpu_allocation_ratio`, `ram_allocation_ratio`, `disk_allocation_ratio`. */
  readonly allocationRatios: { readonly cpu: number; readonly ram: number; readonly disk: number };
  /** Nova's `reserved_host_cpus`, `reserved_host_memory_mb`, `reserved_host_disk_mb`. */
  readonly reserved: { readonly cpus: number; readonly memoryMib: number; readonly diskGib: number };
  /** Nova's `[compute]cpu_dedicated_set`; null when it is not set. */
  readonly cpuDedicatedSet: CpuSet | null;
  /** Nova's `[compute]cpu_shared_set`; null when it is not set. */
  readonly cpuSharedSet: CpuSet | null;
  /** Local disk for instances; null when not known (or when instances live on volumes only). */
  readonly localDisk: LocalDisk | null;
  readonly numaNodes: readonly NumaNode[];
  readonly pfs: readonly PhysicalFunction[];
  readonly pciDevices: readonly PciDevice[];
  readonly bridges: readonly Bridge[];
  /**
   * Nova's `[neutron_physnet_X]numa_nodes` and `[neutron_tunnel]numa_nodes`: where the bridges of a network keep their
   * threads. A network that is not named has no affinity.
   */
  readonly networkNumaAffinity: readonly NetworkNumaAffinity[];
  /** Nova's `[compute]packing_host_numa_cells_allocation_strategy`; false, the default since Zed, spreads. */
  readonly packingHostNumaCellsAllocationStrategy: boolean;
  /** Nova's `[libvirt]file_backed_memory`: guest memory is shared without huge pages. */
  readonly fileBackedMemory: boolean;
  /** Nova's `[libvirt]max_queues`; null when it is not set. */
  readonly maxQueues: number | null;
  /** Traits of the compute node's resource provider; null when they are not known. */
  readonly traits: readonly string[] | null;
  /** What Nova says of the host's `nova-compute`. Left out: nobody asked Nova, and then no rule refuses for it. */
  readonly computeService?: ComputeServiceState;
  /** Neutron's agents on the host; empty: there are none. Left out: nobody asked Neutron, and then no rule refuses for it. */
  readonly networkAgents?: readonly HostNetworkAgent[];
  /** What Placement counts, for a host whose NUMA nodes nobody described. Left out where they are. */
  readonly totals?: HostTotals;
  /** Services of the cloud that facts of this inventory come from. Left out: none. */
  readonly cloudSources?: readonly CloudSource[];
  /** Who told which fact, where several sources were laid over each other. Left out: all is of `source`. */
  readonly factSources?: readonly ToldFact[];
  /** What who looked could not see, and why. Left out: nothing to tell. */
  readonly unseen?: readonly UnseenFact[];
  /** What nobody saw and was inferred. Left out: nothing. */
  readonly assumed?: readonly AssumedFact[];
}

/** Facts are named as paths of the document without positions: `numa_nodes`, `pfs.vfs`, `vhost.net`. */
export interface ToldFact {
  readonly fact: string;
  /** `collector`, `libvirt`, `sriov-nodestate` … */
  readonly source: string;
}

/**
 * `not_told`: the source's format has no place for it, or left it empty; `no_permission`: it is there and may not be read;
 * `unreadable`: it is there and makes no sense; `tool_missing`: the program that would tell is not installed.
 */
export const UNSEEN_REASONS = ['not_told', 'no_permission', 'unreadable', 'tool_missing'] as const;
export type UnseenReason = (typeof UNSEEN_REASONS)[number];

export interface UnseenFact {
  readonly fact: string;
  readonly reason: UnseenReason;
  /** In words: which file, which program. */
  readonly detail: string;
}

export interface AssumedFact {
  /** A fact, or a thing: `pfs/0000:05:00.0/vfs`. */
  readonly fact: string;
  /** In words, with where the rule comes from. */
  readonly why: string;
}

/** A service of the cloud as a source of facts on hosts. */
export const CLOUD_SOURCES = ['nova', 'placement', 'neutron'] as const;
export type CloudSource = (typeof CLOUD_SOURCES)[number];

export interface ComputeServiceState {
  readonly status: 'enabled' | 'disabled';
  /** `absent`: Nova knew it once and does so no more. */
  readonly state: 'up' | 'down' | 'absent';
  readonly disabledReason: string | null;
}

/** One of Neutron's agents on a host, without what tells one host's from another's. */
export interface HostNetworkAgent {
  /** `NIC Switch agent`, `Open vSwitch agent`, `OVN Controller agent` … */
  readonly agentType: string;
  readonly alive: boolean;
  readonly adminStateUp: boolean;
  /** Physical networks that its devices or bridges are mapped to. */
  readonly physicalNetworks: readonly string[];
}

/** Totals as Placement has them, before reservations and ratios. */
export interface HostTotals {
  readonly vcpus: number;
  readonly pcpus: number;
  readonly memoryMib: number;
}

export interface NetworkNumaAffinity {
  /** Null for tunnelled networks. */
  readonly physicalNetwork: string | null;
  readonly numaNodes: readonly number[];
}

export interface LocalDisk {
  readonly totalGib: number;
  readonly kind: DiskKind;
}

export type DiskKind = 'nvme' | 'ssd' | 'hdd';

export interface NumaNode {
  /** The kernel's node id; ids may be sparse. */
  readonly id: number;
  readonly socket: number | null;
  readonly cpus: CpuSet;
  /** SMT sibling groups; a CPU that no group names is a core of its own. */
  readonly siblings: readonly CpuSet[];
  /** Null when it is not known; the planner then gives none of it. */
  readonly memoryMib: number | null;
  /** SLIT distances to every node, in the order of the document's `numa_nodes`; empty when not known. */
  readonly distances: readonly number[];
  readonly pages: readonly PagePool[];
}

export interface PagePool {
  readonly sizeKib: number;
  readonly total: number;
  /** Pages that were free when last looked: what was seen, no content of the inventory. Left out: not known. */
  readonly free?: number;
}

export type LinkState = 'up' | 'down' | 'unknown';
export type EswitchMode = 'legacy' | 'switchdev';
export type VfState = 'available' | 'in_use_externally' | 'unhealthy' | 'quarantined';

/** An SR-IOV capable (or plain) NIC function: what Nova calls type-PF. */
export interface PhysicalFunction {
  /** Canonical PCI address: `0000:3b:00.0`, domain of 4 to 8 hex digits. */
  readonly address: string;
  readonly ifname: string | null;
  readonly vendorId: string;
  readonly productId: string;
  readonly driver: string | null;
  /** Null when sysfs says -1: not known. */
  readonly numaNode: number | null;
  readonly physicalNetwork: string | null;
  readonly linkSpeedMbps: number | null;
  readonly linkState: LinkState;
  readonly mtu: number | null;
  /** Queue pairs that are on now. */
  readonly combinedQueues: number | null;
  /** Queue pairs that it can have (`ethtool -l`, pre-set maximums). Left out: not known. */
  readonly combinedQueuesMax?: number;
  readonly eswitchMode: EswitchMode | null;
  /** Whether it takes flows over from the kernel (`ethtool -k`, hw-tc-offload). Left out: not known. */
  readonly hwTcOffload?: boolean;
  /** `ethtool -i`. Left out: not known. */
  readonly firmwareVersion?: string;
  /** Interrupt vectors that its VFs share (`sriov_vf_total_msix`). Left out: not known. */
  readonly vfTotalMsix?: number;
  readonly totalVfs: number | null;
  readonly iommuGroup: number | null;
  readonly pcieRoot: string | null;
  /** Packets that its ports may be promised together, kpps; null when nobody set a budget. */
  readonly packetRateKpps: number | null;
  /** Nova's `one_time_use`, for the PF as a whole: once used, an operator has to clear it. Left out: no. */
  readonly oneTimeUse?: true;
  readonly vfs: readonly VirtualFunction[];
}

/** A virtual function of a PF: what Nova calls type-VF. */
export interface VirtualFunction {
  readonly index: number;
  readonly address: string;
  readonly vendorId: string;
  readonly productId: string;
  readonly driver: string | null;
  readonly iommuGroup: number | null;
  /** Queue pairs that are on now. */
  readonly queues: number | null;
  /** Queue pairs that it can have. Left out: not known. */
  readonly queuesMax?: number;
  /** Interrupt vectors that it has (`sriov_vf_msix_count`). Left out: not known. */
  readonly msixVectors?: number;
  /** Name of its interface while the host drives it. Left out: none, or not known. */
  readonly ifname?: string;
  /** Name of the vDPA device on it (`vdpa dev show`); null when there is none or it is not known. */
  readonly vdpaDevice: string | null;
  readonly state: VfState;
}

/** Nova's device types (`nova/objects/fields.py PciDeviceType`); a device with SR-IOV capability is type-PF even without VFs. */
export const PCI_DEVICE_TYPES = ['type-PCI', 'type-PF', 'type-VF'] as const;
export type PciDeviceType = (typeof PCI_DEVICE_TYPES)[number];

/** Another PCI device that may be passed through by alias: NVMe, HBA, GPU, or a VF of one. */
export interface PciDevice {
  readonly address: string;
  readonly vendorId: string;
  readonly productId: string;
  /** Class as the document names it: `nvme`, `hba`, `gpu` … */
  readonly deviceClass: string;
  /** Driver it is bound to. Left out: none, or not known. */
  readonly driver?: string;
  readonly deviceType: PciDeviceType;
  /** PCI address of the function it is a VF of; null unless `deviceType` is type-VF. */
  readonly pfAddress: string | null;
  readonly numaNode: number | null;
  readonly iommuGroup: number | null;
  /** The `[pci]alias` name under which a flavor can ask for it; null when no alias covers it. */
  readonly alias: string | null;
  /** True when the host itself needs it (its only disk controller, its root disk). */
  readonly hostInUse: boolean;
  /** Nova's `one_time_use`: once used, an operator has to clear it. Never of a VF. Left out: no. */
  readonly oneTimeUse?: true;
}

export interface Bridge {
  readonly name: string;
  readonly physicalNetwork: string | null;
  readonly datapath: 'system' | 'netdev';
  readonly uplinkMbps: number | null;
  /** Whether OVS offloads flows to the NIC (`other_config:hw-offload`); null when it is not known. */
  readonly hwOffload: boolean | null;
}
