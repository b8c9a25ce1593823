import type { Inventory, NumaNode, PhysicalFunction } from './inventory';

/**
 * Writes an inventory so that equal content gives equal text: keys sorted, lists whose order means
 * nothing sorted by what names their members. `observedAtMs` and free pages are left out, because seeing
 * the same facts again is no change (contract, "The same document again changes nothing").
 */
export function canonicalInventory(inventory: Inventory): string {
  const { observedAtMs: _observedAtMs, ...facts } = normalisedInventory(inventory);
  return canonicalJson(facts);
}

/**
 * The same inventory with every list in its canonical order: NUMA nodes by id (their distances
 * along with them), page pools by size and without what was free, sibling groups by first CPU, functions and devices by address.
 */
export function normalisedInventory(inventory: Inventory): Inventory {
  return {
    ...inventory,
    aggregates: [...inventory.aggregates].sort(compareText),
    cpuDedicatedSet: inventory.cpuDedicatedSet && sortedNumbers(inventory.cpuDedicatedSet),
    cpuSharedSet: inventory.cpuSharedSet && sortedNumbers(inventory.cpuSharedSet),
    numaNodes: normalisedNodes(inventory.numaNodes),
    pfs: inventory.pfs.map(normalisedPf).sort(byAddress),
    pciDevices: [...inventory.pciDevices].sort(byAddress),
    bridges: [...inventory.bridges].sort((a, b) => compareText(a.name, b.name)),
    networkNumaAffinity: inventory.networkNumaAffinity
      .map((affinity) => ({ ...affinity, numaNodes: sortedNumbers(affinity.numaNodes) }))
      .sort((a, b) => compareText(a.physicalNetwork ?? '', b.physicalNetwork ?? '')),
    traits: inventory.traits && [...inventory.traits].sort(compareText),
    ...sortedCloudFacts(inventory),
  };
}

/** Left out where they are left out: documents from before the cloud was asked keep their hash. */
function sortedCloudFacts({ networkAgents, cloudSources }: Inventory): Partial<Inventory> {
  return {
    ...(networkAgents && {
      networkAgents: networkAgents
        .map((agent) => ({ ...agent, physicalNetworks: [...agent.physicalNetworks].sort(compareText) }))
        .sort((a, b) => compareText(canonicalJson(a), canonicalJson(b))),
    }),
    ...(cloudSources && { cloudSources: [...cloudSources].sort(compareText) }),
  };
}

function normalisedNodes(nodes: readonly NumaNode[]): NumaNode[] {
  const order = nodes.map((_, index) => index).sort((a, b) => idAt(nodes, a) - idAt(nodes, b));
  return order.map((index) => normalisedNode(nodes[index] as NumaNode, order));
}

/** Distances follow the document's order of nodes, so they are put in the new order with the nodes. */
function normalisedNode(node: NumaNode, order: readonly number[]): NumaNode {
  const square = node.distances.length === order.length;
  return {
    ...node,
    cpus: sortedNumbers(node.cpus),
    siblings: node.siblings.map(sortedNumbers).sort(byFirstCpu),
    distances: square ? order.map((index) => node.distances[index] as number) : node.distances,
    pages: [...node.pages].map(({ sizeKib, total }) => ({ sizeKib, total })).sort((a, b) => a.sizeKib - b.sizeKib),
  };
}

function normalisedPf(pf: PhysicalFunction): PhysicalFunction {
  return { ...pf, vfs: [...pf.vfs].sort(byAddress) };
}

/** JSON with the keys of every object in code point order. Arrays keep their order. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function idAt(nodes: readonly NumaNode[], index: number): number {
  return (nodes[index] as NumaNode).id;
}

function sortedNumbers(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

/** A CPU is in one group (`checkInventory`), so the first of each tells groups apart. */
function byFirstCpu([a = 0]: readonly number[], [b = 0]: readonly number[]): number {
  return a - b;
}

function byAddress(a: { readonly address: string }, b: { readonly address: string }): number {
  return compareText(a.address, b.address);
}

/** By UTF-16 code unit: unlike `localeCompare`, the same on every installation. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
