import { discrepancy, type Discrepancy } from './discrepancy';
import type { HostLedger } from './host-ledger';

/** Whether what servers take counts exactly where the ledger holds nothing for them. */
export function auditClaims({ hostName, claims }: HostLedger): readonly Discrepancy[] {
  return claims
    .filter(({ counted, isOurs }) => counted === isOurs)
    .map(({ claim, counted }) =>
      discrepancy('server.counted_differs', `server ${claim.reservationId} on host ${hostName}`, {
        expected: counted ? 'not counted: the ledger holds it' : 'counted: nothing is held for it',
        found: counted ? 'counted' : 'not counted',
        repairable: true,
      }),
    );
}
