import type { ReplanRequest } from '@iopath/core';
import {
  type CauseCaller,
  type Page,
  Refusal,
  type ReplanSchedule,
  type ReplanScheduleDocument,
  ReplanScheduleStore,
} from '@iopath/usecases';
import type { Database } from '../database';
import { isUuid } from '../name-based-uuid';
import { pageOf, unknownMarker } from '../paging';
import * as sql from './replan-schedule.sql';

interface ScheduleRow {
  readonly id: string;
  readonly name: string;
  readonly cron: string;
  readonly time_zone: string;
  readonly request: ReplanRequest;
  readonly enabled: boolean;
  readonly generation: number;
  readonly next_run_at: Date | null;
  readonly last_run_at: Date | null;
  readonly last_replan_id: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly user_id: string | null;
  readonly user_project_id: string | null;
}

/** Schedules of re-plans. */
export class PostgresReplanScheduleStore extends ReplanScheduleStore {
  constructor(private readonly database: Database) {
    super();
  }

  async create(
    id: string,
    document: ReplanScheduleDocument,
    nextRunAtMs: number | null,
    caller: CauseCaller | null,
  ): Promise<ReplanSchedule> {
    const values = [id, ...columnsOf(document, nextRunAtMs), caller?.userId ?? null, caller?.projectId ?? null];
    const [row] = await this.database.query<ScheduleRow>(sql.CREATE, values);
    const stored = row === undefined ? await this.get(id) : toSchedule(row);
    if (stored === null) throw new Error(`Schedule ${id} was neither stored nor found.`);
    return stored;
  }

  async get(id: string): Promise<ReplanSchedule | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<ScheduleRow>(sql.GET, [id]);
    return row === undefined ? null : toSchedule(row);
  }

  async list(limit: number, marker: string | null): Promise<Page<ReplanSchedule>> {
    if (marker !== null && (await this.get(marker)) === null) throw unknownMarker(marker);
    const rows = await this.database.query<ScheduleRow>(sql.LIST, [marker, limit + 1]);
    return pageOf(rows, limit, toSchedule, ({ id }) => id);
  }

  async replace(
    id: string,
    generation: number,
    document: ReplanScheduleDocument,
    nextRunAtMs: number | null,
  ): Promise<ReplanSchedule> {
    if (!isUuid(id)) throw notFound();
    const values = [id, generation, ...columnsOf(document, nextRunAtMs)];
    const [row] = await this.database.query<ScheduleRow>(sql.REPLACE, values);
    if (row !== undefined) return toSchedule(row);
    const present = await this.get(id);
    if (present === null) throw notFound();
    const message = `The schedule is at generation ${present.generation}.`;
    throw new Refusal('conflict', 'replan_schedule.generation_conflict', message);
  }

  async delete(id: string): Promise<void> {
    if (!isUuid(id) || (await this.database.query(sql.DELETE, [id])).length === 0) throw notFound();
  }

  async due(limit: number): Promise<readonly ReplanSchedule[]> {
    return (await this.database.query<ScheduleRow>(sql.DUE, [limit])).map(toSchedule);
  }

  async run({ id, nextRunAtMs: dueAtMs }: ReplanSchedule, newId: string, nextRunAtMs: number): Promise<boolean> {
    if (dueAtMs === null) return false;
    const values = [id, new Date(dueAtMs), newId, new Date(nextRunAtMs)];
    return (await this.database.query(sql.RUN, values)).length > 0;
  }
}

function columnsOf(
  { name, cron, timeZone, request, enabled }: ReplanScheduleDocument,
  nextRunAtMs: number | null,
): readonly unknown[] {
  const next = nextRunAtMs === null ? null : new Date(nextRunAtMs);
  return [name, cron, timeZone, JSON.stringify(request), enabled, next];
}

function toSchedule(row: ScheduleRow): ReplanSchedule {
  return {
    id: row.id,
    name: row.name,
    cron: row.cron,
    timeZone: row.time_zone,
    request: row.request,
    enabled: row.enabled,
    generation: row.generation,
    nextRunAtMs: row.next_run_at?.getTime() ?? null,
    lastRunAtMs: row.last_run_at?.getTime() ?? null,
    lastReplanId: row.last_replan_id,
    createdAtMs: row.created_at.getTime(),
    updatedAtMs: row.updated_at.getTime(),
    caller: row.user_id === null ? null : { userId: row.user_id, projectId: row.user_project_id },
  };
}

function notFound(): Refusal {
  return new Refusal('not_found', 'replan_schedule.not_found', 'There is no schedule of this id.');
}
