import type { ReplanSchedule } from '@iopath/usecases';
import type { ReplanScheduleDraft } from '@iopath/usecases';
import { PageDto } from '../../paging/page';
import { InstantField, UuidField } from '../../wire/domain-fields';
import { BooleanField, IntField, ListField, ObjectField, TextField } from '../../wire/fields';
import { EXAMPLE_SCHEDULE_ID } from '../replans.example';
import { fromReplanRequest } from '../request/from-replan-request';
import { ReplanRequestDto } from '../request/replan-request.dto';
import { toReplanDraft } from '../request/replan-request.mapper';

const MAX_GENERATION = 2 ** 31 - 1;

export class CreateReplanScheduleDto {
  @TextField({ description: 'Name, for people.', example: 'nightly rebalance' })
  name: string;

  @TextField({
    maxLength: 100,
    description: 'When: minute, hour, day of month, month, day of week, as in a crontab.',
    example: '0 3 * * *',
  })
  cron: string;

  @TextField({ maxLength: 64, default: 'UTC', description: 'IANA time zone in which that is read.', example: 'UTC' })
  time_zone?: string;

  @BooleanField({ default: true, description: 'Whether it runs.', example: true })
  enabled?: boolean;

  @ObjectField(() => ReplanRequestDto, { description: 'What is looked for each time.' })
  replan: ReplanRequestDto;
}

export class PutReplanScheduleDto extends CreateReplanScheduleDto {
  @IntField({ min: 1, max: MAX_GENERATION, description: 'The generation you saw.', example: 1 })
  generation: number;
}

export class ReplanScheduleDto extends CreateReplanScheduleDto {
  @UuidField({ description: 'Id of the schedule.', example: EXAMPLE_SCHEDULE_ID })
  id: string;

  @IntField({ min: 1, description: 'Counts the times it was written.', example: 1 })
  generation: number;

  @InstantField({
    optional: true,
    description: 'When it is due next; null: never.',
    example: '2026-11-22T03:00:00.000Z',
  })
  next_run_at: string | null;

  @InstantField({ optional: true, description: 'When it was due last.', example: null })
  last_run_at: string | null;

  @UuidField({ optional: true, description: 'The re-plan that was queued last.', example: null })
  last_replan_id: string | null;

  @InstantField({ description: 'When it was created.', example: '2026-11-21T08:00:00.000Z' })
  created_at: string;

  @InstantField({ description: 'When it was last written.', example: '2026-11-21T08:00:00.000Z' })
  updated_at: string;
}

export class ReplanScheduleListDto extends PageDto {
  @ListField(() => ReplanScheduleDto, { description: 'Oldest first.' })
  replan_schedules: ReplanScheduleDto[];
}

/** @param projectOf the project that a request is for, of the one that it names */
export function toScheduleDraft(
  { name, cron, time_zone, enabled, replan }: CreateReplanScheduleDto,
  projectOf: (named: string | undefined) => string,
): ReplanScheduleDraft {
  return {
    name,
    cron,
    timeZone: time_zone ?? 'UTC',
    enabled: enabled ?? true,
    replan: toReplanDraft(replan, projectOf, '/replan'),
  };
}

export function fromSchedule(schedule: ReplanSchedule): ReplanScheduleDto {
  return {
    id: schedule.id,
    name: schedule.name,
    cron: schedule.cron,
    time_zone: schedule.timeZone,
    enabled: schedule.enabled,
    replan: fromReplanRequest(schedule.request),
    generation: schedule.generation,
    next_run_at: instantOf(schedule.nextRunAtMs),
    last_run_at: instantOf(schedule.lastRunAtMs),
    last_replan_id: schedule.lastReplanId,
    created_at: new Date(schedule.createdAtMs).toISOString(),
    updated_at: new Date(schedule.updatedAtMs).toISOString(),
  };
}

function instantOf(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
