import { documented } from '../../openapi/documented';
import { PAGE_QUERY } from '../../paging/page.docs';
import { EXAMPLE_SCHEDULE_ID, EXAMPLE_SCHEDULE_KEY } from '../replans.example';
import {
  CreateReplanScheduleDto,
  PutReplanScheduleDto,
  ReplanScheduleDto,
  ReplanScheduleListDto,
} from './replan-schedule.dto';

const REPLAN = {
  reason: 'rebalance',
  targets: [],
  limits: { max_moves: 20, live_only: true, keep_groups: true, windows: [] },
  time_budget_s: 60,
} as const;

const SCHEDULE: ReplanScheduleDto = {
  id: EXAMPLE_SCHEDULE_ID,
  name: 'nightly rebalance',
  cron: '0 3 * * *',
  time_zone: 'Europe/Berlin',
  enabled: true,
  replan: { ...REPLAN, targets: [], limits: { ...REPLAN.limits, windows: [] } },
  generation: 1,
  next_run_at: '2026-11-22T02:00:00.000Z',
  last_run_at: null,
  last_replan_id: null,
  created_at: '2026-11-21T08:00:00.000Z',
  updated_at: '2026-11-21T08:00:00.000Z',
};

const BODY = {
  name: 'nightly rebalance',
  cron: '0 3 * * *',
  time_zone: 'Europe/Berlin',
  replan: { reason: 'rebalance', limits: { max_moves: 20, live_only: true }, time_budget_s: 60 },
};

const SCHEDULE_PATH = { id: { description: 'Id of the schedule.', example: EXAMPLE_SCHEDULE_ID } };

export const replanSchedulesDocs = {
  create: documented({
    id: 'createReplanSchedule',
    policy: 'io_advisor:replan_schedule:create',
    summary: 'Schedule re-plans',
    description:
      'Queues the same re-plan again and again. Each run is queued once, however many workers there are. Runs that were ' +
      'missed while nobody worked are made up for by one; a run is left out while the one before it goes on.',
    headers: {
      'Idempotency-Key': {
        description: 'The same key with the same body gives the first answer again. The key fixes the id, too.',
        example: EXAMPLE_SCHEDULE_KEY,
      },
    },
    body: { type: CreateReplanScheduleDto, examples: { nightly: { summary: 'Every night at three', value: BODY } } },
    answers: {
      201: {
        description: 'Kept.',
        type: ReplanScheduleDto,
        example: SCHEDULE,
        headers: { Location: 'Where it can be read.' },
      },
    },
    problems: [
      'idempotency.key_malformed',
      'idempotency.key_reused',
      'idempotency.in_progress',
      'auth.foreign_project',
    ],
  }),

  list: documented({
    id: 'listReplanSchedules',
    policy: 'io_advisor:replan_schedule:list',
    summary: 'List schedules',
    description: 'Oldest first, a page at a time.',
    query: PAGE_QUERY,
    answers: {
      200: {
        description: 'A page.',
        type: ReplanScheduleListDto,
        example: { replan_schedules: [SCHEDULE], links: [] },
      },
    },
    problems: ['query.marker_unknown'],
  }),

  get: documented({
    id: 'getReplanSchedule',
    policy: 'io_advisor:replan_schedule:get',
    summary: 'Look at a schedule',
    description: 'What it asks for, when it was due last, and when it is due next.',
    path: SCHEDULE_PATH,
    answers: { 200: { description: 'The schedule.', type: ReplanScheduleDto, example: SCHEDULE } },
    problems: ['replan_schedule.not_found'],
  }),

  put: documented({
    id: 'putReplanSchedule',
    policy: 'io_advisor:replan_schedule:put',
    summary: 'Replace a schedule',
    description: 'Replaces the whole of it. The next run is reckoned from now.',
    path: SCHEDULE_PATH,
    body: {
      type: PutReplanScheduleDto,
      examples: { disabled: { summary: 'Not for the time being', value: { ...BODY, enabled: false, generation: 1 } } },
    },
    answers: {
      200: {
        description: 'Replaced.',
        type: ReplanScheduleDto,
        example: { ...SCHEDULE, enabled: false, next_run_at: null, generation: 2 },
      },
    },
    problems: ['replan_schedule.not_found', 'replan_schedule.generation_conflict', 'auth.foreign_project'],
  }),

  delete: documented({
    id: 'deleteReplanSchedule',
    policy: 'io_advisor:replan_schedule:delete',
    summary: 'Delete a schedule',
    description: 'No more runs of it are queued. Its re-plans stay.',
    path: SCHEDULE_PATH,
    answers: { 204: { description: 'Deleted.' } },
    problems: ['replan_schedule.not_found'],
  }),
};
