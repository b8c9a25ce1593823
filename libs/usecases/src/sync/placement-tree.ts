import type { HostProvider, PlacementHostFacts, ResourceProvider } from '@iopath/core';
import type { CloudReader } from '../ports/cloud-reader.port';

/** Providers by the root of their tree: of each only what a listing tells, which is little. */
export async function providerTrees(
  providers: AsyncIterable<ResourceProvider>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly ResourceProvider[]>> {
  const trees = new Map<string, ResourceProvider[]>();
  for await (const provider of providers) {
    signal.throwIfAborted();
    const tree = trees.get(provider.rootUuid);
    if (tree === undefined) trees.set(provider.rootUuid, [provider]);
    else tree.push(provider);
  }
  return trees;
}

/**
 * Changes when any fact of the tree does: Placement raises a provider's generation with its inventory, traits and aggregates
 * (`placement/objects/resource_provider.py`), so a tree of the same generations need not be read again. It does so with an
 * allocation that is made, and not with one that is deleted: usages kept beside it can be too high, and nothing is decided by
 * them. What servers hold, the stage `servers` asks for.
 */
export function revisionOf(tree: readonly ResourceProvider[]): string {
  return tree
    .map(({ uuid, generation, parentUuid, name }) => [uuid, generation, parentUuid, name].join(' '))
    .sort()
    .join('\n');
}

/** Reads all of a tree, the root first, then by name. */
export async function readTree(
  rootUuid: string,
  tree: readonly ResourceProvider[],
  reader: CloudReader,
): Promise<PlacementHostFacts> {
  const ordered = [...tree].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  const providers: HostProvider[] = [];
  for (const { uuid, name, parentUuid } of ordered) {
    const { inventories, traits, aggregates, usages } = await reader.providerFacts(uuid);
    providers.push({
      uuid,
      name,
      parentUuid,
      inventories,
      traits: [...traits].sort(),
      aggregates: [...aggregates].sort(),
      usages,
    });
  }
  return { rootUuid, providers };
}

function rank({ parentUuid }: ResourceProvider): number {
  return parentUuid === null ? 0 : 1;
}
