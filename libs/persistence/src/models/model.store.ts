import type { ScopedParameters } from '@iopath/core';
import {
  type CalibrationRecord,
  type ModelAction,
  type ModelAuthor,
  type ModelChange,
  type ModelChoice,
  type ModelState,
  ModelStore,
  type NewModel,
  type Page,
  type StoredModel,
} from '@iopath/usecases';
import type { Database, Session } from '../database';
import { pageOf, unknownMarker } from '../paging';
import * as sql from './model.sql';

interface ModelRow {
  readonly version: string;
  readonly base: string;
  readonly state: ModelState;
  readonly document: { readonly scopes: readonly ScopedParameters[] };
  readonly calibration: CalibrationRecord;
  readonly created_at: Date;
  readonly created_by: string | null;
}

interface ChangeRow {
  readonly at: Date;
  readonly action: ModelAction;
  readonly from_version: string | null;
  readonly to_version: string | null;
  readonly by: string | null;
  readonly request_id: string | null;
}

/** Versions are written once; their states and the history change in one transaction. */
export class PostgresModelStore extends ModelStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async list(limit: number, marker: string | null): Promise<Page<StoredModel>> {
    if (marker !== null && (await this.get(marker)) === null) throw unknownMarker(marker);
    const rows = await this.database.query<ModelRow>(sql.LIST, [marker, limit + 1]);
    return pageOf(rows, limit, toModel, ({ version }) => version);
  }

  override async get(version: string): Promise<StoredModel | null> {
    const [row] = await this.database.query<ModelRow>(sql.GET, [version]);
    return row === undefined ? null : toModel(row);
  }

  override async active(): Promise<StoredModel | null> {
    const [row] = await this.database.query<ModelRow>(sql.ACTIVE);
    return row === undefined ? null : toModel(row);
  }

  override create({ base, scopes, calibration }: NewModel, author: ModelAuthor): Promise<StoredModel> {
    return this.database.transaction(async (session) => {
      const documents = [{ scopes }, calibration].map((document) => JSON.stringify(document));
      const [row] = await session.query<ModelRow>(sql.CREATE, [base, ...documents, author.userId]);
      if (row === undefined) throw new Error('the version was not stored');
      await tell(session, 'calibrate', calibration.from, row.version, author);
      return toModel(row);
    });
  }

  override activate(
    action: Exclude<ModelAction, 'calibrate'>,
    choose: ModelChoice,
    author: ModelAuthor,
  ): Promise<void> {
    return this.database.transaction(async (session) => {
      await session.query(sql.TAKE_TURN);
      const [row] = await session.query<ModelRow>(sql.ACTIVE);
      const active = row?.version ?? null;
      const choice = choose(active, (await session.query<ChangeRow>(sql.HISTORY)).map(toChange));
      if (choice === undefined) return;
      await session.query(sql.RETIRE);
      if (choice.to !== null) await session.query(sql.ACTIVATE, [choice.to]);
      await tell(session, action, active, choice.to, author);
    });
  }

  override async history(of?: { readonly version: string | null }): Promise<readonly ModelChange[]> {
    const rows =
      of === undefined
        ? await this.database.query<ChangeRow>(sql.HISTORY)
        : await this.database.query<ChangeRow>(sql.HISTORY_OF, [of.version]);
    return rows.map(toChange);
  }
}

async function tell(
  session: Session,
  action: ModelAction,
  from: string | null,
  to: string | null,
  { userId, requestId }: ModelAuthor,
): Promise<void> {
  await session.query(sql.TELL, [action, from, to, userId, requestId]);
}

function toModel({ version, base, state, document, calibration, created_at, created_by }: ModelRow): StoredModel {
  const { scopes } = document;
  return { version, base, state, scopes, calibration, createdAtMs: created_at.getTime(), createdBy: created_by };
}

function toChange({ at, action, from_version, to_version, by, request_id }: ChangeRow): ModelChange {
  return { atMs: at.getTime(), action, from: from_version, to: to_version, by, requestId: request_id };
}
