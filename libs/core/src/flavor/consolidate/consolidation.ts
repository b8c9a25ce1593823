import type { OpenStackRelease } from '../../nova/openstack-release';
import type { Image, NamedFlavor } from '../../request/vm-request';

/** What some VMs of a flavor need of it. */
export interface FlavorNeed {
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
  /** How many VMs, or any other measure of how much they matter. */
  readonly weight: number;
}

/** A flavor with the needs that it serves. */
export interface FlavorInUse extends NamedFlavor {
  /** None is larger than the flavor. */
  readonly requests: readonly FlavorNeed[];
}

/** How much more than it needs a VM may get, measured from its need, so that merging again and again adds nothing. */
export interface MergeTolerance {
  readonly maxExtraVcpus: number;
  readonly maxExtraRamPercent: number;
  readonly maxExtraDiskGib: number;
  /** Extra specs that a VM may get though its flavor has not got them. */
  readonly mayGainExtraSpecs: readonly string[];
}

/** What flavors are compared by. */
export interface ConsolidationScope {
  /** A flavor that Nova of this release refuses never takes the requests of one that it accepts. */
  readonly release: OpenStackRelease;
  readonly tolerance: MergeTolerance;
  /** The images that the flavors are used with; null for any image, which leaves less to merge. */
  readonly images: readonly Image[] | null;
}

export interface FlavorMerge {
  /** Flavors that go, by name. */
  readonly from: readonly string[];
  /** The flavor that serves their requests from now on. */
  readonly into: string;
  /** `equal`: nothing changes for any VM. `larger`: VMs get more, within the tolerance. */
  readonly kind: 'equal' | 'larger';
  readonly why: string;
}

export interface Consolidation {
  /** The flavors that stay, by name, each with the needs that it serves now. */
  readonly flavors: readonly FlavorInUse[];
  readonly merges: readonly FlavorMerge[];
  readonly before: number;
  readonly after: number;
  /** True when no smaller set serves the same requests; false when the search for one was cut short. */
  readonly exact: boolean;
}
