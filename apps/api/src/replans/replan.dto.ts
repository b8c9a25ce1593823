import { REPLAN_REASONS, type ReplanProgress, type ReplanReason } from '@iopath/core';
import {
  type Replan,
  REPLAN_STATUSES,
  type ReplanOrigin,
  type ReplanStatus,
  type ReplanSummary,
} from '@iopath/usecases';
import { PageDto, PageQuery } from '../paging/page';
import { FailureDto } from '../recommendations/recommendation.dto';
import { InstantField, UuidField } from '../wire/domain-fields';
import { BooleanField, EnumField, IntField, ListField, NumberField, ObjectField, TextField } from '../wire/fields';
import { EXAMPLE_REPLAN_ID } from './replans.example';
import { fromReplanRequest } from './request/from-replan-request';
import { ReplanRequestDto } from './request/replan-request.dto';
import { CapacityAnswerDto, PlanDto, UnlockAnswerDto } from './result/plan.dto';
import { fromCapacity, fromPlan, fromUnlock } from './result/plan.mapper';

const STAGES = [
  'reading',
  'options',
  'search',
  'exact',
  'ordering',
  'efficacy',
] as const satisfies ReplanProgress['stage'][];
const ORIGINS = ['request', 'schedule', 'rest'] as const satisfies ReplanOrigin[];

export class ReplanQuery extends PageQuery {
  @EnumField(REPLAN_REASONS, { optional: true, description: 'Of this reason only.', example: 'drain' })
  reason?: ReplanReason;

  @EnumField(REPLAN_STATUSES, { optional: true, description: 'In this status only.', example: 'planned' })
  status?: ReplanStatus;
}

export class ReplanProgressDto {
  @EnumField(STAGES, {
    description:
      '`reading` the fleet, `options`: places of each VM, `search`, `exact`: by the solver, `ordering` the steps, `efficacy`.',
    example: 'search',
  })
  stage: ReplanProgress['stage'];

  @IntField({ optional: true, description: 'Moves of the best plan so far; null before there is one.', example: 40 })
  moves: number | null;

  @NumberField({ optional: true, description: 'No plan is charged less; null before that is known.', example: 396 })
  bound: number | null;

  @NumberField({ optional: true, description: 'From the best plan so far to the bound.', example: 0.01 })
  gap: number | null;
}

/** A re-plan without what it found. */
export class ReplanSummaryDto {
  @UuidField({ description: 'Id of the re-plan.', example: EXAMPLE_REPLAN_ID })
  id: string;

  @EnumField(REPLAN_REASONS, { description: 'What for.', example: 'drain' })
  reason: ReplanReason;

  @EnumField(REPLAN_STATUSES, {
    description:
      '`queued`, `running`, then `planned`, `failed`, `cancelled`; `superseded`: the fleet has changed too much; and of a ' +
      'plan that is applied `applying`, `paused`, `stopped`, `applied`.',
    example: 'planned',
  })
  status: ReplanStatus;

  @EnumField(ORIGINS, {
    description: 'Who wants it: a client, a schedule, or a re-plan of which only some steps could be applied.',
    example: 'request',
  })
  origin: ReplanOrigin;

  @ObjectField(() => ReplanRequestDto, { description: 'What was asked for, defaults filled in.' })
  request: ReplanRequestDto;

  @BooleanField({ description: 'Whether another one is planned in its place when it is superseded.', example: false })
  supersede: boolean;

  @ObjectField(() => ReplanProgressDto, {
    optional: true,
    description: 'How far the search is; null before it begins.',
  })
  progress: ReplanProgressDto | null;

  @ObjectField(() => FailureDto, { optional: true, description: 'Why it failed; docs/replans.md has the codes.' })
  failure: FailureDto | null;

  @BooleanField({ description: 'Whether somebody wants it to end without a result.', example: false })
  cancel_requested: boolean;

  @InstantField({ description: 'When it was asked for.', example: '2026-11-21T08:00:00.000Z' })
  requested_at: string;

  @InstantField({ optional: true, description: 'When a worker took it first.', example: '2026-11-21T08:00:00.200Z' })
  started_at: string | null;

  @InstantField({ optional: true, description: 'When planning ended.', example: '2026-11-21T08:00:01.000Z' })
  finished_at: string | null;

  @UuidField({ optional: true, description: 'Of a re-plan of the rest: whose rest.', example: null })
  parent_id: string | null;

  @UuidField({ optional: true, description: 'Schedule that wants it.', example: null })
  schedule_id: string | null;

  @UuidField({ optional: true, description: 'The re-plan in its place.', example: null })
  superseded_by: string | null;
}

export class ReplanDto extends ReplanSummaryDto {
  @TextField({ optional: true, description: 'Hash of the fleet that it was planned on.', example: '3f6c…' })
  fleet_digest: string | null;

  @TextField({ optional: true, description: 'Version of the performance model.', example: '1.0.0' })
  model_version: string | null;

  @ObjectField(() => PlanDto, { optional: true, description: 'The way to what was asked for; null until it is found.' })
  plan: PlanDto | null;

  @ObjectField(() => CapacityAnswerDto, { optional: true, description: 'The answer to a question of `capacity`.' })
  capacity: CapacityAnswerDto | null;

  @ObjectField(() => UnlockAnswerDto, { optional: true, description: 'The answer to a question of `unlock`.' })
  unlock: UnlockAnswerDto | null;
}

export class ReplanListDto extends PageDto {
  @ListField(() => ReplanSummaryDto, { description: 'Newest first.' })
  replans: ReplanSummaryDto[];
}

export function fromSummary(replan: ReplanSummary): ReplanSummaryDto {
  const { id, status, origin, request, renews, progress, failure } = replan;
  return {
    id,
    reason: request.reason,
    status,
    origin,
    request: fromReplanRequest(request),
    supersede: renews,
    progress: progress && fromProgress(progress),
    failure: failure && { code: failure.code, detail: failure.detail },
    cancel_requested: replan.isCancelAsked,
    requested_at: new Date(replan.requestedAtMs).toISOString(),
    started_at: instantOf(replan.startedAtMs),
    finished_at: instantOf(replan.finishedAtMs),
    parent_id: replan.parentId,
    schedule_id: replan.scheduleId,
    superseded_by: replan.supersededBy,
  };
}

export function fromReplan(replan: Replan): ReplanDto {
  const { result } = replan;
  return {
    ...fromSummary(replan),
    fleet_digest: result?.fleetDigest ?? null,
    model_version: result?.modelVersion ?? null,
    plan: result?.kind === 'plan' ? fromPlan(result) : null,
    capacity: result?.kind === 'capacity' ? fromCapacity(result) : null,
    unlock: result?.kind === 'unlock' ? fromUnlock(result) : null,
  };
}

function fromProgress({ stage, moves, bound, gap }: ReplanProgress): ReplanProgressDto {
  return { stage, moves, bound, gap };
}

function instantOf(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
