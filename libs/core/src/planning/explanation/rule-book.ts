import type { Rejection } from '../../feasibility/rejection';
import type { Refusal } from './refusal';
import { RuleRanks, type RuleLists } from './rule-lists';

/** Rules with the ranks they have. */
export class RuleBook {
  readonly ranks: RuleRanks;

  constructor(readonly lists: RuleLists) {
    this.ranks = new RuleRanks(lists);
  }

  /** What every rule of a list that refuses says, in the list's order. */
  refusals<Rule extends { readonly name: string }>(
    rules: readonly Rule[],
    ask: (rule: Rule) => Rejection | null,
  ): readonly Refusal[] {
    let found: Refusal[] | null = null;
    for (const rule of rules) {
      const rejection = ask(rule);
      if (rejection !== null) (found ??= []).push(this.refusal(rule.name, rejection));
    }
    return found ?? NOTHING;
  }

  /** @param rule its name; @param devices how many it refuses, when it looks at devices one by one. */
  refusal(rule: string, { code, required, available }: Rejection, devices: Refusal['devices'] = null): Refusal {
    return { code, required, available, rank: this.ranks.rankOf(rule), devices };
  }
}

const NOTHING: readonly Refusal[] = [];
