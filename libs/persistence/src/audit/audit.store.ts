import type { Discrepancy } from '@iopath/core';
import {
  type Audit,
  type AuditOrigin,
  AuditStore,
  type AuditSummary,
  type FoundDiscrepancy,
  type Page,
} from '@iopath/usecases';
import { type Database, ONE_READ_VIEW } from '../database';
import type { Audit as AuditRow } from '../generated/client';
import { isUuid } from '../name-based-uuid';
import { pageOf, unknownMarker } from '../paging';
import * as sql from './audit.sql';
import { repairHistory, repairHost } from './ledger-repair';
import { LedgerView } from './ledger-view';

type SummaryRow = Omit<AuditRow, 'discrepancies'>;
type Tell = (discrepancy: FoundDiscrepancy) => void;

/** Audits of the ledger: looking, repairing, and what was found. */
export class PostgresAuditStore extends AuditStore {
  constructor(private readonly database: Database) {
    super();
  }

  /** The view stays open while other transactions repair: they look again for themselves. */
  inspect(repair: boolean, tell: Tell): Promise<{ readonly hosts: number } | null> {
    return this.database.transaction(async (session) => {
      const [lock] = await session.query<{ locked: boolean }>(sql.TRY_LOCK);
      if (lock?.locked !== true) return null;
      const view = await LedgerView.of(session);
      let hosts = 0;
      for await (const found of view.others()) for (const each of found) tell({ ...each, repaired: false });
      for (const kind of ['reservation', 'allocation'] as const) {
        for await (const found of view.histories(kind)) await this.tellHistory(found, repair, tell);
      }
      for await (const page of view.hosts()) {
        hosts += page.hosts;
        for (const [hostName, found] of page.found) await this.tellHost(hostName, found, repair, tell);
      }
      return { hosts };
    }, ONE_READ_VIEW);
  }

  async keep(audit: Audit): Promise<void> {
    const { id, origin, repair, startedAtMs, finishedAtMs, hosts, found, left, discrepancies } = audit;
    const times = [new Date(startedAtMs), new Date(finishedAtMs)];
    const documents = [found, left, discrepancies].map((document) => JSON.stringify(document));
    await this.database.query(sql.KEEP, [id, origin, repair, ...times, hosts, ...documents]);
    await this.database.query(sql.FORGET_OLD);
  }

  /** Newest first. */
  async list(limit: number, marker: string | null): Promise<Page<AuditSummary>> {
    const { audit } = this.database.prisma;
    if (marker !== null && !(isUuid(marker) && (await audit.count({ where: { id: marker } })))) {
      throw unknownMarker(marker);
    }
    const rows = await audit.findMany({
      omit: { discrepancies: true },
      orderBy: [{ finishedAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
      ...(marker === null ? {} : { cursor: { id: marker }, skip: 1 }),
    });
    return pageOf(rows, limit, toSummary, ({ id }) => id);
  }

  async get(id: string): Promise<Audit | null> {
    if (!isUuid(id)) return null;
    const row = await this.database.prisma.audit.findUnique({ where: { id } });
    return row && { ...toSummary(row), discrepancies: row.discrepancies as unknown as Audit['discrepancies'] };
  }

  async lastScheduled(): Promise<AuditSummary | null> {
    const row = await this.database.prisma.audit.findFirst({
      omit: { discrepancies: true },
      where: { origin: 'schedule' },
      orderBy: [{ finishedAt: 'desc' }, { id: 'desc' }],
    });
    return row && toSummary(row);
  }

  private async tellHost(hostName: string, found: readonly Discrepancy[], repair: boolean, tell: Tell): Promise<void> {
    const isToRepair = repair && found.some(({ repairable }) => repairable);
    const repaired = new Set(isToRepair ? await repairHost(this.database, hostName, found) : []);
    for (const each of found) tell({ ...each, repaired: repaired.has(each) });
  }

  private async tellHistory(found: readonly Discrepancy[], repair: boolean, tell: Tell): Promise<void> {
    for (const each of found) tell({ ...each, repaired: repair && (await repairHistory(this.database, each)) });
  }
}

/** The database holds only what this library wrote, so documents are trusted. */
function toSummary({ id, origin, repair, startedAt, finishedAt, hosts, found, left }: SummaryRow): AuditSummary {
  return {
    id,
    origin: origin as AuditOrigin,
    repair,
    startedAtMs: startedAt.getTime(),
    finishedAtMs: finishedAt.getTime(),
    hosts,
    found: found as AuditSummary['found'],
    left: left as AuditSummary['left'],
  };
}
