import type { LedgerChange, Rule, Violation } from '../history/evidence';
import { replayLedger } from './ledger-replay';

const RULE = 'one-owner-recorded';

/** By the ledger's own history, no device had two owners after any transaction, and no PF was given whole beside its VFs. */
export const oneOwnerRecorded: Rule = ({ rows }) => {
  const violations: Violation[] = [];
  const pfOf = new Map(rows.allocations.map(({ id, kind, pfAddress }) => [id, { kind, pfAddress }]));
  replayLedger(rows.ledger, 'allocation', (held, changed) => {
    for (const change of changed) {
      if (held.get(change.subjectId) !== change) continue;
      for (const other of held.values()) {
        if (other.subjectId === change.subjectId || other.hostName !== change.hostName) continue;
        const isSame = other.deviceAddress === change.deviceAddress;
        if (!isSame && !excludeEachOther(pfOf.get(other.subjectId), pfOf.get(change.subjectId))) continue;
        violations.push({ rule: RULE, subject: `device ${deviceOf(change)}`, detail: conflict(change, other) });
      }
    }
  });
  return violations;
};

interface OnPf {
  readonly kind: string;
  readonly pfAddress: string | null;
}

function excludeEachOther(one: OnPf | undefined, other: OnPf | undefined): boolean {
  if (one?.pfAddress == null || one.pfAddress !== other?.pfAddress) return false;
  return (one.kind === 'pf') !== (other.kind === 'pf');
}

function deviceOf({ hostName, deviceAddress }: LedgerChange): string {
  return `${hostName} ${deviceAddress}`;
}

function conflict(change: LedgerChange, other: LedgerChange): string {
  return `change ${change.number} gives it to ${change.subjectId} while ${other.subjectId} holds ${deviceOf(other)}`;
}
