import type { DiskPathName, NicPathName } from '../io-path/io-path';

/** PCI NUMA affinity as Nova and Neutron spell it (`hw:pci_numa_affinity_policy`, port `numa_affinity_policy`). */
export type NumaAffinityPolicy = 'required' | 'preferred' | 'legacy' | 'socket';

export type MigrationNeed = 'live_required' | 'live_preferred' | 'cold_ok';
export type IsolationNeed = 'shared' | 'dedicated_vf' | 'tenant_pf' | 'dedicated_device';
/** The profiles that come with the product; an operator may add others, under names of their own. */
export type BuiltInProfileName = 'balanced' | 'latency' | 'throughput' | 'density';
export type GroupPolicy = 'affinity' | 'anti-affinity' | 'soft-affinity' | 'soft-anti-affinity';

/** A tenant's request for one VM (or `count` alike), validated: what the planner takes. */
export interface VmRequest {
  readonly name: string;
  readonly projectId: string;
  /** How many VMs of this kind are wanted; all of them are placed, or none. */
  readonly count: number;
  readonly flavor: Flavor;
  /** Flavors that the cloud has: an equal one is used before another is created. Absent means none are known. */
  readonly existingFlavors?: readonly NamedFlavor[];
  readonly image: Image;
  readonly nics: readonly NicRequest[];
  readonly disks: readonly DiskRequest[];
  readonly migration: MigrationNeed;
  readonly isolation: IsolationNeed;
  /** Name of the profile that it is scored by. */
  readonly profile: string;
  /** Overrides the profile's weights, by score term; a term left out keeps the profile's weight. */
  readonly weights: Readonly<Record<string, number>> | null;
  readonly constraints: Constraints;
  /** Whether what is recommended is also reserved in the ledger. */
  readonly reserve: boolean;
  readonly reservationTtlS: number;
}

export interface Flavor {
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
  /** Nova flavor extra specs, values as strings. */
  readonly extraSpecs: Readonly<Record<string, string>>;
}

/** A flavor as a cloud has it. Swap and ephemeral disk are none: a flavor that has them is not listed. */
export interface NamedFlavor extends Flavor {
  readonly name: string;
}

export interface Image {
  /** libosinfo short id, e.g. `ubuntu24.04`; null when the caller does not say. */
  readonly osId: string | null;
  /** Glance image properties, values as strings. */
  readonly properties: Readonly<Record<string, string>>;
}

export interface LatencyNeed {
  readonly targetUs: number;
  /** 50, 99 or 99.9: anything above 0 and below 100 is read as the nearest of these at or above it. */
  readonly percentile: number;
}

export interface NicRequest {
  readonly name: string;
  /** Neutron's provider `physical_network`; null for a tunnelled network. */
  readonly physicalNetwork: string | null;
  readonly bandwidthMbps: number | null;
  readonly packetRateKpps: number | null;
  readonly latency: LatencyNeed | null;
  /** Narrows the candidates; null means every path of the catalogue. */
  readonly paths: readonly NicPathName[] | null;
  readonly numaAffinityPolicy: NumaAffinityPolicy | null;
  readonly trusted: boolean;
}

export interface DiskRequest {
  readonly name: string;
  readonly iops: number | null;
  readonly throughputMibps: number | null;
  readonly latency: LatencyNeed | null;
  readonly paths: readonly DiskPathName[] | null;
}

export interface Constraints {
  readonly availabilityZone: string | null;
  /** Null means any host. */
  readonly includeHosts: readonly string[] | null;
  readonly excludeHosts: readonly string[];
  /** The host must be in every one of these. */
  readonly aggregates: readonly string[];
  readonly group: { readonly id: string; readonly policy: GroupPolicy } | null;
}
