import type { ObservedProvider, ResourceProvider } from '@iopath/core';
import type { ReconcileStore } from '../ports/reconcile-store.port';
import type { SyncContext } from '../sync/sync-stage';

/** What Placement has of hosts changes slowly, and each provider costs several calls: a part of the hosts each time. */
const HOSTS_AT_A_TIME = 50;

/** Takes down the provider trees of those hosts that were not looked at for longest. */
export async function lookAtPlacement(
  { reader, clock, signal }: SyncContext,
  store: Pick<ReconcileStore, 'hostsToAskPlacementOf' | 'putProviders'>,
): Promise<void> {
  const wanted = await store.hostsToAskPlacementOf(HOSTS_AT_A_TIME);
  if (wanted.length === 0) return;
  const trees = new Map(wanted.map((hostName) => [hostName, [] as ResourceProvider[]]));
  const rootOf = new Map<string, string>();
  const below: ResourceProvider[] = [];
  for await (const provider of reader.resourceProviders()) {
    if (provider.parentUuid === null && trees.has(provider.name)) {
      rootOf.set(provider.uuid, provider.name);
      trees.get(provider.name)?.push(provider);
    } else if (provider.parentUuid !== null) below.push(provider);
  }
  for (const provider of below) trees.get(rootOf.get(provider.rootUuid) ?? '')?.push(provider);
  for (const [hostName, providers] of trees) {
    if (signal.aborted) return;
    const observed: ObservedProvider[] = [];
    for (const provider of providers) observed.push({ provider, facts: await reader.providerFacts(provider.uuid) });
    await store.putProviders(hostName, observed, clock());
  }
}
