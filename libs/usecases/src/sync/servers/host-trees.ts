import type { HostProviders, ProviderAllocation } from '@iopath/core';
import type { CloudReader } from '../../ports/cloud-reader.port';

/** Placement's tree of one host. */
export interface HostTree {
  /** Names by id. */
  readonly providers: HostProviders;
  /** Generations of all providers: they move with every allocation, so equal ones mean that nothing has changed. */
  readonly revision: string;
}

/** The trees of all hosts, by Nova's host name. One that runs several hypervisors has the trees of all of them. */
export async function readHostTrees(reader: CloudReader): Promise<ReadonlyMap<string, HostTree>> {
  const hostOfRoot = new Map<string, string>();
  for await (const { id, host } of reader.hypervisors()) hostOfRoot.set(id, host);
  const trees = new Map<string, { providers: Map<string, string>; generations: string[] }>();
  for await (const { uuid, name, generation, rootUuid } of reader.resourceProviders()) {
    const host = hostOfRoot.get(rootUuid);
    if (host === undefined) continue;
    const tree = trees.get(host) ?? { providers: new Map<string, string>(), generations: [] };
    tree.providers.set(uuid, name);
    tree.generations.push(`${uuid}:${generation}`);
    trees.set(host, tree);
  }
  return new Map(
    [...trees].map(([host, { providers, generations }]) => [
      host,
      { providers, revision: generations.sort().join(' ') },
    ]),
  );
}

/**
 * What is allocated on hosts. A tree that has not changed since it was last read is not read again.
 */
export class AllocationMemory {
  private readonly known = new Map<string, { revision: string; allocations: readonly ProviderAllocation[] }>();

  async of(hostName: string, tree: HostTree, reader: CloudReader): Promise<readonly ProviderAllocation[]> {
    const { providers, revision } = tree;
    const known = this.known.get(hostName);
    if (known?.revision === revision) return known.allocations;
    const allocations: ProviderAllocation[] = [];
    for (const uuid of providers.keys()) allocations.push(...(await reader.providerAllocations(uuid)));
    this.known.set(hostName, { revision, allocations });
    return allocations;
  }
}
