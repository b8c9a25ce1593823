import { canonicalJson } from '../../canonical-inventory';
import type { InventoryFacts } from '../inventory-facts';
import { LAYER_PRECEDENCE } from './layer-precedence.data';

/** What one source tells, as it is laid over what others tell. */
export interface Layer {
  readonly facts: InventoryFacts;
  /** What was put: whatever else tells a fact is believed before it. */
  readonly isBase: boolean;
  /** Who told a fact of it: for what was put, whom it names itself. */
  sourcesOf(fact: string): readonly string[];
}

const SOURCES_BY_FACT = new Map(LAYER_PRECEDENCE.map(({ fact, sources }) => [fact, sources]));

/** The layers of one host in the order in which each fact is taken from them. */
export class LayerOrder {
  private readonly byFact = new Map<string, readonly Layer[]>();
  private readonly layers: readonly Layer[];

  /** @param layers in any order */
  constructor(
    layers: readonly InventoryFacts[],
    readonly base: Layer | null,
  ) {
    this.layers = [...layers].sort(compareLayers).map((facts) => ({
      facts,
      isBase: false,
      sourcesOf: () => [facts.source],
    }));
  }

  /** The layers alone, by name of their source. */
  get laid(): readonly Layer[] {
    return this.layers;
  }

  /** Who is believed of a fact, first to last; what was put last of all. */
  of(fact: string): readonly Layer[] {
    const known = this.byFact.get(fact);
    if (known !== undefined) return known;
    const ranked = sourcesRanked(fact);
    const rank = ({ facts }: Layer): number => {
      const place = ranked.indexOf(facts.source);
      return place === -1 ? ranked.length : place;
    };
    const order = [...this.layers].sort((a, b) => rank(a) - rank(b));
    if (this.base !== null) order.push(this.base);
    this.byFact.set(fact, order);
    return order;
  }
}

/** Of the fact itself, else of the nearest that it is part of: `pfs.vfs.driver`, `pfs.vfs`, `pfs`. */
function sourcesRanked(fact: string): readonly string[] {
  for (let name = fact; name !== ''; name = name.slice(0, Math.max(name.lastIndexOf('.'), 0))) {
    const sources = SOURCES_BY_FACT.get(name);
    if (sources !== undefined) return sources;
  }
  return [];
}

/** By name of the source, then the younger first; content decides between what is left, so that no order of arrival does. */
function compareLayers(a: InventoryFacts, b: InventoryFacts): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  const ages = (b.observedAtMs ?? -1) - (a.observedAtMs ?? -1);
  if (ages !== 0) return ages;
  const [textA, textB] = [canonicalJson(a), canonicalJson(b)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

/** `camelCase` as the document writes it. */
export function wireName(name: string): string {
  if (name === 'deviceClass') return 'class';
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
