/**
 * What the cloud's own services say of hosts, servers and networks, in the domain's form: one record for one document of
 * their APIs. `null` means "not told". Names are Nova's, Placement's and Neutron's.
 */

/** One `nova-compute` of `GET /os-services?binary=nova-compute`. */
export interface ComputeService {
  readonly id: string;
  /** Nova's host name; Placement's root provider is named by the hypervisor's, which can differ (handbook 6.4). */
  readonly host: string;
  readonly zone: string | null;
  readonly status: 'enabled' | 'disabled';
  readonly state: 'up' | 'down';
  readonly disabledReason: string | null;
  readonly updatedAtMs: number | null;
}

/** One of `GET /os-hypervisors/detail`; its id is that of its resource provider. */
export interface Hypervisor {
  readonly id: string;
  readonly hostname: string;
  /** Nova's host name of the service that runs it. */
  readonly host: string;
  readonly type: string | null;
  readonly version: number | null;
  readonly state: 'up' | 'down';
  readonly status: 'enabled' | 'disabled';
}

/** One of `GET /os-aggregates`. Members are Nova's host names. */
export interface HostAggregate {
  readonly uuid: string;
  readonly name: string;
  readonly availabilityZone: string | null;
  readonly hosts: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** A flavor as `GET /servers` embeds it from 2.47 on: without an id, the name it had when the server was built. */
export interface EmbeddedFlavor {
  readonly name: string;
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
  readonly ephemeralGib: number;
  readonly swapMib: number;
  readonly extraSpecs: Readonly<Record<string, string>>;
}

/** One of `GET /servers/detail?all_tenants=1`, as an administrator sees it. */
export interface CloudServer {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly userId: string | null;
  /** Nova's: `ACTIVE`, `BUILD`, `ERROR`, `SHUTOFF`, `VERIFY_RESIZE`, `SHELVED_OFFLOADED` … */
  readonly status: string;
  readonly taskState: string | null;
  /** Nova's host name; null while it is on none. */
  readonly host: string | null;
  readonly hypervisorHostname: string | null;
  readonly flavor: EmbeddedFlavor;
  /** Null before microversion 2.98, and for a server that boots from a volume. */
  readonly imageProperties: Readonly<Record<string, string>> | null;
  readonly imageId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Of a server in `ERROR`. */
  readonly faultMessage: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** `GET /servers/{id}/topology` (2.78, administrator). */
export interface ServerTopology {
  readonly pageSizeKib: number | null;
  readonly cells: readonly ServerCell[];
}

export interface ServerCell {
  readonly vcpus: readonly number[];
  readonly memoryMib: number;
  /** Null for callers who may not see hosts. */
  readonly hostNode: number | null;
  /** Guest vCPU -> host CPU. */
  readonly pinning: Readonly<Record<string, number>>;
}

/** One of Placement's `GET /resource_providers`. */
export interface ResourceProvider {
  readonly uuid: string;
  readonly name: string;
  readonly generation: number;
  readonly parentUuid: string | null;
  readonly rootUuid: string;
}

export interface ProviderInventory {
  readonly total: number;
  readonly reserved: number;
  readonly allocationRatio: number;
}

/** What Placement knows of one provider. Keys are resource classes. */
export interface ProviderFacts {
  readonly inventories: Readonly<Record<string, ProviderInventory>>;
  readonly traits: readonly string[];
  readonly aggregates: readonly string[];
  readonly usages: Readonly<Record<string, number>>;
}

/** What one consumer holds of one provider: resource class -> amount. */
export interface ProviderAllocation {
  readonly consumerId: string;
  readonly providerUuid: string;
  readonly resources: Readonly<Record<string, number>>;
}

/** One of Neutron's `GET /v2.0/agents`. */
export interface NetworkAgent {
  readonly id: string;
  /** `NIC Switch agent`, `Open vSwitch agent`, `OVN Controller agent` … */
  readonly agentType: string;
  readonly host: string;
  readonly alive: boolean;
  readonly adminStateUp: boolean;
  /** `device_mappings` of a NIC Switch agent: physical network -> interface names. */
  readonly deviceMappings: Readonly<Record<string, readonly string[]>>;
  /** `bridge_mappings`: physical network -> bridge. */
  readonly bridgeMappings: Readonly<Record<string, string>>;
  readonly heartbeatAtMs: number | null;
}

/** One of `GET /v2.0/networks`; a network of several segments has one entry a segment. */
export interface CloudNetwork {
  readonly id: string;
  readonly name: string;
  readonly projectId: string | null;
  readonly shared: boolean;
  readonly external: boolean;
  readonly mtu: number | null;
  readonly segments: readonly NetworkSegment[];
}

export interface NetworkSegment {
  /** `flat`, `vlan`, `vxlan`, `geneve` …; null for callers who may not see providers. */
  readonly networkType: string | null;
  readonly physicalNetwork: string | null;
  readonly segmentationId: number | null;
}

/** One of `GET /v2.0/ports`. */
export interface CloudPort {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly networkId: string;
  /** The server's id; empty while it is nobody's. */
  readonly deviceId: string;
  readonly deviceOwner: string;
  readonly hostId: string | null;
  readonly vnicType: string;
  /** `pci_slot` of a bound SR-IOV port; null for one without. */
  readonly pciSlot: string | null;
  /** The whole `binding:profile`. */
  readonly bindingProfile: Readonly<Record<string, unknown>>;
  /** `bound` kinds as Neutron names them (`hw_veb`, `ovs`), `unbound`, `binding_failed`. */
  readonly vifType: string | null;
  readonly physicalNetwork: string | null;
  readonly status: string;
  readonly updatedAtMs: number | null;
}

/** One of `GET /flavors/detail`. */
export interface CloudFlavor {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
  readonly ephemeralGib: number;
  readonly swapMib: number;
  readonly isPublic: boolean;
  readonly isDisabled: boolean;
  readonly extraSpecs: Readonly<Record<string, string>>;
}

/** One of Glance's `GET /v2/images`. */
export interface CloudImage {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly visibility: string;
  readonly minDiskGib: number;
  readonly minRamMib: number;
  /** Everything beside Glance's own attributes, as strings. */
  readonly properties: Readonly<Record<string, string>>;
}

/** A server with all that three services say of it: what one synchronisation learns of one VM. */
export interface ObservedServer {
  readonly server: CloudServer;
  /** Null where Nova keeps none: a guest without NUMA topology. */
  readonly topology: ServerTopology | null;
  /** Ports whose `device_id` it is. */
  readonly ports: readonly CloudPort[];
  /** What Placement holds for it; null when Placement was not asked or did not answer. */
  readonly allocations: readonly ProviderAllocation[] | null;
}
