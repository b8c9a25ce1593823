import type { VfKind } from '../fleet/vf-kinds';
import type { ByRelease } from '../nova/by-release';
import type { MigrationMechanism, NicPathName } from './io-path';

/** How strongly a path keeps one tenant's data path apart from the others', weakest first. */
export const NIC_ISOLATION_CLASSES = ['host_software', 'virtual_function', 'whole_device'] as const;
export type NicIsolationClass = (typeof NIC_ISOLATION_CLASSES)[number];

/** Neutron's default roles, by what each may write on a port (handbook 2.2). */
export type PortRole = 'member' | 'admin' | 'service';

/** One way to carry a NIC: what it needs, what it takes, how it moves, how OpenStack says it. One file each. */
export interface NicPath {
  readonly name: NicPathName;
  /** How packets travel, in a sentence. */
  readonly summary: string;
  /** Who decides that a port gets this path, and by what. */
  readonly chosenBy: string;
  /** What the path takes of the host for itself. */
  readonly takes: 'nothing' | 'vf' | 'pf';
  /** Which VFs of a PF serve it; null for paths that take none. */
  readonly vfKind: VfKind | null;
  readonly needs: NicPathNeeds;
  /** `hw_vif_model`; an image has one for all ports that read it. Null where Nova does not read it for the port. */
  readonly vifModel: 'e1000' | 'virtio' | null;
  /** Neutron's `binding:vnic_type`. */
  readonly vnicType: 'normal' | 'direct' | 'macvtap' | 'vdpa' | 'direct-physical';
  /** How the path is asked for, by release; what only NUMA policy, trust or multiqueue add is not in it. */
  readonly expression: ByRelease<NicExpression>;
  /** Queue pairs: Nova's multiqueue, the queues that the device has, or always one. */
  readonly queues: 'multiqueue' | 'device' | 'one';
  /** What raises the guest's interrupts: a thread of the host, or the device itself. */
  readonly interruptsFrom: 'host' | 'device';
  /** What a port's `trusted` does: Nova sets it on the VF, the guest has its rights anyway, or nothing. */
  readonly trust: 'set_by_nova' | 'inherent' | 'no_effect';
  readonly isolation: NicIsolationClass;
  /** What keeps tenants apart, and whether security groups hold. */
  readonly isolatedBy: string;
  /** What it uses up, in words. */
  readonly consumes: readonly string[];
  readonly migration: {
    readonly mechanism: MigrationMechanism;
    readonly conditions: readonly string[];
    /** What holds of it from a release on, beside the conditions. */
    readonly byRelease: ByRelease<string | null>;
  };
  /** What Nova and Neutron leave to chance or do not do; told with every port on this path. */
  readonly notes: readonly string[];
}

/** The gates of a path. What is not known of a host is never taken for there. */
export interface NicPathNeeds {
  /** Driver in the guest; `vf` and `pf` mean the vendor's own. */
  readonly guestDriver: 'e1000' | 'virtio_net' | 'vf' | 'pf';
  /** A working IOMMU, without which a device must not be given to a guest (VFIO, vhost-vdpa). */
  readonly iommu: boolean;
  /** `/dev/vhost-net`: must be there, must not be there, or does not matter. */
  readonly vhostNet: 'present' | 'absent' | 'any';
  /** An OVS-DPDK datapath in use. */
  readonly vhostUser: boolean;
  /** `/dev/vhost-vdpa-*`. */
  readonly vhostVdpa: boolean;
  /** A bridge on the port's network, by datapath: the kernel's (`system`) or OVS-DPDK's (`netdev`). */
  readonly bridge: 'kernel' | 'dpdk' | null;
  /** OVS hands flows to the NIC (`other_config:hw-offload`). */
  readonly hardwareOffload: boolean;
  /** Mode of the PF's embedded switch; null where there is no matter. */
  readonly eswitch: 'legacy' | 'switchdev' | null;
  readonly network: 'any' | 'flat_or_vlan';
  /** `shared`: huge pages or file-backed; `locked`: never swapped, so counted page by page. */
  readonly guestMemory: 'any' | 'shared' | 'locked';
  /** Oldest versions on the host; a version that is not known is not held against it. */
  readonly oldest: { readonly kernel?: string; readonly libvirt?: string; readonly qemu?: string };
  /** ML2 mechanism drivers that bind the port: one of them must be on. */
  readonly mechanismDrivers: ByRelease<readonly string[]>;
  /** What only people can see to, in words. */
  readonly alsoOnHost: readonly string[];
}

/** How a release is asked for a path. */
export interface NicExpression {
  /** Flavor extra specs without which the path does not work. */
  readonly extraSpecs: Readonly<Record<string, string>>;
  /** Port attribute `binding:profile`. */
  readonly bindingProfile: Readonly<Record<string, readonly string[]>>;
  /** A port attribute that says the same where Neutron has its extension; the port does without it elsewhere. */
  readonly attribute: {
    readonly name: 'hardware_offload_type';
    readonly value: 'switchdev';
    readonly extension: string;
    /** What to know of a port that has it, in place of the expression's own remark. */
    readonly remark: string;
  } | null;
  /** Role that may create the port so. */
  readonly role: PortRole;
  /** Which of several ways this is, and why; null where there is one way only. */
  readonly remark: string | null;
}

/** A port that its vnic_type (and the image) say all of. */
export const BY_VNIC_TYPE: NicExpression = {
  extraSpecs: {},
  bindingProfile: {},
  attribute: null,
  role: 'member',
  remark: null,
};

/** What every path that no bridge and no device concern has in common. */
export const NO_NEEDS = {
  iommu: false,
  vhostNet: 'any',
  vhostUser: false,
  vhostVdpa: false,
  bridge: null,
  hardwareOffload: false,
  eswitch: null,
  network: 'any',
  guestMemory: 'any',
  oldest: {},
  alsoOnHost: [],
} as const satisfies Partial<NicPathNeeds>;

/** Drivers that plug a port into a bridge of the host; Linux bridge was removed in 2025.1 (handbook 1.6). */
export const BRIDGE_DRIVERS: ByRelease<readonly string[]> = [
  { since: 'zed', is: ['openvswitch', 'ovn', 'linuxbridge'] },
  { since: '2025.1', is: ['openvswitch', 'ovn'] },
];

/** Drivers of Open vSwitch. */
export const OVS_DRIVERS: ByRelease<readonly string[]> = [{ since: 'zed', is: ['openvswitch', 'ovn'] }];

/** The driver that binds VFs and PFs by the switch in the NIC. */
export const SRIOV_DRIVER: ByRelease<readonly string[]> = [{ since: 'zed', is: ['sriovnicswitch'] }];

/** Said of every path on a VF (handbook 0.2, fact 3). */
export const VF_IS_PREDICTED =
  'nobody can ask Nova for a particular VF: the address is a prediction, kept in our ledger only';

/** Said of every port that sriovnicswitch binds (handbook 2.5). */
export const NO_SECURITY_GROUPS =
  'security groups are not enforced: the NIC checks MAC address and VLAN only (port_security_enabled is its spoof check)';
