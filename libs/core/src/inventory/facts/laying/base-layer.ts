import type { Inventory, NumaNode } from '../../inventory';
import type { InventoryFacts } from '../inventory-facts';
import { SETTING_FIELDS, SETTING_GROUPS } from './fact-fields.data';
import type { Layer } from './layers';

type Fields = Readonly<Record<string, unknown>>;

/** Who put an inventory that does not name its source. */
const PUT = 'put';

/** What was put, as the layer that the others are laid over: what it does not know is not told. */
export function baseLayer(base: Inventory): Layer {
  const source = base.source ?? PUT;
  const told = new Map<string, string[]>();
  for (const { fact, source: teller } of base.factSources ?? []) told.set(fact, [...(told.get(fact) ?? []), teller]);
  return { facts: factsOf(base, source), isBase: true, sourcesOf: (fact) => told.get(fact) ?? [source] };
}

function factsOf(base: Inventory, source: string): InventoryFacts {
  const settings = known(base, Object.keys(SETTING_FIELDS));
  const groups = Object.entries(SETTING_GROUPS).map(([group, fields]) => {
    return [group, known(base[group as keyof Inventory] as object, Object.keys(fields))] as const;
  });
  return {
    source,
    observedAtMs: base.observedAtMs,
    settings: { ...settings, ...Object.fromEntries(groups) },
    numaNodes: base.numaNodes.map((node) => ({ ...known(node), id: node.id, ...distancesOf(node, base.numaNodes) })),
    pfs: base.pfs.map((pf) => ({
      ...known(pf),
      address: pf.address,
      vfs: pf.vfs.map((vf) => ({ ...known(vf), address: vf.address })),
    })),
    pciDevices: base.pciDevices.map((device) => ({ ...known(device), address: device.address })),
    bridges: base.bridges,
    networkNumaAffinity: base.networkNumaAffinity,
    unseen: base.unseen ?? [],
    assumed: base.assumed ?? [],
    warnings: [],
  };
}

/** The members that tell something. */
function known(thing: object, names: readonly string[] = Object.keys(thing)): Fields {
  const members = names.map((name) => [name, (thing as Fields)[name]] as const);
  return Object.fromEntries(
    members.filter(([, value]) => value !== null && value !== undefined && value !== 'unknown'),
  );
}

function distancesOf(
  { distances }: NumaNode,
  nodes: readonly NumaNode[],
): { readonly distanceTo?: Record<number, number> } {
  if (distances.length !== nodes.length) return {};
  return { distanceTo: Object.fromEntries(nodes.map(({ id }, index) => [id, distances[index] as number])) };
}
