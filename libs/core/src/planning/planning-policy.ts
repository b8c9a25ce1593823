import type { OpenStackRelease } from '../nova/openstack-release';
import type { PciAliasDefinition } from '../nova/pci-alias';
import type { ProfileBook } from '../scoring/profile';

/** What the operator set for this cloud; it goes into every decision's input hash, of the profiles the one in use. */
export interface PlanningPolicy {
  readonly release: OpenStackRelease;
  /** What the operator told of the cloud beside its hosts; left out: nothing. */
  readonly cloud?: CloudFacts;
  /** The profiles that requests may name; left out: those that come with the product. */
  readonly profiles?: ProfileBook;
}

/** Facts of the control plane that no host knows. Null is not known, and then a prerequisite of the answer. */
export interface CloudFacts {
  /** `[ml2]mechanism_drivers`: `openvswitch`, `ovn`, `sriovnicswitch` … */
  readonly neutronMechanismDrivers: readonly string[] | null;
  /** Aliases of `GET /v2.0/extensions`: `port-numa-affinity-policy`, `port-trusted-vif` … */
  readonly neutronExtensions: readonly string[] | null;
  /** Nova's `[pci]alias`; null leaves the aliases that the hosts' devices name themselves. */
  readonly pciAliases: readonly PciAliasDefinition[] | null;
}
