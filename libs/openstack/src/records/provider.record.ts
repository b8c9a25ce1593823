import type { ProviderAllocation, ProviderInventory, ResourceProvider } from '@iopath/core';
import type { WireRecord } from '../wire/wire-record';

export function readProvider(provider: WireRecord): ResourceProvider {
  return {
    uuid: provider.text('uuid'),
    name: provider.text('name'),
    generation: provider.number('generation'),
    parentUuid: provider.textOrNull('parent_provider_uuid'),
    rootUuid: provider.text('root_provider_uuid'),
  };
}

/** Of `GET /resource_providers/{uuid}/inventories`; keys are resource classes. */
export function readInventories(document: WireRecord): Readonly<Record<string, ProviderInventory>> {
  const inventories = document.record('inventories');
  return Object.fromEntries(
    inventories.keys().map((resourceClass) => {
      const inventory = inventories.record(resourceClass);
      return [
        resourceClass,
        {
          total: inventory.number('total'),
          reserved: inventory.numberOrNull('reserved') ?? 0,
          allocationRatio: inventory.numberOrNull('allocation_ratio') ?? 1,
        },
      ];
    }),
  );
}

/** Of `GET /resource_providers/{uuid}/allocations`; keys are consumers. */
export function readAllocations(document: WireRecord, providerUuid: string): readonly ProviderAllocation[] {
  const allocations = document.record('allocations');
  return allocations.keys().map((consumerId) => ({
    consumerId,
    providerUuid,
    resources: allocations.record(consumerId).numberMap('resources'),
  }));
}
