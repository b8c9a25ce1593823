import type { HostClaim } from '../../fleet/host-claims';
import { heldAmounts, type LedgerAmount } from '../held-amounts';
import { hostCapacities, type LedgerPlace } from '../host-capacities';
import { discrepancy, type Discrepancy } from './discrepancy';
import { holds, type HostLedger, type LedgerAccount } from './host-ledger';

const NO_COMPUTE = { vcpus: 0, pcpus: 0, memoryMib: 0, diskGib: 0, cells: [] };

/** The rows of amounts as they must be: what the inventory offers, and what is taken, of places that are gone too. */
export function expectedAccounts(ledger: HostLedger): readonly LedgerAccount[] {
  const accounts = new Map<string, LedgerAccount>();
  const nothing = { used: 0, foreignUsed: 0 };
  for (const { resource, place, capacity } of hostCapacities(ledger.inventory)) {
    accounts.set(keyOf({ resource, place }), { resource, place, capacity, ...nothing });
  }
  const add = ({ resource, place, amount }: LedgerAmount, of: 'used' | 'foreignUsed'): void => {
    const key = keyOf({ resource, place });
    // What is not offered is not there.
    const account = accounts.get(key) ?? { resource, place, capacity: 0, ...nothing };
    accounts.set(key, { ...account, [of]: amount });
  };
  for (const amount of takenOf(ledger)) add(amount, 'used');
  for (const amount of heldAmounts(foreignClaims(ledger))) add(amount, 'foreignUsed');
  return [...accounts.values()];
}

/** Compares the rows of amounts with what inventory and holds say. */
export function auditAccounts(ledger: HostLedger): readonly Discrepancy[] {
  const found = new Map(ledger.accounts.map((account) => [keyOf(account), account]));
  const expected = expectedAccounts(ledger);
  const known = new Set(expected.map(keyOf));
  return [
    ...expected.flatMap((account) => auditAccount(ledger.hostName, account, found.get(keyOf(account)))),
    // A place that nobody offers and nobody holds may keep its row, empty.
    ...ledger.accounts
      .filter((account) => !known.has(keyOf(account)))
      .flatMap((account) =>
        auditAccount(ledger.hostName, { ...account, capacity: 0, used: 0, foreignUsed: 0 }, account),
      ),
  ];
}

function auditAccount(
  hostName: string,
  expected: LedgerAccount,
  found: LedgerAccount | undefined,
): readonly Discrepancy[] {
  const subject = `host ${hostName}, ${expected.resource}${expected.place === '' ? '' : ` of ${expected.place}`}`;
  const { capacity, used, foreignUsed } = expected;
  const exceeded =
    capacity !== null && used > capacity
      ? [discrepancy('capacity.exceeded', subject, { expected: `at most ${capacity}`, found: `${used} held` })]
      : [];
  if (found === undefined) {
    const missing = { expected: `${used} of ${capacity ?? 'unknown'}`, found: 'no row', repairable: true };
    return [discrepancy('capacity.missing', subject, missing), ...exceeded];
  }
  const repairable = true;
  return [
    ...(found.capacity === capacity
      ? []
      : [
          discrepancy('capacity.differs', subject, {
            expected: text(capacity),
            found: text(found.capacity),
            repairable,
          }),
        ]),
    ...(found.used === used
      ? []
      : [discrepancy('used.differs', subject, { expected: text(used), found: text(found.used), repairable })]),
    ...(found.foreignUsed === foreignUsed
      ? []
      : [
          discrepancy('foreign_used.differs', subject, {
            expected: text(foreignUsed),
            found: text(found.foreignUsed),
            repairable,
          }),
        ]),
    ...exceeded,
  ];
}

function takenOf({ hostName, reservations, allocations }: HostLedger): readonly LedgerAmount[] {
  const here = <Hold extends HostLedger['reservations'][number] | HostLedger['allocations'][number]>(hold: Hold) =>
    hold.hostName === hostName && holds(hold);
  return heldAmounts([
    ...reservations.filter(here).map(({ compute }) => ({ ...compute, devices: [] })),
    { ...NO_COMPUTE, devices: allocations.filter(here) },
  ]);
}

/** Those that count, by what the ledger holds and not by what the row says. */
function foreignClaims({ claims }: HostLedger): readonly HostClaim[] {
  return claims.filter(({ isOurs }) => !isOurs).map(({ claim }) => claim);
}

function keyOf({ resource, place }: LedgerPlace): string {
  return `${resource} ${place}`;
}

function text(amount: number | null): string {
  return amount === null ? 'unknown' : String(amount);
}
