import type { CalibratedModel } from '../io-path/calibration/calibrated-model';
import type { FactAgePolicy } from '../fleet/fact-age';
import type { OpenStackRelease } from '../nova/openstack-release';
import type { PciAliasDefinition } from '../nova/pci-alias';
import type { ProfileBook } from '../scoring/profile';

/** What to plan by beside request and fleet; it goes into every decision's input hash, of the profiles the one in use. */
export interface PlanningPolicy {
  readonly release: OpenStackRelease;
  /** What the operator told of the cloud beside its hosts; left out: nothing. */
  readonly cloud?: CloudFacts;
  /** The profiles that requests may name; left out: those that come with the product. */
  readonly profiles?: ProfileBook;
  /** What predicts; left out or null: the model as shipped. */
  readonly model?: CalibratedModel | null;
  /**
   * How many plans of this request were thrown away because hosts had moved on; left out: none. Another turn draws
   * another of the hosts that are as good.
   */
  readonly turn?: number;
  /** When facts count as old; left out: never. The fleet holds what comes of it, host by host. */
  readonly factAges?: FactAgePolicy;
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
