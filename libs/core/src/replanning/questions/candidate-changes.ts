import { membersOf } from '../../planning/relaxations/concession-set';
import { letsAllFit, workingSets } from '../../planning/relaxations/find-relaxations';
import { changeOf, changeText, type Concession } from '../../planning/relaxations/relaxation-rule';
import type { Trials } from '../../planning/relaxations/trials';
import type { UnlockingChange } from '../replan-result';

/** Requests that are alike and do not fit, on trial. */
export interface StillRejected {
  readonly recommendationIds: readonly string[];
  readonly trials: Trials;
}

/** Changes that let some request fit, and the requests that they are known to let fit. */
export interface CandidateChange {
  readonly concessions: readonly Concession[];
  readonly unlocks: Set<StillRejected>;
}

/** Adds the changes that let a request fit; those that another request brought already are put together with them. */
export function gatherChanges(rejected: StillRejected, candidates: Map<string, CandidateChange>): void {
  const { trials } = rejected;
  for (const set of workingSets(trials)) {
    const concessions = membersOf(set, trials.concessions);
    const text = wordsOf(concessions);
    const known = candidates.get(text) ?? { concessions, unlocks: new Set() };
    known.unlocks.add(rejected);
    candidates.set(text, known);
  }
}

/**
 * Whether changes that another request brought let this one fit too: tried by planning it on the fleet so changed. A
 * change of the request is the same one where this request could make it in the same words.
 */
export function wouldUnlock({ concessions }: CandidateChange, { trials }: StillRejected): boolean {
  const own = concessions.map((concession) =>
    concession.target === 'fleet'
      ? concession
      : trials.concessions.find((each) => each.target === 'request' && changeText(each) === changeText(concession)),
  );
  const possible = own.flatMap((concession) => concession ?? []);
  return possible.length === own.length && letsAllFit([...possible.keys()], trials.withOther(possible));
}

export function toldChange({ concessions, unlocks }: CandidateChange): UnlockingChange {
  return {
    change: wordsOf(concessions),
    changes: concessions.map(changeOf),
    costs: [...new Set(concessions.map(({ costs }) => costs))].join('; '),
    unlocks: [...unlocks].flatMap(({ recommendationIds }) => recommendationIds),
  };
}

function wordsOf(concessions: readonly Concession[]): string {
  return concessions.map(changeText).join('; ');
}
