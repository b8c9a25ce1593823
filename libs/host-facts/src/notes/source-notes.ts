import type { AssumedFact, UnseenFact } from '@iopath/core';

/** What goes into a document is bounded, and a file of a million oddities is as odd as one of a hundred. */
const MAX_NOTES = 200;

/** Collects what a reader has to say besides facts: what is not told, what it inferred, what is odd. */
export class SourceNotes {
  private readonly warned = new Bounded<string>();
  private readonly assumptions = new Bounded<AssumedFact>();
  private readonly gaps = new Bounded<UnseenFact>();

  warn(text: string): void {
    this.warned.add(text);
  }

  assume(fact: string, why: string): void {
    this.assumptions.add({ fact, why });
  }

  /** The format has no place for the fact, or this file left it out. */
  notTold(fact: string, detail: string): void {
    this.gaps.add({ fact, reason: 'not_told', detail });
  }

  unreadable(fact: string, detail: string): void {
    this.gaps.add({ fact, reason: 'unreadable', detail });
  }

  get unseen(): readonly UnseenFact[] {
    return this.gaps.items;
  }

  get assumed(): readonly AssumedFact[] {
    return this.assumptions.items;
  }

  get warnings(): readonly string[] {
    const over = this.warned.left;
    return over === 0 ? this.warned.items : [...this.warned.items, `${over} more of the kind`];
  }
}

/** Says a thing once. */
class Bounded<Item> {
  private readonly said = new Map<string, Item>();
  left = 0;

  get items(): readonly Item[] {
    return [...this.said.values()];
  }

  add(item: Item): void {
    const key = JSON.stringify(item);
    if (this.said.size < MAX_NOTES) this.said.set(key, item);
    else if (!this.said.has(key)) this.left++;
  }
}
