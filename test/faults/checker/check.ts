import type { Evidence, Rule, Violation } from '../history/evidence';
import { acceptedIsDecided } from './accepted-is-decided.rule';
import { decidedOnce } from './decided-once.rule';
import { lateConfirmRefused } from './late-confirm-refused.rule';
import { noDefect } from './no-defect.rule';
import { nothingLeaked } from './nothing-leaked.rule';
import { oneOwnerObserved } from './one-owner-observed.rule';
import { oneOwnerRecorded } from './one-owner-recorded.rule';
import { onePerKey } from './one-per-key.rule';
import { rogueRefused } from './rogue-refused.rule';
import { serialOrder } from './serial-order/serial-order.rule';
import { withinCapacity } from './within-capacity.rule';

const RULES: readonly Rule[] = [
  acceptedIsDecided,
  decidedOnce,
  onePerKey,
  oneOwnerObserved,
  oneOwnerRecorded,
  withinCapacity,
  lateConfirmRefused,
  serialOrder,
  nothingLeaked,
  rogueRefused,
  noDefect,
];

/** Every breach of every rule that the evidence proves. */
export function check(evidence: Evidence): readonly Violation[] {
  return RULES.flatMap((rule) => rule(evidence));
}
