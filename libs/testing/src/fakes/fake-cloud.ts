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
import { CloudError, CloudReader, type CloudServiceType } from '@iopath/usecases';

const NO_FACTS: ProviderFacts = { inventories: {}, traits: [], aggregates: [], usages: {} };

/** A cloud that says what it was given, and counts what it was asked. */
export class FakeCloud extends CloudReader {
  services: ComputeService[] = [];
  hypervisorList: Hypervisor[] = [];
  aggregates: HostAggregate[] = [];
  serverList: CloudServer[] = [];
  topologies = new Map<string, ServerTopology>();
  /** Newest first. */
  moves = new Map<string, readonly ServerMove[]>();
  providers: ResourceProvider[] = [];
  facts = new Map<string, ProviderFacts>();
  allocations: ProviderAllocation[] = [];
  agents: NetworkAgent[] = [];
  extensions: string[] = [];
  networkList: CloudNetwork[] = [];
  portList: CloudPort[] = [];
  flavorList: CloudFlavor[] = [];
  imageList: CloudImage[] = [];
  /** Services that do not answer. */
  readonly down = new Set<CloudServiceType>();
  /** How often each method was called. */
  readonly calls = new Map<string, number>();

  computeServices(): Promise<readonly ComputeService[]> {
    return this.answer('compute', 'computeServices', () => this.services);
  }

  hypervisors(): AsyncIterable<Hypervisor> {
    return this.pages('compute', 'hypervisors', () => this.hypervisorList);
  }

  hostAggregates(): Promise<readonly HostAggregate[]> {
    return this.answer('compute', 'hostAggregates', () => this.aggregates);
  }

  servers(
    filter: { readonly host?: string; readonly changedSinceMs?: number; readonly name?: string } = {},
  ): AsyncIterable<CloudServer> {
    const { host, changedSinceMs = 0, name } = filter;
    return this.pages('compute', 'servers', () =>
      this.serverList.filter(
        (server) =>
          (host === undefined || server.host === host) &&
          (name === undefined || server.name === name) &&
          server.updatedAtMs >= changedSinceMs,
      ),
    );
  }

  server(id: string): Promise<CloudServer | null> {
    return this.answer('compute', 'server', () => this.serverList.find((server) => server.id === id) ?? null);
  }

  serverTopology(serverId: string): Promise<ServerTopology | null> {
    return this.answer('compute', 'serverTopology', () => this.topologies.get(serverId) ?? null);
  }

  serverMoves(serverId: string): Promise<readonly ServerMove[]> {
    return this.answer('compute', 'serverMoves', () => this.moves.get(serverId) ?? []);
  }

  resourceProviders(rootUuid?: string): AsyncIterable<ResourceProvider> {
    return this.pages('placement', 'resourceProviders', () =>
      this.providers.filter((provider) => rootUuid === undefined || provider.rootUuid === rootUuid),
    );
  }

  providerFacts(uuid: string): Promise<ProviderFacts> {
    return this.answer('placement', 'providerFacts', () => this.facts.get(uuid) ?? NO_FACTS);
  }

  providerAllocations(uuid: string): Promise<readonly ProviderAllocation[]> {
    return this.answer('placement', 'providerAllocations', () =>
      this.allocations.filter(({ providerUuid }) => providerUuid === uuid),
    );
  }

  networkAgents(): Promise<readonly NetworkAgent[]> {
    return this.answer('network', 'networkAgents', () => this.agents);
  }

  networkExtensions(): Promise<readonly string[]> {
    return this.answer('network', 'networkExtensions', () => this.extensions);
  }

  networks(filter: { readonly projectId?: string } = {}): AsyncIterable<CloudNetwork> {
    const { projectId } = filter;
    return this.pages('network', 'networks', () =>
      this.networkList.filter((network) => projectId === undefined || network.projectId === projectId),
    );
  }

  ports(
    filter: { readonly hostId?: string; readonly deviceId?: string; readonly name?: string } = {},
  ): AsyncIterable<CloudPort> {
    const { hostId, deviceId, name } = filter;
    return this.pages('network', 'ports', () =>
      this.portList.filter(
        (port) =>
          (hostId === undefined || port.hostId === hostId) &&
          (deviceId === undefined || port.deviceId === deviceId) &&
          (name === undefined || port.name === name),
      ),
    );
  }

  flavors(): AsyncIterable<CloudFlavor> {
    return this.pages('compute', 'flavors', () => this.flavorList);
  }

  images(filter: { readonly name?: string } = {}): AsyncIterable<CloudImage> {
    const { name } = filter;
    return this.pages('image', 'images', () =>
      this.imageList.filter((image) => name === undefined || image.name === name),
    );
  }

  image(id: string): Promise<CloudImage | null> {
    return this.answer('image', 'image', () => this.imageList.find((image) => image.id === id) ?? null);
  }

  private answer<T>(service: CloudServiceType, method: string, read: () => T): Promise<T> {
    this.count(method);
    if (this.down.has(service)) return Promise.reject(unavailable(service));
    return Promise.resolve(read());
  }

  private async *pages<T>(service: CloudServiceType, method: string, read: () => readonly T[]): AsyncGenerator<T> {
    yield* await this.answer(service, method, read);
  }

  private count(method: string): void {
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
  }
}

function unavailable(service: CloudServiceType): CloudError {
  return new CloudError(service, `The ${service} service does not answer.`, null, null, null, true);
}
