import type {
  CloudFlavor,
  CloudImage,
  CloudNetwork,
  CloudPort,
  CloudServer,
  ComputeService,
  HostAggregate,
  Hypervisor,
  NetworkAgent,
  ProviderAllocation,
  ProviderFacts,
  ResourceProvider,
  ServerMove,
  ServerTopology,
} from '@iopath/core';

/** A service of the cloud, by its type in the catalog. */
export type CloudServiceType = 'identity' | 'compute' | 'placement' | 'network' | 'image';

/**
 * A service of the cloud could not be asked, or refused. `status` is that of its HTTP answer; null when there was none
 * (refused connection, time-out). Whether to try later is for the caller to tell from `isTransient`.
 */
export class CloudError extends Error {
  constructor(
    readonly service: CloudServiceType,
    message: string,
    readonly status: number | null,
    /** The service's own code or type of the error (`placement.concurrent_update`, `PortNotFound` …). */
    readonly code: string | null,
    /** `X-Openstack-Request-Id` of the answer. */
    readonly requestId: string | null,
    /** Timed out, unreachable, overloaded or in conflict: the same call may succeed later. */
    readonly isTransient: boolean,
  ) {
    super(message);
    this.name = 'CloudError';
  }
}

/**
 * Reads the cloud as an administrator. Whatever may be long comes page by page, so that nobody holds a whole cloud.
 * Everything throws {@link CloudError}.
 */
export abstract class CloudReader {
  abstract computeServices(): Promise<readonly ComputeService[]>;
  abstract hypervisors(): AsyncIterable<Hypervisor>;
  abstract hostAggregates(): Promise<readonly HostAggregate[]>;
  /** @param filter.host Nova's host name; left out: of the whole cloud. `name`: exactly this one, of whichever project */
  abstract servers(filter?: {
    readonly host?: string;
    readonly changedSinceMs?: number;
    readonly name?: string;
  }): AsyncIterable<CloudServer>;
  /** Null when there is no such server. */
  abstract server(id: string): Promise<CloudServer | null>;
  /** Null for a server without NUMA topology, or one that is gone. */
  abstract serverTopology(serverId: string): Promise<ServerTopology | null>;
  /** Moves of the server that Nova was asked for, whatever came of them, newest first; empty when there is no such server. */
  abstract serverMoves(serverId: string): Promise<readonly ServerMove[]>;
  /** One tree: the root provider of this id and everything below; all roots and trees when left out. */
  abstract resourceProviders(rootUuid?: string): AsyncIterable<ResourceProvider>;
  abstract providerFacts(uuid: string): Promise<ProviderFacts>;
  /** What every consumer holds of this provider. */
  abstract providerAllocations(uuid: string): Promise<readonly ProviderAllocation[]>;
  abstract networkAgents(): Promise<readonly NetworkAgent[]>;
  /** Aliases of Neutron's API extensions. */
  abstract networkExtensions(): Promise<readonly string[]>;
  abstract networks(filter?: { readonly projectId?: string }): AsyncIterable<CloudNetwork>;
  abstract ports(filter?: {
    readonly hostId?: string;
    readonly deviceId?: string;
    /** Exactly this name. */
    readonly name?: string;
  }): AsyncIterable<CloudPort>;
  abstract flavors(): AsyncIterable<CloudFlavor>;
  abstract images(filter?: { readonly name?: string }): AsyncIterable<CloudImage>;
  abstract image(id: string): Promise<CloudImage | null>;
}
