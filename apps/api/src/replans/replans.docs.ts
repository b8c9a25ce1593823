import { REPLAN_REASONS } from '@iopath/core';
import { REPLAN_STATUSES } from '@iopath/usecases';
import { documented } from '../openapi/documented';
import { PAGE_QUERY } from '../paging/page.docs';
import { ReplanDto, ReplanListDto, ReplanSummaryDto } from './replan.dto';
import { EXAMPLE_REPLAN_ID, EXAMPLE_REPLAN_KEY } from './replans.example';
import { RequestReplanDto } from './request/replan-request.dto';
import type { FleetMeasuresDto } from './result/efficacy.dto';

const EXAMPLE_HOST = 'compute-01';

const QUEUED: ReplanSummaryDto = {
  id: EXAMPLE_REPLAN_ID,
  reason: 'drain',
  status: 'queued',
  origin: 'request',
  request: {
    reason: 'drain',
    hosts: [EXAMPLE_HOST],
    limits: { max_parallel: 2, live_only: false, keep_groups: true, windows: [] },
    time_budget_s: 30,
  },
  supersede: false,
  progress: null,
  failure: null,
  cancel_requested: false,
  requested_at: '2026-11-21T08:00:00.000Z',
  started_at: null,
  finished_at: null,
  parent_id: null,
  schedule_id: null,
  superseded_by: null,
};

const BEFORE: FleetMeasuresDto = {
  hosts: 2,
  hosts_in_use: 2,
  vms: 4,
  free_vfs: 12,
  stranded_vfs: 4,
  stranded_vfs_by_node: [{ host_name: EXAMPLE_HOST, numa_node: 1, vfs: 4 }],
  free_huge_pages: [{ size_kib: 1_048_576, pages: 96 }],
  latency_met: { met: 3, asked: 4 },
  score: 3.4,
};

const VM = {
  reservation_id: '0d6f2f0a-5a0e-5c3b-9a54-0d0b8f3f6a21',
  recommendation_id: 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d',
  member: 0,
  server_id: '7c1f0e6a-0c57-4bd8-9d2b-1c3b5f0a9e11',
  name: 'db-1',
  project_id: 'default',
};

const PLANNED: ReplanDto = {
  ...QUEUED,
  status: 'planned',
  progress: { stage: 'efficacy', moves: 1, bound: 10.1, gap: 0 },
  started_at: '2026-11-21T08:00:00.200Z',
  finished_at: '2026-11-21T08:00:00.900Z',
  fleet_digest: '3f6c0a5be1d24b7f',
  model_version: '2.0.0',
  plan: {
    status: 'complete',
    steps: [
      {
        id: 's1',
        vm: VM,
        temporary: false,
        from_host: EXAMPLE_HOST,
        to_host: 'compute-02',
        mechanism: 'cold',
        action: 'migrate',
        interruption: { at_least_s: 30, at_most_s: 300, reason: 'The guest is stopped, copied and started again.' },
        place: {
          score: 0.87,
          nics: [{ name: 'data', path: 'sriov_vf', latency_p99_us: 33 }],
          disks: [{ name: 'root', path: 'virtio_blk', latency_p99_us: 210 }],
          devices: [{ device: 'data', kind: 'vf', address: '0000:3b:00.2', pf_address: '0000:3b:00.0', numa_node: 0 }],
          cells: [{ guest_cell: 0, host_node: 0, pinned_cpus: '2-9', memory_mib: 16_384, page_size_kib: 1_048_576 }],
        },
        waits_for: [],
      },
    ],
    stuck: [],
    objective: {
      value: 10.1,
      bound: 10.1,
      gap: 0,
      bound_by: 'optimum',
      terms: { stuck: 0, goal: 0, disruption: 10, score_lost: 0.1, stranded: 0 },
    },
    efficacy: {
      before: BEFORE,
      after: { ...BEFORE, hosts_in_use: 1 },
      hosts_freed: [EXAMPLE_HOST],
      waiting_requests: { asked: 0, fit_before: 0, fit_after: 0 },
      latency_changes: [
        { recommendation_id: VM.recommendation_id, member: 0, device: 'data', before_us: 31, after_us: 33 },
      ],
    },
  },
  capacity: null,
  unlock: null,
};

const REPLAN_PATH = { id: { description: 'Id of the re-plan.', example: EXAMPLE_REPLAN_ID } };

export const replansDocs = {
  request: documented({
    id: 'requestReplan',
    policy: 'io_advisor:replan:create',
    summary: 'Ask for a re-plan',
    description:
      'Queues a search for a way from the fleet as it is to a goal: hosts drained, a failure evaded, a better fleet. Nothing ' +
      'is moved by it. Workers search one at a time, beside all decisions and after them. See docs/replans.md.',
    headers: {
      'Idempotency-Key': {
        description: 'The same key with the same body gives the first answer again. The key fixes the id, too.',
        example: EXAMPLE_REPLAN_KEY,
      },
    },
    body: {
      type: RequestReplanDto,
      examples: {
        drain: {
          summary: 'Empty a host, two moves at a time',
          value: { reason: 'drain', hosts: [EXAMPLE_HOST], limits: { max_parallel: 2 } },
        },
        what_if: {
          summary: 'How many more VMs would fit with one more host like this one',
          value: {
            reason: 'what_if',
            changes: [{ op: 'add_hosts_like', host_name: EXAMPLE_HOST, count: 1 }],
            question: {
              kind: 'capacity',
              request: { name: 'db', flavor: { vcpus: 4, ram_mib: 4096, disk_gib: 20, extra_specs: {} } },
            },
          },
        },
      },
    },
    answers: {
      202: {
        description: 'Queued.',
        type: ReplanSummaryDto,
        example: QUEUED,
        headers: { Location: 'Where its progress, and then the plan, can be read.' },
      },
    },
    problems: [
      'replan.queue_full',
      'auth.foreign_project',
      'idempotency.key_malformed',
      'idempotency.key_reused',
      'idempotency.in_progress',
    ],
  }),

  list: documented({
    id: 'listReplans',
    policy: 'io_advisor:replan:list',
    summary: 'List re-plans',
    description: 'Newest first, a page at a time, without what they found. Those that are over are kept for 90 days.',
    query: {
      ...PAGE_QUERY,
      reason: { description: 'Of this reason only.', schema: { type: 'string', enum: [...REPLAN_REASONS] } },
      status: { description: 'In this status only.', schema: { type: 'string', enum: [...REPLAN_STATUSES] } },
    },
    answers: { 200: { description: 'A page.', type: ReplanListDto, example: { replans: [QUEUED], links: [] } } },
    problems: ['query.marker_unknown'],
  }),

  get: documented({
    id: 'getReplan',
    policy: 'io_advisor:replan:get',
    summary: 'Look at a re-plan',
    description:
      'How far it is; then the plan: ordered steps with what each waits for, how good it is against a proven bound, and ' +
      'what it changes. Or the answer to its question.',
    path: REPLAN_PATH,
    answers: { 200: { description: 'The re-plan.', type: ReplanDto, example: PLANNED } },
    problems: ['replan.not_found'],
  }),

  events: documented({
    id: 'streamReplanEvents',
    policy: 'io_advisor:replan:get',
    summary: 'Follow a re-plan',
    description:
      'Server-sent events: `progress` (the re-plan as it stands, without the plan; first of all on every connection, so ' +
      'nothing is missed and `Last-Event-ID` is not needed), `end` (planning is over; then the stream ends). Comments keep ' +
      'a silent connection alive.',
    path: REPLAN_PATH,
    answers: {
      200: {
        description: 'Events, until planning is over.',
        content: 'text/event-stream',
        example: `event: progress\ndata: ${JSON.stringify(QUEUED)}\n\n`,
      },
    },
    problems: ['replan.not_found'],
  }),

  cancel: documented({
    id: 'cancelReplan',
    policy: 'io_advisor:replan:cancel',
    summary: 'Cancel a re-plan',
    description:
      'One that waits is `cancelled` at once; of one that runs its worker hears within a second, and `cancel_requested` is ' +
      'true until then. One that is over stays as it is.',
    path: REPLAN_PATH,
    answers: {
      200: {
        description: 'Cancelled, or about to be.',
        type: ReplanSummaryDto,
        example: { ...QUEUED, status: 'cancelled', cancel_requested: true, finished_at: '2026-11-21T08:00:03.000Z' },
      },
    },
    problems: ['replan.not_found'],
  }),
};
