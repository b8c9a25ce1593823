import {
  type LoneSync,
  type Page,
  type StageRecord,
  type Sync,
  SYNC_STAGES,
  type SyncFailure,
  type SyncOrigin,
  type SyncStageName,
  type SyncState,
  SyncStore,
} from '@iopath/usecases';
import type { Database, Session } from '../database';
import type { Sync as SyncModel } from '../generated/client';
import { isUuid } from '../name-based-uuid';
import { pageOf, unknownMarker } from '../paging';
import * as sql from './sync.sql';

interface SyncRow {
  readonly id: string;
  readonly origin: string;
  readonly state: string;
  readonly stages: unknown;
  readonly failure: unknown;
  readonly requested_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

const LEFT_BEHIND: SyncFailure = {
  code: 'sync.interrupted',
  detail: 'The worker that ran it ended without a word.',
  service: null,
};

/** Synchronisations with the cloud. */
export class PostgresSyncStore extends SyncStore {
  constructor(private readonly database: Database) {
    super();
  }

  async request(id: string, stages: readonly SyncStageName[]): Promise<Sync> {
    const again = await this.get(id);
    if (again !== null) return again;
    const [row] = await this.database.query<SyncRow>(sql.REQUEST, [
      id,
      JSON.stringify(stages.map(waiting)),
      SYNC_STAGES,
    ]);
    if (row === undefined) throw new Error('The database did not tell what it queued.');
    return toSync(row);
  }

  async isDue(everyMs: number | null): Promise<boolean> {
    const [row] = await this.database.query<{ due: boolean }>(sql.IS_DUE, [everyMs, SYNC_STAGES.length]);
    return row?.due === true;
  }

  alone<T>(work: (lone: LoneSync) => Promise<T>): Promise<T | null> {
    return this.database.lend(async (session, lost) => {
      await session.query(sql.NOTICE_DEATH);
      const [lock] = await session.query<{ locked: boolean }>(sql.TRY_LOCK);
      if (lock?.locked !== true) return null;
      try {
        return await work(new LockedSync(session, lost));
      } finally {
        // A lost session has let go of the lock itself.
        await session.query(sql.UNLOCK).catch(() => undefined);
      }
    });
  }

  /** Newest first. */
  async list(limit: number, marker: string | null): Promise<Page<Sync>> {
    const { sync } = this.database.prisma;
    if (marker !== null && !(isUuid(marker) && (await sync.count({ where: { id: marker } })))) {
      throw unknownMarker(marker);
    }
    const rows = await sync.findMany({
      orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
      ...(marker === null ? {} : { cursor: { id: marker }, skip: 1 }),
    });
    return pageOf(rows, limit, fromModel, ({ id }) => id);
  }

  async get(id: string): Promise<Sync | null> {
    if (!isUuid(id)) return null;
    const row = await this.database.prisma.sync.findUnique({ where: { id } });
    return row && fromModel(row);
  }
}

/**
 * Writes on the session that holds the lock, so that who has lost it cannot write any more. Statements follow one
 * another: a session runs one at a time.
 */
class LockedSync implements LoneSync {
  constructor(
    private readonly session: Session,
    readonly signal: AbortSignal,
  ) {}

  async begin(newId: string, everyMs: number | null): Promise<Sync | null> {
    await this.session.query(sql.FAIL_LEFT_BEHIND, [JSON.stringify(LEFT_BEHIND)]);
    await this.session.query(sql.FORGET_OLD);
    const [queued] = await this.session.query<SyncRow>(sql.TAKE_QUEUED);
    if (queued !== undefined) return toSync(queued);
    if (everyMs === null) return null;
    const stages = JSON.stringify(SYNC_STAGES.map(waiting));
    const [scheduled] = await this.session.query<SyncRow>(sql.BEGIN_SCHEDULED, [newId, stages, everyMs]);
    return scheduled === undefined ? null : toSync(scheduled);
  }

  async keep({ id, state, stages, failure }: Sync): Promise<void> {
    const documents = [JSON.stringify(stages), failure === null ? null : JSON.stringify(failure)];
    const [kept] = await this.session.query(sql.KEEP, [id, state, ...documents]);
    if (kept === undefined) throw new Error(`Synchronisation ${id} is not running any more.`);
  }
}

function waiting(name: SyncStageName): StageRecord {
  return {
    name,
    state: 'waiting',
    startedAtMs: null,
    finishedAtMs: null,
    done: 0,
    total: null,
    note: null,
    figures: {},
    warnings: [],
    storedFactsOf: [],
    failure: null,
  };
}

function fromModel({ requestedAt, startedAt, finishedAt, ...row }: SyncModel): Sync {
  return toSync({ ...row, requested_at: requestedAt, started_at: startedAt, finished_at: finishedAt });
}

/** The database holds only what this library wrote, so documents are trusted. */
function toSync(row: SyncRow): Sync {
  return {
    id: row.id,
    origin: row.origin as SyncOrigin,
    state: row.state as SyncState,
    stages: row.stages as readonly StageRecord[],
    failure: row.failure as SyncFailure | null,
    requestedAtMs: row.requested_at.getTime(),
    startedAtMs: row.started_at?.getTime() ?? null,
    finishedAtMs: row.finished_at?.getTime() ?? null,
  };
}
