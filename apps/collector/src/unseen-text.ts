import type { UnseenFact, UnseenReason } from '@iopath/core';

const WORDS: Readonly<Record<UnseenReason, string>> = {
  not_told: 'not told',
  no_permission: 'no permission',
  unreadable: 'not readable',
  tool_missing: 'tool missing',
};

/** Facts that were not seen, one line for each place they would have come from. */
export function unseenText(unseen: readonly UnseenFact[]): readonly string[] {
  const factsOf = new Map<string, string[]>();
  for (const { fact, reason, detail } of unseen) {
    const from = `${detail} (${WORDS[reason]})`;
    factsOf.set(from, [...(factsOf.get(from) ?? []), fact]);
  }
  return [...factsOf].map(([from, facts]) => `not seen: ${facts.join(', ')}: ${from}`);
}
