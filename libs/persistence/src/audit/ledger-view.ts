import {
  auditGuards,
  auditHistory,
  auditHost,
  auditOutbox,
  auditReserved,
  auditStrays,
  type Discrepancy,
  type HistoryRecord,
  type HostLedger,
  type OutboxRecord,
  type ReservedRecord,
  type StrayRecord,
} from '@iopath/core';
import type { Session, Statement } from '../database';
import * as sql from './audit.sql';
import { GUARDS_IN_FORCE, LEDGER_GUARDS } from './ledger-guards';

/** An inventory is some 20 kB, so a page of hosts with what they hold stays near 2 MB. */
const HOSTS_A_PAGE = 50;
const ROWS_A_PAGE = 5_000;
/** Below every id. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** The whole ledger at one moment, page by page; the session's transaction sees that moment throughout. */
export class LedgerView {
  private constructor(
    private readonly session: Session,
    private readonly nowMs: number,
  ) {}

  static async of(session: Session): Promise<LedgerView> {
    const [view] = await session.query<{ now_ms: number }>(sql.VIEW_TIME);
    if (view === undefined) throw new Error('The database did not tell the time.');
    return new LedgerView(session, view.now_ms);
  }

  /** What is wrong with the ledger host by host, a page of hosts at a time. */
  async *hosts(): AsyncGenerator<{
    readonly hosts: number;
    readonly found: ReadonlyMap<string, readonly Discrepancy[]>;
  }> {
    let after = '';
    for (;;) {
      const page = await this.session.query<HostLedger>(sql.HOSTS_AFTER, [after, HOSTS_A_PAGE]);
      yield { hosts: page.length, found: new Map(page.map((host) => [host.hostName, auditHost(host, this.nowMs)])) };
      if (page.length < HOSTS_A_PAGE) return;
      after = page.at(-1)?.hostName ?? after;
    }
  }

  /** Holds whose history ends with something else. */
  async *histories(kind: 'reservation' | 'allocation'): AsyncGenerator<readonly Discrepancy[]> {
    for await (const page of this.byId<HistoryRecord>(sql.HISTORIES[kind])) yield auditHistory(page);
  }

  /** What belongs to no host that there is: guards of the schema, requests, and holds without a host. */
  async *others(): AsyncGenerator<readonly Discrepancy[]> {
    const guards = await this.session.query<{ guard: string }>(GUARDS_IN_FORCE);
    yield auditGuards(LEDGER_GUARDS, new Set(guards.map(({ guard }) => guard)));
    yield auditStrays(await this.session.query<StrayRecord>(sql.STRAYS));
    for await (const page of this.byId<ReservedRecord>(sql.RESERVED_AFTER)) yield auditReserved(page);
    yield auditOutbox(await this.session.query<OutboxRecord>(sql.UNDELIVERED));
  }

  private async *byId<Row extends { readonly id: string }>(statement: Statement): AsyncGenerator<readonly Row[]> {
    for (let after = NO_ID; ;) {
      const page = await this.session.query<Row>(statement, [after, ROWS_A_PAGE]);
      yield page;
      if (page.length < ROWS_A_PAGE) return;
      after = page.at(-1)?.id ?? after;
    }
  }
}

/** The ledger of one host as the session sees it now, and what is wrong with it; null when there is no such host. */
export async function lookAtHost(
  session: Session,
  hostName: string,
): Promise<{ readonly ledger: HostLedger; readonly found: readonly Discrepancy[] } | null> {
  const [view] = await session.query<{ now_ms: number }>(sql.VIEW_TIME);
  const [ledger] = await session.query<HostLedger>(sql.ONE_HOST, [hostName]);
  return ledger === undefined || view === undefined ? null : { ledger, found: auditHost(ledger, view.now_ms) };
}
