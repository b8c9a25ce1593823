import type { CloudObservations } from '../cloud/merge/oldest-observation';
import type { HostState } from './host-state';
import type { VfDemand, VfSupply } from './vf-demand';

/** A consistent view of every host, sorted by name. */
export interface Fleet {
  readonly hosts: readonly HostState[];
  /** Free VFs of all hosts together. */
  readonly vfSupply: VfSupply;
  readonly vfDemand: VfDemand;
  /** What synchronisations told of the cloud beside its hosts; left out: there was none. */
  readonly cloud?: FleetCloud;
  /** Content hash over all hosts' digests and the demand; equal fleets have equal digests. */
  readonly digest: string;
}

/** The cloud around the hosts, as synchronisations found it. */
export interface FleetCloud {
  /** No content of the fleet: seeing the same again changes no digest. */
  readonly observed: CloudObservations;
  /** Aliases of Neutron's API extensions, sorted; null: not known. */
  readonly neutronExtensions: readonly string[] | null;
}
