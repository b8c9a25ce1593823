import type { LedgerChange } from '../history/evidence';
import { HELD, type HoldState } from '../history/operation';
import { groupBy } from './group-by';

/** A hold as the ledger's history has it after a change. */
export interface ReplayedHold {
  readonly change: LedgerChange;
}

/**
 * Goes through the history of the ledger, one transaction after another, and calls `look` after each with what is held then.
 * A transaction is one step: what it did in between was nobody's.
 *
 * @param subjectKind which holds to follow
 */
export function replayLedger(
  ledger: readonly LedgerChange[],
  subjectKind: LedgerChange['subjectKind'],
  look: (held: ReadonlyMap<string, LedgerChange>, changed: readonly LedgerChange[]) => void,
): void {
  const held = new Map<string, LedgerChange>();
  const followed = ledger.filter((change) => change.subjectKind === subjectKind);
  for (const changes of groupBy(followed, ({ transaction }) => transaction).values()) {
    for (const change of changes) {
      if (HELD.includes(change.toState as HoldState)) held.set(change.subjectId, change);
      else held.delete(change.subjectId);
    }
    look(held, changes);
  }
}
