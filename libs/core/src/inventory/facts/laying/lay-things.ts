import type { InventoryFacts, ListOfFacts } from '../inventory-facts';
import {
  BRIDGE_FIELDS,
  NETWORK_AFFINITY_FIELDS,
  NODE_FIELDS,
  PCI_DEVICE_FIELDS,
  PF_FIELDS,
  VF_FIELDS,
} from './fact-fields.data';
import { SETTING_FIELDS, SETTING_GROUPS } from './fact-fields.data';
import { type Layer, type LayerOrder, wireName } from './layers';
import type { ToldFacts } from './told-facts';

/** A thing or a group of settings with the fields that somebody told. */
export type LaidFields = Readonly<Record<string, unknown>>;

/** A NIC with what was told of it, and of its VFs where somebody told whether there are any. */
export interface LaidPf extends LaidFields {
  readonly address: string;
  readonly vfs: readonly LaidFields[];
}

/** What the layers tell together, without anything that nobody told. */
export interface LaidThings {
  readonly settings: LaidFields;
  readonly groups: Readonly<Record<string, LaidFields>>;
  readonly numaNodes: readonly LaidFields[];
  readonly pfs: readonly LaidPf[];
  readonly pciDevices: readonly LaidFields[];
  readonly bridges: readonly LaidFields[];
  readonly networkNumaAffinity: readonly LaidFields[];
}

/** Takes each fact from the layer that is believed of it, and remembers in `told` which one that was. */
export function layThings(order: LayerOrder, told: ToldFacts): LaidThings {
  const lay = new Laying(order, told);
  return {
    settings: lay.fields(Object.keys(SETTING_FIELDS), '', ({ facts }) => facts.settings),
    groups: Object.fromEntries(
      Object.entries(SETTING_GROUPS).map(([group, fields]) => [
        group,
        lay.fields(Object.keys(fields), `${wireName(group)}.`, ({ facts }) => settingsGroup(facts, group)),
      ]),
    ),
    numaNodes: lay.list('numaNodes', 'id', Object.keys(NODE_FIELDS)),
    pfs: lay.list('pfs', 'address', Object.keys(PF_FIELDS)).map((pf) => lay.withVfs(pf)),
    pciDevices: lay.list('pciDevices', 'address', Object.keys(PCI_DEVICE_FIELDS)),
    bridges: lay.list('bridges', 'name', Object.keys(BRIDGE_FIELDS)),
    networkNumaAffinity: lay.list('networkNumaAffinity', 'physicalNetwork', Object.keys(NETWORK_AFFINITY_FIELDS)),
  };
}

/** Things of one list of one layer by what names them. */
type ThingsByKey = ReadonlyMap<unknown, LaidFields>;

class Laying {
  private readonly indexes = new Map<object, ThingsByKey>();

  constructor(
    private readonly order: LayerOrder,
    private readonly told: ToldFacts,
  ) {}

  /**
   * Of each field the first word that is told.
   *
   * @param prefix of the fact's name: `pfs.`
   */
  fields(
    names: readonly string[],
    prefix: string,
    from: (layer: Layer) => object | undefined,
    thing: string | null = null,
  ): LaidFields {
    const laid: Record<string, unknown> = {};
    for (const name of names) {
      const fact = `${prefix}${wireName(name)}`;
      for (const layer of this.order.of(fact)) {
        const value = (from(layer) as LaidFields | undefined)?.[name];
        if (value === undefined || value === null) continue;
        laid[name] = value;
        this.told.tell(fact, layer, thing);
        break;
      }
    }
    return laid;
  }

  /**
   * Everything that some layer names, and what was put beside it, unless a layer that names all there is does not. What
   * was put fills gaps either way.
   */
  list(list: ListOfFacts, key: string, names: readonly string[]): readonly LaidFields[] {
    const { laid, base } = this.order;
    const telling = laid.filter(({ facts }) => facts[list] !== undefined);
    const isWhole = telling.some(({ facts }) => facts.partialLists?.includes(list) !== true);
    if (base !== null && !isWhole) telling.push(base);
    const wireList = wireName(list);
    for (const layer of telling) {
      if (!layer.isBase || this.thingsOf(layer.facts[list], key).size > 0) this.told.tell(wireList, layer);
    }
    const keys = new Set(telling.flatMap(({ facts }) => [...this.thingsOf(facts[list], key).keys()]));
    return [...keys].map((name) => ({
      [key]: name,
      ...this.fields(
        names,
        `${wireList}.`,
        ({ facts }) => this.thingsOf(facts[list], key).get(name),
        `${wireList}/${String(name)}`,
      ),
    }));
  }

  /** Who is believed of `pfs.vfs` says which VFs there are; the others tell more of those. */
  withVfs(pf: LaidFields): LaidPf {
    const address = pf['address'] as string;
    const vfsIn = ({ facts }: Layer) =>
      this.thingsOf(facts.pfs, 'address').get(address)?.['vfs'] as object[] | undefined;
    const thing = `pfs/${address}`;
    const teller = this.order.of('pfs.vfs').find((layer) => vfsIn(layer) !== undefined);
    if (teller === undefined) return { ...pf, address, vfs: [] };
    this.told.tell('pfs.vfs', teller, thing);
    const vfs = [...this.thingsOf(vfsIn(teller), 'address').keys()].map((name) => ({
      address: name,
      ...this.fields(Object.keys(VF_FIELDS), 'pfs.vfs.', (layer) => this.thingsOf(vfsIn(layer), 'address').get(name)),
    }));
    return { ...pf, address, vfs };
  }

  /** Where a layer names a thing twice, the first word of each field holds. */
  private thingsOf(list: readonly object[] | undefined, key: string): ThingsByKey {
    if (list === undefined) return NOTHING;
    const known = this.indexes.get(list);
    if (known !== undefined) return known;
    const index = new Map<unknown, LaidFields>();
    for (const thing of list as readonly LaidFields[]) {
      index.set(thing[key], { ...thing, ...index.get(thing[key]) });
    }
    this.indexes.set(list, index);
    return index;
  }
}

const NOTHING: ThingsByKey = new Map();

function settingsGroup({ settings }: InventoryFacts, group: string): object | undefined {
  return (settings as LaidFields | undefined)?.[group] as object | undefined;
}
