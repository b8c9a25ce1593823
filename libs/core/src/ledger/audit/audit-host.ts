import { auditAccounts } from './audit-accounts';
import { auditClaims } from './audit-claims';
import { auditHolds } from './audit-holds';
import type { Discrepancy } from './discrepancy';
import type { HostLedger } from './host-ledger';

/**
 * Everything that is wrong with the ledger of one host, derived anew from its inventory and its holds.
 *
 * @param nowMs the moment of which the rows are, milliseconds since the epoch.
 */
export function auditHost(ledger: HostLedger, nowMs: number): readonly Discrepancy[] {
  return [...auditAccounts(ledger), ...auditClaims(ledger), ...auditHolds(ledger, nowMs)];
}
