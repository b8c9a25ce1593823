import type { ReplanProgress, ReplanReason, ReplanRequest, ReplanResult } from '@iopath/core';
import {
  type NewReplan,
  type Page,
  type PlanBasis,
  type Replan,
  type ReplanBacklog,
  type ReplanHold,
  type ReplanOrigin,
  type ReplanStatus,
  ReplanStore,
  type ReplanSummary,
  type TakenReplan,
} from '@iopath/usecases';
import type { Database, Statement } from '../database';
import { isUuid } from '../name-based-uuid';
import { pageOf, unknownMarker } from '../paging';
import * as sql from './replan.sql';

interface SummaryRow {
  readonly id: string;
  readonly status: ReplanStatus;
  readonly origin: ReplanOrigin;
  readonly request: ReplanRequest;
  readonly progress: ReplanProgress | null;
  readonly failure_code: string | null;
  readonly failure_detail: string | null;
  readonly requested_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly cancel_asked_at: Date | null;
  readonly parent_id: string | null;
  readonly schedule_id: string | null;
  readonly renews: boolean;
  readonly superseded_by: string | null;
  readonly user_id: string | null;
  readonly user_project_id: string | null;
}

/** Re-plans. The database holds only what this library wrote, so documents are trusted. */
export class PostgresReplanStore extends ReplanStore {
  constructor(private readonly database: Database) {
    super();
  }

  async create({ id, origin, request, renews, parentId, requestId, caller }: NewReplan): Promise<ReplanSummary> {
    const asked = [requestId, caller?.userId ?? null, caller?.projectId ?? null];
    const values = [id, origin, JSON.stringify(request), renews, parentId, ...asked];
    const [row] = await this.database.query<SummaryRow>(sql.CREATE, values);
    // A rival may have stored it after this statement's view was taken.
    const stored = row === undefined ? await this.find(id) : toSummary(row);
    if (stored === null) throw new Error(`Re-plan ${id} was neither stored nor found.`);
    return stored;
  }

  async get(id: string): Promise<Replan | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<SummaryRow & { result: ReplanResult | null }>(sql.GET, [id]);
    return row === undefined ? null : { ...toSummary(row), result: row.result };
  }

  async find(id: string): Promise<ReplanSummary | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<SummaryRow>(sql.FIND, [id]);
    return row === undefined ? null : toSummary(row);
  }

  async list(
    { reason, status }: { readonly reason: ReplanReason | null; readonly status: ReplanStatus | null },
    limit: number,
    marker: string | null,
  ): Promise<Page<ReplanSummary>> {
    if (marker !== null && !(isUuid(marker) && (await this.database.query(sql.EXISTS, [marker])).length > 0)) {
      throw unknownMarker(marker);
    }
    const rows = await this.database.query<SummaryRow>(sql.LIST, [reason, status, marker, limit + 1]);
    return pageOf(rows, limit, toSummary, ({ id }) => id);
  }

  async backlog(): Promise<ReplanBacklog> {
    const [counted] = await this.database.query<{ queued: number; running: number }>(sql.BACKLOG);
    return counted ?? { queued: 0, running: 0 };
  }

  async takeNext(leaseMs: number): Promise<TakenReplan | null> {
    const [taken] = await this.database.query<TakenReplan>(sql.TAKE_NEXT, [leaseMs]);
    return taken ?? null;
  }

  async renew({ id, attempts }: ReplanHold, progress: ReplanProgress | null): Promise<'held' | 'cancel' | 'lost'> {
    const values = [id, attempts, progress === null ? null : JSON.stringify(progress)];
    const [renewed] = await this.database.query<{ cancel: boolean }>(sql.RENEW, values);
    if (renewed === undefined) return 'lost';
    return renewed.cancel ? 'cancel' : 'held';
  }

  async giveBack({ id, attempts }: ReplanHold, delayMs: number, failed: boolean): Promise<void> {
    await this.database.query(sql.GIVE_BACK, [id, attempts, delayMs, failed ? 1 : 0]);
  }

  finish(hold: ReplanHold, result: ReplanResult, basis: PlanBasis | null): Promise<boolean> {
    return this.end(sql.FINISH, hold, [
      JSON.stringify(result),
      basis && basis.hosts.map(({ hostName }) => hostName),
      basis && basis.hosts.map(({ version }) => version),
      basis && basis.reservationIds,
    ]);
  }

  fail(hold: ReplanHold, code: string, detail: string): Promise<boolean> {
    return this.end(sql.FAIL, hold, [code, detail]);
  }

  endCancelled(hold: ReplanHold): Promise<boolean> {
    return this.end(sql.END_CANCELLED, hold, []);
  }

  async cancel(id: string): Promise<ReplanSummary | null> {
    if (!isUuid(id)) return null;
    await this.database.query(sql.CANCEL, [id]);
    return this.find(id);
  }

  async findOutdated(mostChanged: number): Promise<readonly string[]> {
    const rows = await this.database.query<{ id: string }>(sql.FIND_OUTDATED, [mostChanged]);
    return rows.map(({ id }) => id);
  }

  async supersede(id: string, newId: string, mostRenewals: number): Promise<boolean> {
    return (await this.database.query(sql.SUPERSEDE, [id, newId, mostRenewals])).length > 0;
  }

  private async end(statement: Statement, { id, attempts }: ReplanHold, values: readonly unknown[]): Promise<boolean> {
    return (await this.database.query(statement, [id, attempts, ...values])).length > 0;
  }
}

function toSummary(row: SummaryRow): ReplanSummary {
  const { failure_code: code, failure_detail: detail, user_id: userId } = row;
  return {
    id: row.id,
    status: row.status,
    origin: row.origin,
    request: row.request,
    progress: row.progress,
    failure: code === null ? null : { code, detail: detail ?? '' },
    requestedAtMs: row.requested_at.getTime(),
    startedAtMs: row.started_at?.getTime() ?? null,
    finishedAtMs: row.finished_at?.getTime() ?? null,
    isCancelAsked: row.cancel_asked_at !== null,
    parentId: row.parent_id,
    scheduleId: row.schedule_id,
    renews: row.renews,
    supersededBy: row.superseded_by,
    caller: userId === null ? null : { userId, projectId: row.user_project_id },
  };
}
