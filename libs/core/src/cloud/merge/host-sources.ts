import type { ProviderFacts } from '../cloud-records';
import type { CloudSource, ComputeServiceState, Inventory } from '../../inventory/inventory';

/** Where facts of a host come from: what was put (by a collector or an operator), or a service of the cloud. */
export type FactSource = 'put' | CloudSource;

/** What Nova says of one host. */
export interface NovaHostFacts {
  /** Nova's name of it, which agents of Neutron have too. */
  readonly host: string;
  /** The name of its resource provider; can differ from Nova's (a domain name). Null when Nova tells of no hypervisor. */
  readonly hypervisorHostname: string | null;
  /** Id of the hypervisor, and of its resource provider. */
  readonly hypervisorId: string | null;
  readonly hypervisorType: string | null;
  /** As Nova counts: 8002001 is 8.2.1. */
  readonly hypervisorVersion: number | null;
  readonly service: ComputeServiceState;
  readonly availabilityZone: string | null;
  /** Names, sorted. */
  readonly aggregates: readonly string[];
}

/** One provider of the host's tree. Its generation is left out: it moves with much that is no fact of the host. */
export interface HostProvider extends ProviderFacts {
  readonly uuid: string;
  readonly name: string;
  readonly parentUuid: string | null;
}

/** What Placement says of one host: the tree of its compute node. */
export interface PlacementHostFacts {
  readonly rootUuid: string;
  /** The root first, then by name. */
  readonly providers: readonly HostProvider[];
}

/** One of Neutron's agents on the host. */
export interface NeutronHostAgent {
  readonly agentType: string;
  readonly alive: boolean;
  readonly adminStateUp: boolean;
  /** Physical network -> interface names. */
  readonly deviceMappings: Readonly<Record<string, readonly string[]>>;
  /** Physical network -> bridge. */
  readonly bridgeMappings: Readonly<Record<string, string>>;
}

/** What Neutron says of one host. */
export interface NeutronHostFacts {
  /** By type. */
  readonly agents: readonly NeutronHostAgent[];
}

/** Everything that is known of a host, by who said it; null: that source says nothing of it. */
export interface HostSources {
  readonly put: Inventory | null;
  readonly nova: NovaHostFacts | null;
  readonly placement: PlacementHostFacts | null;
  readonly neutron: NeutronHostFacts | null;
}
