/** A set of {@link ASPECT}s, one bit each: it is compared for every host and every set of concessions. */
export type Aspects = number;

/** What concessions change and rules read, cut so finely that most concessions are of no account to most refusals. */
export const ASPECT = {
  namedHosts: 1 << 0,
  hostState: 1 << 1,
  availabilityZone: 1 << 2,
  aggregates: 1 << 3,
  serverGroup: 1 << 4,
  /** Size of the flavor. */
  vcpus: 1 << 5,
  memory: 1 << 6,
  diskSpace: 1 << 7,
  /** CPU policies, guest NUMA nodes and page size in the flavor. */
  cpuPolicy: 1 << 8,
  guestNodes: 1 << 9,
  pageSize: 1 << 10,
  numaPolicy: 1 << 11,
  image: 1 << 12,
  isolation: 1 << 13,
  migration: 1 << 14,
  /** `paths` of NICs and disks. */
  paths: 1 << 15,
  bandwidth: 1 << 16,
  /** IOMMU of a host, and the groups that it makes. */
  iommu: 1 << 17,
  vhost: 1 << 18,
  bridges: 1 << 19,
  pfNetwork: 1 << 20,
  eswitch: 1 << 21,
  link: 1 << 22,
  /** VFs that there are, their state, and who holds them or their PF. */
  vfs: 1 << 23,
  pciDevices: 1 << 24,
  hostPages: 1 << 25,
} as const;

/** For what is not known to read less. */
export const EVERY_ASPECT: Aspects = Object.values(ASPECT).reduce((all, aspect) => all | aspect, 0);

/** What no guest NUMA fit, no device's place and no combination of paths depends on. */
const NOT_ON_THE_HOST: Aspects =
  ASPECT.namedHosts |
  ASPECT.hostState |
  ASPECT.availabilityZone |
  ASPECT.aggregates |
  ASPECT.serverGroup |
  ASPECT.diskSpace;

/** What may decide whether guest and devices go together on a host that no single rule refuses. */
export const PLACEMENT_ASPECTS: Aspects = EVERY_ASPECT & ~NOT_ON_THE_HOST;

/** The same for a guest that floats over the host: nodes and their pages are of no account to it, nor is its size. */
export const FLOATING_PLACEMENT_ASPECTS: Aspects =
  PLACEMENT_ASPECTS &
  ~(
    ASPECT.vcpus |
    ASPECT.memory |
    ASPECT.cpuPolicy |
    ASPECT.guestNodes |
    ASPECT.pageSize |
    ASPECT.numaPolicy |
    ASPECT.hostPages
  );

/** What Nova makes of flavor and image together: the guest's NUMA topology, or a refusal. */
const GUEST: Aspects =
  ASPECT.vcpus |
  ASPECT.memory |
  ASPECT.cpuPolicy |
  ASPECT.guestNodes |
  ASPECT.pageSize |
  ASPECT.numaPolicy |
  ASPECT.image;

/**
 * What each feasibility rule reads, by its name, of the aspects that concessions change. A rule that is not listed counts
 * as reading everything: it makes the search slower and never wrong. That the list is right is held by the property that
 * compares the search with brute force.
 */
export const READ_BY_RULE: Readonly<Record<string, Aspects>> = {
  'named-hosts': ASPECT.namedHosts,
  'host-active': ASPECT.hostState,
  'facts-age': 0,
  'compute-service': 0,
  'availability-zone': ASPECT.availabilityZone,
  aggregates: ASPECT.aggregates,
  'server-group': ASPECT.serverGroup,
  traits: GUEST,
  'custom-resources': 0,
  'cpu-capacity': ASPECT.vcpus | ASPECT.cpuPolicy,
  'memory-capacity': ASPECT.memory,
  'disk-capacity': ASPECT.diskSpace,
  isolation: ASPECT.isolation,
  'nic-migration-need': ASPECT.migration,
  'guest-nic-driver': ASPECT.image,
  'image-vif-model': ASPECT.image,
  'tunnelled-network': 0,
  'trusted-port': 0,
  'socket-port-policy': ASPECT.numaPolicy,
  'mechanism-driver': 0,
  'shared-memory': GUEST,
  'locked-memory': GUEST,
  'flavor-agrees': GUEST,
  'nic-iommu': ASPECT.iommu,
  'vhost-available': ASPECT.vhost,
  'vhost-user': 0,
  'vhost-vdpa': 0,
  'bridge-on-network': ASPECT.bridges,
  'network-agent': 0,
  'hardware-offload': ASPECT.bridges,
  'host-versions': 0,
  'uplink-speed': ASPECT.bandwidth | ASPECT.bridges,
  'pf-physical-network': ASPECT.pfNetwork,
  'nova-addressable': 0,
  'guest-vf-driver': ASPECT.image,
  'eswitch-mode': ASPECT.eswitch,
  'link-up': ASPECT.link,
  'link-speed': ASPECT.bandwidth,
  'link-budget': ASPECT.bandwidth | ASPECT.vfs,
  'nic-quarantine': ASPECT.vfs,
  'pf-vf-exclusion': ASPECT.vfs,
  'free-vf': ASPECT.vfs,
  'nic-iommu-group': ASPECT.iommu | ASPECT.vfs,
  'tenant-pf': ASPECT.isolation | ASPECT.vfs,
  'disk-migration-need': ASPECT.migration,
  'guest-disk-driver': ASPECT.image,
  'image-disk-bus': ASPECT.image,
  'root-disk': 0,
  'disk-iommu': ASPECT.iommu,
  'storage-device': 0,
  'device-type': 0,
  'device-alias': ASPECT.pciDevices | ASPECT.vfs,
  'known-pf': 0,
  'disk-nova-addressable': 0,
  'host-needs-it': 0,
  'disk-iommu-group': ASPECT.iommu,
  'disk-quarantine': ASPECT.pciDevices | ASPECT.vfs,
};

/** What a rule reads: as long as none of it changes, the rule says what it said. */
export function readBy(rule: { readonly name: string }): Aspects {
  return READ_BY_RULE[rule.name] ?? EVERY_ASPECT;
}
