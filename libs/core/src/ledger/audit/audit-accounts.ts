import { heldAmounts, type LedgerAmount } from '../held-amounts';
import { hostCapacities, type LedgerPlace } from '../host-capacities';
import { discrepancy, type Discrepancy } from './discrepancy';
import { holds, type HostLedger, type LedgerAccount } from './host-ledger';

const NO_COMPUTE = { vcpus: 0, pcpus: 0, memoryMib: 0, diskGib: 0, cells: [] };

/** The rows of amounts as they must be: what the inventory offers, and what holds take, of places that are gone too. */
export function expectedAccounts(ledger: HostLedger): readonly LedgerAccount[] {
  const accounts = new Map<string, LedgerAccount>();
  for (const { resource, place, capacity } of hostCapacities(ledger.inventory)) {
    accounts.set(keyOf({ resource, place }), { resource, place, capacity, used: 0 });
  }
  for (const { resource, place, amount } of takenOf(ledger)) {
    const key = keyOf({ resource, place });
    accounts.set(key, {
      resource,
      place,
      capacity: accounts.get(key)?.capacity ?? nothingAt(accounts, key),
      used: amount,
    });
  }
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
      .flatMap((account) => auditAccount(ledger.hostName, { ...account, capacity: 0, used: 0 }, account)),
  ];
}

function auditAccount(
  hostName: string,
  expected: LedgerAccount,
  found: LedgerAccount | undefined,
): readonly Discrepancy[] {
  const subject = `host ${hostName}, ${expected.resource}${expected.place === '' ? '' : ` of ${expected.place}`}`;
  const { capacity, used } = expected;
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

/** What is not offered is not there; what is offered without a figure is not known. */
function nothingAt(accounts: ReadonlyMap<string, LedgerAccount>, key: string): number | null {
  return accounts.has(key) ? null : 0;
}

function keyOf({ resource, place }: LedgerPlace): string {
  return `${resource} ${place}`;
}

function text(amount: number | null): string {
  return amount === null ? 'unknown' : String(amount);
}
