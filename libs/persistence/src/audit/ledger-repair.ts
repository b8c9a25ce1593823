import { type AuditCode, type Discrepancy, expectedAccounts } from '@iopath/core';
import type { Database, Session } from '../database';
import { endReservations, lockHosts } from '../ledger';
import * as sql from './audit.sql';
import { lookAtHost } from './ledger-view';

const OF_ACCOUNTS: readonly AuditCode[] = [
  'capacity.missing',
  'capacity.differs',
  'used.differs',
  'foreign_used.differs',
];

/**
 * Puts right what can be of one host, in one transaction: it locks the host as every writer of the ledger does, looks
 * again, and does only what is still to be done. What is written is told in the history as the work of `audit`.
 *
 * @returns those of `found` that were repaired by this.
 */
export function repairHost(
  database: Database,
  hostName: string,
  found: readonly Discrepancy[],
): Promise<readonly Discrepancy[]> {
  return database.transaction(async (session) => {
    await session.query(sql.SIGN_REPAIR, ['repaired by an audit of the ledger']);
    await lockHosts(session, [hostName]);
    const before = await lookAtHost(session, hostName);
    if (before === null) return [];
    const overdue = subjectsOf(before.found, 'reservation.overdue', 'reservation ');
    if (overdue.length > 0) await endReservations(session, overdue, 'expired');
    const ended = subjectsOf(before.found, 'allocation.reservation_ended', 'allocation ');
    if (ended.length > 0) await session.query(sql.END_ALLOCATIONS, [ended]);
    await session.query(sql.JUDGE_CLAIMS, [hostName]);
    await setAccounts(session, hostName);
    const still = new Set((await lookAtHost(session, hostName))?.found.map(keyOf));
    return found.filter((each) => each.repairable && !still.has(keyOf(each)));
  });
}

/** Adds to the history of a hold what the hold is now, if the history still says something else. */
export function repairHistory(database: Database, { subject }: Discrepancy): Promise<boolean> {
  const [kind, id] = subject.split(' ') as ['reservation' | 'allocation', string];
  return database.transaction(async (session) => {
    await session.query(sql.SIGN_REPAIR, ['missing from the history until an audit']);
    return (await session.query(sql.ADD_TO_HISTORY[kind], [id])).length > 0;
  });
}

/** After what ends holds: that gave back amounts from rows that may have been wrong. */
async function setAccounts(session: Session, hostName: string): Promise<void> {
  const now = await lookAtHost(session, hostName);
  if (now === null || !now.found.some(({ code }) => OF_ACCOUNTS.includes(code))) return;
  await session.query(sql.SET_ACCOUNTS, [hostName, JSON.stringify(expectedAccounts(now.ledger))]);
}

function subjectsOf(found: readonly Discrepancy[], wanted: AuditCode, prefix: string): readonly string[] {
  return found
    .filter(({ code, repairable }) => code === wanted && repairable)
    .map(({ subject }) => subject.slice(prefix.length));
}

function keyOf({ code, subject }: Discrepancy): string {
  return `${code} ${subject}`;
}
