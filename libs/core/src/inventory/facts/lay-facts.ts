import { givenOutBy } from '../../nova/given-out-by';
import type { Inventory, NetworkNumaAffinity } from '../inventory';
import type { InventoryFacts, PciPassthrough } from './inventory-facts';
import { baseLayer } from './laying/base-layer';
import { MAX_BRIDGES, MAX_NETWORK_AFFINITIES } from './laying/fact-fields.data';
import { layThings } from './laying/lay-things';
import { LayerOrder } from './laying/layers';
import { shownWarnings, soundFacts } from './laying/sound-facts';
import { soundInventory } from './laying/sound-inventory';
import { ToldFacts } from './laying/told-facts';
import { listed, wholeBridge, wholeDevices } from './laying/whole-devices';
import { wholeNodes } from './laying/whole-nodes';
import { wholeSettings } from './laying/whole-settings';

export interface LaidInventory {
  readonly inventory: Inventory;
  /** What does not fit together, or cannot be, and was left out, in words. */
  readonly warnings: readonly string[];
}

/** As many as the document has room for. */
const MAX_TOLD = 512;
const MAX_NOTES = 2048;
const MAX_SOURCE = 64;

/**
 * Makes one inventory of what was put and of what several sources tell of the same host. A fact that a layer tells is
 * believed before what was put, and between layers whom `LAYER_PRECEDENCE` ranks first; in what order they came does not
 * matter, nor whether one came twice. What was put fills the gaps.
 *
 * A list is everything that some layer names. What was put stays beside it only while every layer that tells the list says
 * that it need not be whole (`partialLists`). The result always passes `checkInventory`: what contradicts the rest is left
 * out, with a warning.
 *
 * @param base what was put; null: nothing, and then Nova's defaults hold where a figure is needed
 */
export function layFacts(base: Inventory | null, layers: readonly InventoryFacts[]): LaidInventory {
  const warnings = new Set<string>();
  const warn = (warning: string): void => void warnings.add(warning);
  const order = new LayerOrder(layers.map(soundFacts), base === null ? null : baseLayer(base));
  const told = new ToldFacts();
  const laid = layThings(order, told);

  const layered = order.laid.map(({ facts }) => facts);
  for (const facts of layered) for (const warning of facts.warnings) warn(`${facts.source}: ${warning}`);
  const { assumed: assumedOfDevices, ...devices } = wholeDevices(laid, warn);
  const inventory: Inventory = {
    observedAtMs: observedAtMs(base, layered),
    source: sourceOf(base, layered),
    ...wholeSettings(laid),
    numaNodes: wholeNodes(laid.numaNodes, warn),
    ...devices,
    bridges: listed(laid.bridges.toSorted(byKey('name')), MAX_BRIDGES, 'bridges', warn).flatMap((bridge) =>
      wholeBridge(bridge, warn),
    ),
    networkNumaAffinity: listed(
      laid.networkNumaAffinity.toSorted(byKey('physicalNetwork')),
      MAX_NETWORK_AFFINITIES,
      'network_numa_affinity',
      warn,
    ).map((affinity) => ({ numaNodes: [], ...affinity }) as unknown as NetworkNumaAffinity),
  };
  const passthrough = order.of('passthrough').find(({ facts }) => facts.passthrough !== undefined);
  if (passthrough !== undefined) told.tell('passthrough', passthrough);
  const given = withPassthrough(inventory, passthrough?.facts.passthrough, warn);
  const sound = soundInventory(given, warn);
  const noting = order.base === null ? layered : [...layered, order.base.facts];
  return {
    inventory: {
      ...sound,
      ...noted('factSources', told.list().slice(0, MAX_TOLD)),
      ...noted('unseen', told.unseen(noting).slice(0, MAX_NOTES)),
      ...noted('assumed', [...assumedOfDevices, ...told.assumed(noting)].slice(0, MAX_NOTES)),
    },
    warnings: shownWarnings([...warnings].sort()),
  };
}

/** As Nova offers the devices that are there: on which network, and under which alias. */
function withPassthrough(
  inventory: Inventory,
  passthrough: PciPassthrough | undefined,
  warn: (warning: string) => void,
): Inventory {
  if (passthrough === undefined) return inventory;
  const given = givenOutBy(passthrough, inventory);
  for (const warning of given.warnings) warn(warning);
  return given.inventory;
}

/** Since when the oldest layer may be wrong; of what was put alone, when that was seen. */
function observedAtMs(base: Inventory | null, layers: readonly InventoryFacts[]): number | null {
  if (layers.length === 0) return base?.observedAtMs ?? null;
  const times = layers.flatMap(({ observedAtMs: time }) => (time === null ? [] : [time]));
  return times.length === 0 ? null : Math.min(...times);
}

/** All that were laid, in one name. */
function sourceOf(base: Inventory | null, layers: readonly InventoryFacts[]): string | null {
  if (layers.length === 0) return base?.source ?? null;
  const names = [...new Set(layers.map(({ source }) => source))].sort().join('+');
  return names.length <= MAX_SOURCE ? names : `${names.slice(0, MAX_SOURCE - 1)}…`;
}

function noted<Name extends 'factSources' | 'unseen' | 'assumed'>(
  name: Name,
  notes: NonNullable<Inventory[Name]>,
): Pick<Inventory, Name> | Record<string, never> {
  return notes.length === 0 ? {} : ({ [name]: notes } as unknown as Pick<Inventory, Name>);
}

function byKey(key: string) {
  return (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): number => {
    const [nameA, nameB] = [textOf(a[key]), textOf(b[key])];
    return nameA < nameB ? -1 : nameA > nameB ? 1 : 0;
  };
}

function textOf(name: unknown): string {
  return typeof name === 'string' ? name : '';
}
