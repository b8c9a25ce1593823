import type { AssumedFact, UnseenFact, UnseenReason } from '@iopath/core';
import { SourceNotes } from '../notes/source-notes';

/** What a reader of a tree has to say besides facts. Each fact is noted once, and files that were refused are the reason. */
export class TreeNotes {
  private readonly others = new SourceNotes();
  private readonly noted = new Set<string>();
  private readonly gaps: UnseenFact[] = [];

  /** @param denied what the tree refused so far. */
  constructor(private readonly denied: () => ReadonlySet<string>) {}

  /** @param below where the fact would stand: when something there was refused, that is the reason. */
  unseen(fact: string, detail: string, below: string | null = null, reason: UnseenReason = 'not_told'): void {
    if (!this.isFirst(`unseen ${fact}`)) return;
    const refused = below === null ? undefined : [...this.denied()].find((path) => lies(path, below));
    this.gaps.push(
      refused === undefined ? { fact, reason, detail } : { fact, reason: 'no_permission', detail: refused },
    );
  }

  assume(fact: string, why: string): void {
    if (this.isFirst(`assumed ${fact}`)) this.others.assume(fact, why);
  }

  warn(warning: string): void {
    if (this.isFirst(`warning ${warning}`)) this.others.warn(warning);
  }

  get all(): {
    readonly unseen: readonly UnseenFact[];
    readonly assumed: readonly AssumedFact[];
    readonly warnings: readonly string[];
  } {
    return { unseen: this.gaps, assumed: this.others.assumed, warnings: this.others.warnings };
  }

  private isFirst(note: string): boolean {
    if (this.noted.has(note)) return false;
    this.noted.add(note);
    return true;
  }
}

function lies(path: string, below: string): boolean {
  return path === below || path.startsWith(`${below}/`) || below.startsWith(`${path}/`);
}
