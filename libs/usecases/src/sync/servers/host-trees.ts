import type { HostProviders, ProviderAllocation } from '@iopath/core';
import type { CloudReader } from '../../ports/cloud-reader.port';

/** Placement's tree of one host. */
export interface HostTree {
  /** Names by id. */
  readonly providers: HostProviders;
  /**
   * Generations of all providers. They move with every allocation that is written, though not with one that is deleted
   * (`placement/objects/allocation.py delete_all`).
   */
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
 * What is allocated on hosts. A tree in which nothing was written since it was last read is not read again, as long as all
 * who had something there are servers that stay there: what others had may be gone without a trace.
 */
export class AllocationMemory {
  private readonly known = new Map<string, { revision: string; allocations: readonly ProviderAllocation[] }>();

  /** @param stays whether this consumer is a server that is on the host and does not move */
  async of(
    hostName: string,
    { providers, revision }: HostTree,
    reader: CloudReader,
    stays: (consumerId: string) => boolean,
  ): Promise<readonly ProviderAllocation[]> {
    const known = this.known.get(hostName);
    if (known?.revision === revision && known.allocations.every(({ consumerId }) => stays(consumerId))) {
      return known.allocations;
    }
    const allocations: ProviderAllocation[] = [];
    for (const uuid of providers.keys()) allocations.push(...(await reader.providerAllocations(uuid)));
    this.known.set(hostName, { revision, allocations });
    return allocations;
  }
}
