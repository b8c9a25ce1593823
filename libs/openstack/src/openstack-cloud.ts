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
import {
  CloudReader,
  CloudWriter,
  type NewFlavor,
  type NewPort,
  TokenVerifier,
  type VerifiedToken,
} from '@iopath/usecases';
import type { GlanceClient } from './glance.client';
import type { KeystoneClient } from './keystone.client';
import type { NeutronClient } from './neutron.client';
import type { NovaClient } from './nova.client';
import type { PlacementClient } from './placement.client';

/** The services that say what there is. */
export interface ReadClients {
  readonly nova: NovaClient;
  readonly placement: PlacementClient;
  readonly neutron: NeutronClient;
  readonly glance: GlanceClient;
}

/** Tokens, as Keystone vouches for them. */
export class KeystoneTokenVerifier extends TokenVerifier {
  constructor(private readonly keystone: KeystoneClient) {
    super();
  }

  override verify(token: string): Promise<VerifiedToken | null> {
    return this.keystone.verify(token);
  }
}

/** The cloud as its services tell it. */
export class OpenStackReader extends CloudReader {
  constructor(private readonly clients: ReadClients) {
    super();
  }

  override computeServices(): Promise<readonly ComputeService[]> {
    return this.clients.nova.computeServices();
  }

  override hypervisors(): AsyncIterable<Hypervisor> {
    return this.clients.nova.hypervisors();
  }

  override hostAggregates(): Promise<readonly HostAggregate[]> {
    return this.clients.nova.hostAggregates();
  }

  override servers(filter: Parameters<CloudReader['servers']>[0] = {}): AsyncIterable<CloudServer> {
    return this.clients.nova.servers(filter);
  }

  override server(id: string): Promise<CloudServer | null> {
    return this.clients.nova.server(id);
  }

  override serverTopology(serverId: string): Promise<ServerTopology | null> {
    return this.clients.nova.serverTopology(serverId);
  }

  override serverMoves(serverId: string): Promise<readonly ServerMove[]> {
    return this.clients.nova.serverMoves(serverId);
  }

  override resourceProviders(rootUuid?: string): AsyncIterable<ResourceProvider> {
    return this.clients.placement.resourceProviders(rootUuid);
  }

  override providerFacts(uuid: string): Promise<ProviderFacts> {
    return this.clients.placement.providerFacts(uuid);
  }

  override providerAllocations(uuid: string): Promise<readonly ProviderAllocation[]> {
    return this.clients.placement.providerAllocations(uuid);
  }

  override networkAgents(): Promise<readonly NetworkAgent[]> {
    return this.clients.neutron.agents();
  }

  override networkExtensions(): Promise<readonly string[]> {
    return this.clients.neutron.extensions();
  }

  override networks(filter: Parameters<CloudReader['networks']>[0] = {}): AsyncIterable<CloudNetwork> {
    return this.clients.neutron.networks(filter);
  }

  override ports(filter: Parameters<CloudReader['ports']>[0] = {}): AsyncIterable<CloudPort> {
    return this.clients.neutron.ports(filter);
  }

  override flavors(): AsyncIterable<CloudFlavor> {
    return this.clients.nova.flavors();
  }

  override images(filter: Parameters<CloudReader['images']>[0] = {}): AsyncIterable<CloudImage> {
    return this.clients.glance.images(filter);
  }

  override image(id: string): Promise<CloudImage | null> {
    return this.clients.glance.image(id);
  }
}

/** Changes to the cloud. */
export class OpenStackWriter extends CloudWriter {
  constructor(private readonly clients: Pick<ReadClients, 'nova' | 'neutron'>) {
    super();
  }

  override createFlavor(flavor: NewFlavor): Promise<CloudFlavor> {
    return this.clients.nova.createFlavor(flavor);
  }

  override addExtraSpecs(flavorId: string, extraSpecs: Readonly<Record<string, string>>): Promise<void> {
    return this.clients.nova.addExtraSpecs(flavorId, extraSpecs);
  }

  override deleteFlavor(flavorId: string): Promise<void> {
    return this.clients.nova.deleteFlavor(flavorId);
  }

  override createPort(port: NewPort): Promise<CloudPort> {
    return this.clients.neutron.createPort(port);
  }

  override deletePort(portId: string): Promise<void> {
    return this.clients.neutron.deletePort(portId);
  }

  override createServer(body: Readonly<Record<string, unknown>>): Promise<{ readonly id: string }> {
    return this.clients.nova.createServer(body);
  }

  override deleteServer(serverId: string): Promise<void> {
    return this.clients.nova.deleteServer(serverId);
  }

  override serverAction(serverId: string, action: Readonly<Record<string, unknown>>): Promise<void> {
    return this.clients.nova.serverAction(serverId, action);
  }

  override server(id: string): Promise<CloudServer | null> {
    return this.clients.nova.server(id);
  }
}
