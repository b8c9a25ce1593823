import type { ProviderAllocation, ProviderFacts, ResourceProvider } from '@iopath/core';
import { readAllocations, readInventories, readProvider } from './records/provider.record';
import { segment, ServiceClient, type ClientKit } from './service/service-client';
import type { SpokenApi } from './session/discovery';

/** 1.39 is the highest since Yoga (placement/rest_api_version_history.rst). */
const PLACEMENT: SpokenApi = {
  service: 'placement',
  versionId: /^v1\.0$/,
  microversions: { min: { major: 1, minor: 39 }, max: { major: 1, minor: 39 } },
};

/** Placement's API. It has no pages. */
export class PlacementClient {
  private readonly client: ServiceClient;

  constructor(kit: ClientKit) {
    this.client = new ServiceClient(PLACEMENT, kit);
  }

  async *resourceProviders(rootUuid?: string): AsyncGenerator<ResourceProvider> {
    const document = await this.client.read('/resource_providers', { in_tree: rootUuid });
    yield* document.records('resource_providers').map(readProvider);
  }

  async providerFacts(uuid: string): Promise<ProviderFacts> {
    const path = `/resource_providers/${segment(uuid)}`;
    const [inventories, traits, aggregates, usages] = await Promise.all([
      this.client.read(`${path}/inventories`),
      this.client.read(`${path}/traits`),
      this.client.read(`${path}/aggregates`),
      this.client.read(`${path}/usages`),
    ]);
    return {
      inventories: readInventories(inventories),
      traits: traits.texts('traits'),
      aggregates: aggregates.texts('aggregates'),
      usages: usages.numberMap('usages'),
    };
  }

  async providerAllocations(uuid: string): Promise<readonly ProviderAllocation[]> {
    return readAllocations(await this.client.read(`/resource_providers/${segment(uuid)}/allocations`), uuid);
  }
}
