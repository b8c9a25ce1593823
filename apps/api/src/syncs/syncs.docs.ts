import { documented } from '../openapi/documented';
import { PAGE_QUERY } from '../paging/page.docs';
import { RequestSyncDto, SyncDto, SyncListDto, type SyncStageDto } from './sync.dto';
import { EXAMPLE_SYNC_ID, EXAMPLE_SYNC_KEY } from './syncs.example';

const WAITING: Omit<SyncStageDto, 'name'> = {
  state: 'waiting',
  started_at: null,
  finished_at: null,
  done: 0,
  total: null,
  note: null,
  figures: {},
  warnings: [],
  stored_facts_of: [],
  failure: null,
};

const QUEUED: SyncDto = {
  id: EXAMPLE_SYNC_ID,
  origin: 'request',
  state: 'queued',
  stages: [
    { ...WAITING, name: 'hosts' },
    { ...WAITING, name: 'networks' },
  ],
  requested_at: '2026-11-21T08:00:00.000Z',
  started_at: null,
  finished_at: null,
  failure: null,
};

const DONE: SyncDto = {
  ...QUEUED,
  state: 'succeeded',
  stages: [
    {
      ...WAITING,
      name: 'hosts',
      state: 'succeeded',
      started_at: '2026-11-21T08:00:00.400Z',
      finished_at: '2026-11-21T08:00:01.200Z',
      done: 24,
      total: 24,
      figures: {
        hosts: 24,
        hosts_gone: 0,
        services_changed: 1,
        trees: 24,
        trees_read: 2,
        trees_changed: 2,
        inventories_changed: 1,
      },
    },
    {
      ...WAITING,
      name: 'networks',
      state: 'succeeded',
      started_at: '2026-11-21T08:00:01.200Z',
      finished_at: '2026-11-21T08:00:01.900Z',
      done: 24,
      total: 24,
      figures: {
        agents: 48,
        hosts_changed: 0,
        inventories_changed: 0,
        networks: 12,
        networks_changed: 0,
        extensions: 71,
      },
    },
  ],
  started_at: '2026-11-21T08:00:00.400Z',
  finished_at: '2026-11-21T08:00:01.900Z',
};

const SYNC_PATH = { id: { description: 'Id of the synchronisation.', example: EXAMPLE_SYNC_ID } };

export const syncsDocs = {
  request: documented({
    id: 'requestSync',
    policy: 'io_advisor:sync:create',
    summary: 'Synchronise with the cloud',
    description:
      'Asks the workers to bring up to date what the advisor knows of the cloud. One runs at a time. A request joins the ' +
      'one that is queued already, with the stages that it lacks; the answer and `Location` are of that one then.',
    headers: {
      'Idempotency-Key': {
        description:
          'The same key with the same body gives the first answer again. The key fixes the id, too, unless one is joined.',
        example: EXAMPLE_SYNC_KEY,
      },
    },
    body: {
      type: RequestSyncDto,
      optional: true,
      examples: {
        hosts: { summary: 'Hosts and networks only', value: { stages: ['hosts', 'networks'] } },
        everything: { summary: 'All stages', value: {} },
      },
    },
    answers: {
      202: {
        description: 'Queued.',
        type: SyncDto,
        example: QUEUED,
        headers: { Location: 'Where its progress can be read.' },
      },
    },
    problems: [
      'cloud.not_configured',
      'idempotency.key_malformed',
      'idempotency.key_reused',
      'idempotency.in_progress',
    ],
  }),

  list: documented({
    id: 'listSyncs',
    policy: 'io_advisor:sync:list',
    summary: 'List synchronisations',
    description:
      'Newest first, a page at a time, those of the last 30 days: asked for, and by the clock of the workers.',
    query: PAGE_QUERY,
    answers: { 200: { description: 'A page.', type: SyncListDto, example: { syncs: [DONE], links: [] } } },
    problems: ['query.marker_unknown'],
  }),

  get: documented({
    id: 'getSync',
    policy: 'io_advisor:sync:get',
    summary: 'Look at a synchronisation',
    description: 'How far each of its stages is, what they counted, and what failed.',
    path: SYNC_PATH,
    answers: { 200: { description: 'The synchronisation.', type: SyncDto, example: DONE } },
    problems: ['sync.not_found'],
  }),

  events: documented({
    id: 'streamSyncEvents',
    policy: 'io_advisor:sync:get',
    summary: 'Follow a synchronisation',
    description:
      'Server-sent events: `progress` (the synchronisation as it stands; first of all on every connection, so nothing is ' +
      'missed and `Last-Event-ID` is not needed), `stage` (a stage that began or ended), `end` (the synchronisation, which ' +
      'is over; then the stream ends). Comments keep a silent connection alive.',
    path: SYNC_PATH,
    answers: {
      200: {
        description: 'Events, until it is over.',
        content: 'text/event-stream',
        example: `event: end\ndata: ${JSON.stringify(DONE)}\n\n`,
      },
    },
    problems: ['sync.not_found'],
  }),
};
