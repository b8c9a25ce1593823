import {
  STAGE_STATES,
  type StageRecord,
  type StageState,
  type Sync,
  SYNC_STAGES,
  SYNC_STATES,
  type SyncFailure,
  type SyncOrigin,
  type SyncStageName,
  type SyncState,
} from '@iopath/usecases';
import { PageDto } from '../paging/page';
import { InstantField, UuidField } from '../wire/domain-fields';
import {
  EnumField,
  EnumListField,
  IntField,
  ListField,
  MapField,
  ObjectField,
  TextField,
  TextListField,
} from '../wire/fields';
import { EXAMPLE_SYNC_ID } from './syncs.example';

const MAX_COUNT = 2 ** 31 - 1;

export class RequestSyncDto {
  @EnumListField(SYNC_STAGES, {
    optional: true,
    minItems: 1,
    maxItems: SYNC_STAGES.length,
    description: 'Stages that are to run; left out: all. They run in their own order.',
    example: ['hosts', 'networks'],
  })
  stages?: SyncStageName[];
}

export class SyncFailureDto {
  @EnumField(['cloud.unavailable', 'cloud.refused', 'sync.interrupted', 'internal.error'], {
    description: 'What kind of failure it is; `cloud.unavailable` may be over by the next time.',
    example: 'cloud.unavailable',
  })
  code: string;

  @TextField({ maxLength: 4096, description: 'In words.', example: 'placement does not answer' })
  detail: string;

  @TextField({ optional: true, description: 'Service of the cloud that it was about.', example: 'placement' })
  service: string | null;
}

export class SyncStageDto {
  @EnumField(SYNC_STAGES, { description: 'Which stage.', example: 'hosts' })
  name: SyncStageName;

  @EnumField(STAGE_STATES, { description: 'How far it is.', example: 'succeeded' })
  state: StageState;

  @InstantField({ optional: true, description: 'When it began.', example: '2026-11-21T08:00:00.000Z' })
  started_at: string | null;

  @InstantField({ optional: true, description: 'When it was over.', example: '2026-11-21T08:00:01.000Z' })
  finished_at: string | null;

  @IntField({ max: MAX_COUNT, description: 'How many things it has done.', example: 24 })
  done: number;

  @IntField({ max: MAX_COUNT, optional: true, description: 'Of how many; left out or null: not known.', example: 24 })
  total: number | null;

  @TextField({ optional: true, description: 'What it is at.', example: 'trees of Placement' })
  note: string | null;

  @MapField({
    keys: [],
    values: [],
    of: 'number',
    description: 'What it counted.',
    example: { hosts: 24, trees_read: 2 },
  })
  figures: Record<string, number>;

  @TextListField({ maxItems: 1000, description: 'What was not in order, though it has done its work.', example: [] })
  warnings: string[];

  @EnumListField(SYNC_STAGES, {
    maxItems: SYNC_STAGES.length,
    description: 'Stages whose facts it needs, and which it had to take as they were stored.',
    example: [],
  })
  stored_facts_of: SyncStageName[];

  @ObjectField(() => SyncFailureDto, { optional: true, description: 'Why it failed.' })
  failure: SyncFailureDto | null;
}

export class SyncDto {
  @UuidField({ description: 'Id of the synchronisation.', example: EXAMPLE_SYNC_ID })
  id: string;

  @EnumField(['schedule', 'request'] satisfies SyncOrigin[], {
    description: 'Who asked for it: the clock of the workers, or a client of this API.',
    example: 'request',
  })
  origin: SyncOrigin;

  @EnumField(SYNC_STATES, {
    description: '`partly_failed`: some stages succeeded, some did not.',
    example: 'succeeded',
  })
  state: SyncState;

  @ListField(() => SyncStageDto, { description: 'In the order in which they run.' })
  stages: SyncStageDto[];

  @InstantField({ description: 'When it was asked for.', example: '2026-11-21T08:00:00.000Z' })
  requested_at: string;

  @InstantField({ optional: true, description: 'When it began.', example: '2026-11-21T08:00:00.000Z' })
  started_at: string | null;

  @InstantField({ optional: true, description: 'When it was over.', example: '2026-11-21T08:00:02.000Z' })
  finished_at: string | null;

  @ObjectField(() => SyncFailureDto, { optional: true, description: 'Why it was broken off.' })
  failure: SyncFailureDto | null;
}

export class SyncListDto extends PageDto {
  @ListField(() => SyncDto, { description: 'Newest first.' })
  syncs: SyncDto[];
}

export function fromSync(sync: Sync): SyncDto {
  const { id, origin, state, stages, requestedAtMs, startedAtMs, finishedAtMs, failure } = sync;
  return {
    id,
    origin,
    state,
    stages: stages.map(fromStage),
    requested_at: new Date(requestedAtMs).toISOString(),
    started_at: instantOf(startedAtMs),
    finished_at: instantOf(finishedAtMs),
    failure: fromFailure(failure),
  };
}

export function fromStage(stage: StageRecord): SyncStageDto {
  const { name, state, startedAtMs, finishedAtMs, done, total, note, figures, warnings, storedFactsOf, failure } =
    stage;
  return {
    name,
    state,
    started_at: instantOf(startedAtMs),
    finished_at: instantOf(finishedAtMs),
    done,
    total,
    note,
    figures: { ...figures },
    warnings: [...warnings],
    stored_facts_of: [...storedFactsOf],
    failure: fromFailure(failure),
  };
}

function fromFailure(failure: SyncFailure | null): SyncFailureDto | null {
  return failure && { code: failure.code, detail: failure.detail, service: failure.service };
}

function instantOf(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
