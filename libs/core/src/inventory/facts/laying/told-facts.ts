import type { AssumedFact, ToldFact, UnseenFact } from '../../inventory';
import type { InventoryFacts } from '../inventory-facts';
import type { Layer } from './layers';

/** Remembers from which layer each fact of an inventory was taken. */
export class ToldFacts {
  private readonly sourcesByFact = new Map<string, Set<string>>();

  /** @param thing what the fact is of, where there are several of them: `pfs/0000:3b:00.0` */
  tell(fact: string, layer: Layer, thing: string | null = null): void {
    for (const source of layer.sourcesOf(fact)) {
      this.add(fact, source);
      if (thing !== null) this.add(`${thing}/${fact.slice(fact.lastIndexOf('.') + 1)}`, source);
    }
  }

  /** Each fact with everyone that it was taken from, sorted. Things are left out. */
  list(): readonly ToldFact[] {
    return [...this.sourcesByFact]
      .filter(([fact]) => !fact.includes('/'))
      .flatMap(([fact, sources]) => [...sources].map((source) => ({ fact, source })))
      .sort(byText);
  }

  /** What the layers could not see, but for what somebody else told. */
  unseen(of: readonly Pick<InventoryFacts, 'source' | 'unseen'>[]): readonly UnseenFact[] {
    return distinct(
      of.flatMap(({ source, unseen }) => unseen.filter(({ fact }) => !this.isToldByOthers(fact, source))),
    );
  }

  /** What the layers inferred, but for what is somebody else's word now. */
  assumed(of: readonly Pick<InventoryFacts, 'source' | 'assumed'>[]): readonly AssumedFact[] {
    return distinct(
      of.flatMap(({ source, assumed }) =>
        assumed.filter(({ fact }) => this.isOf(fact, source) || !this.isToldByOthers(fact, source)),
      ),
    );
  }

  private isToldByOthers(fact: string, source: string): boolean {
    return [...(this.sourcesByFact.get(fact) ?? [])].some((other) => other !== source);
  }

  private isOf(fact: string, source: string): boolean {
    return this.sourcesByFact.get(fact)?.has(source) ?? false;
  }

  private add(fact: string, source: string): void {
    const sources = this.sourcesByFact.get(fact);
    if (sources === undefined) this.sourcesByFact.set(fact, new Set([source]));
    else sources.add(source);
  }
}

/** Without repeats, in an order that no order of layers changes. */
function distinct<Note extends { readonly fact: string }>(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [textOf(note), note])).values()].sort(byText);
}

function byText(a: { readonly fact: string }, b: { readonly fact: string }): number {
  const [textA, textB] = [textOf(a), textOf(b)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

function textOf(note: { readonly fact: string }): string {
  return JSON.stringify(
    Object.entries(note)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, value]) => value),
  );
}
