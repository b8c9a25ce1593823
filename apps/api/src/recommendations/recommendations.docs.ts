import { documented, type Examples } from '../openapi/documented';
import { EXAMPLE_IDEMPOTENCY_KEY, EXAMPLE_RECOMMENDATION_ID } from '../openapi/example-ids';
import { PAGE_QUERY } from '../paging/page.docs';
import { EXAMPLE_SERVER_ID, RenewRecommendationDto } from '../allocations/allocation.dto';
import { EXAMPLE_HISTORY } from '../allocations/allocations.docs';
import { HistoryDto } from '../allocations/history.dto';
import ready from '../../../../examples/answers/latency-critical.json';
import fitsNowhere from '../../../../examples/requests/fits-nowhere.json';
import latencyCritical from '../../../../examples/requests/latency-critical.json';
import liveMigration from '../../../../examples/requests/live-migration.json';
import oldDrivers from '../../../../examples/requests/old-drivers.json';
import webVm from '../../../../examples/requests/web-vm.json';
import wholeDevice from '../../../../examples/requests/whole-device.json';
import { AcceptedDto, ConfirmRecommendationDto, RecommendationDto, RecommendationListDto } from './recommendation.dto';
import { ExplanationDto } from './explanation.dto';
import { RecommendationRequestDto } from './request.dto';

const PATH = { id: { description: 'Id of the recommendation.', example: EXAMPLE_RECOMMENDATION_ID } };

const IDEMPOTENCY_KEY = {
  description:
    'The same key with the same body gives the first answer again; with another body it is refused. 1 to 255 visible ' +
    'ASCII characters. Project and key fix the id, too. (Another of the examples needs another key.)',
  example: EXAMPLE_IDEMPOTENCY_KEY,
};

const REQUESTS: Examples = {
  latency_critical: { summary: 'Latency-critical: gets a VF on the right NUMA node', value: latencyCritical },
  web_vm: { summary: 'A web VM that should stay on vhost', value: webVm },
  live_migration: { summary: 'Must be able to move while it runs', value: liveMigration },
  old_drivers: { summary: 'An old guest without virtio or VF drivers', value: oldDrivers },
  whole_device: { summary: 'Wants a whole device for itself', value: wholeDevice },
  fits_nowhere: { summary: 'Fits nowhere: says why, and what would help', value: fitsNowhere },
};

const OTHER_NETWORK = { code: 'pf.other_physical_network', required: 'physnet1', available: 'physnet2' };

/** The same again, as far as it matters where the whole would only repeat it. */
const SHORT = {
  id: ready.id,
  status: ready.status,
  name: ready.name,
  project_id: ready.project_id,
  created_at: ready.created_at,
  decided_at: ready.decided_at,
  host_name: ready.host_name,
  score: ready.score,
  vf_allocations: ready.vf_allocations,
  reservations: ready.reservations,
};

const HOLD_ENDED = { state: 'released', server_id: EXAMPLE_SERVER_ID, expires_at: null };
const RELEASED = {
  ...SHORT,
  vf_allocations: SHORT.vf_allocations.map((hold) => ({ ...hold, ...HOLD_ENDED, generation: 3 })),
  reservations: SHORT.reservations.map((hold) => ({ ...hold, ...HOLD_ENDED })),
};

const RENEWED = {
  ...SHORT,
  vf_allocations: ready.vf_allocations.map((allocation) => ({
    ...allocation,
    generation: 3,
    expires_at: '2026-11-21T08:30:05.000Z',
  })),
};
const CONFIRMED = {
  ...SHORT,
  vf_allocations: RELEASED.vf_allocations.map((hold) => ({ ...hold, state: 'confirmed', generation: 2 })),
  reservations: RELEASED.reservations.map((hold) => ({ ...hold, state: 'confirmed' })),
};

export const recommendationsDocs = {
  create: documented({
    id: 'createRecommendation',
    policy: 'io_advisor:recommendation:create',
    summary: 'Ask where a VM should go, and by which I/O paths',
    description:
      'Stores the request and hands it to a worker. With `Prefer: wait=N` (RFC 7240, N at most 30 s) the call waits and ' +
      'answers 200 with the finished recommendation if it is ready in time, else 202 as without it. What is recommended ' +
      'is also reserved, unless `reserve` is false.',
    headers: {
      Prefer: { description: '`wait=N`: wait up to N seconds for the decision.', example: 'wait=10' },
      'Idempotency-Key': IDEMPOTENCY_KEY,
    },
    body: { type: RecommendationRequestDto, examples: REQUESTS },
    answers: {
      200: {
        description: 'Decided in time: `ready`, `no_valid_host` or `failed`.',
        type: RecommendationDto,
        example: ready,
        headers: { Location: 'Where the recommendation is.', 'Preference-Applied': 'The wait that was granted.' },
      },
      202: {
        description: 'Accepted; look at `Location` later.',
        type: AcceptedDto,
        example: { id: EXAMPLE_RECOMMENDATION_ID, status: 'queued' },
        headers: { Location: 'Where the recommendation is.' },
      },
    },
    problems: [
      'auth.foreign_project',
      'auth.hosts_hidden',
      'idempotency.key_malformed',
      'idempotency.key_reused',
      'queue.full',
      'queue.project_full',
    ],
  }),

  list: documented({
    id: 'listRecommendations',
    policy: 'io_advisor:recommendation:list',
    summary: 'List recommendations',
    description: 'Newest first, a page at a time.',
    query: {
      project_id: {
        description: 'Only those of this project.',
        example: 'default',
        schema: { type: 'string', maxLength: 255 },
      },
      ...PAGE_QUERY,
    },
    answers: {
      200: {
        description: 'A page.',
        type: RecommendationListDto,
        example: { recommendations: [SHORT], links: [] },
      },
    },
    problems: ['query.marker_unknown'],
  }),

  get: documented({
    id: 'getRecommendation',
    policy: 'io_advisor:recommendation:get',
    summary: 'Look at a recommendation',
    description:
      '`queued` → `scoring` → `ready`, `no_valid_host` or `failed`. A `ready` one has all that is needed to create the VM, ' +
      'with every score and prediction; a `no_valid_host` one says why, and what would help.',
    path: PATH,
    answers: { 200: { description: 'The recommendation.', type: RecommendationDto, example: ready } },
    problems: ['recommendation.not_found'],
  }),

  explanation: documented({
    id: 'explainRecommendation',
    policy: 'io_advisor:recommendation:explain',
    summary: 'Why there, and why not elsewhere?',
    description:
      'Everything that is against every host and path, a page of hosts at a time; for a `ready` recommendation too. The ' +
      'waterfall says what each rule refuses by itself, whatever the order of the rules, and what all of them leave.',
    path: PATH,
    query: {
      host_name: {
        description: 'Only this host.',
        example: 'compute-02',
        schema: { type: 'string', maxLength: 255 },
      },
      path: {
        description: 'Only this path, of whichever NIC or disk.',
        example: 'sriov_vf',
        schema: { type: 'string', maxLength: 255 },
      },
      ...PAGE_QUERY,
    },
    answers: {
      200: {
        description: 'A page.',
        type: ExplanationDto,
        example: {
          id: EXAMPLE_RECOMMENDATION_ID,
          status: 'ready',
          waterfall: [
            {
              rule: 'pf-physical-network',
              level: 'device',
              alone: { in: 24, out: 22 },
              together: { in: 23, out: 21 },
              only_this: 1,
            },
          ],
          rejections: [
            {
              code: 'pf.other_physical_network',
              hosts: 2,
              paths: 2,
              example: { host_name: 'compute-02', required: 'physnet1', available: 'physnet2' },
            },
          ],
          relaxations: [],
          hosts: [
            {
              host_name: 'compute-02',
              takes_vm: false,
              reasons: [{ subject: 'data', path: 'sriov_vf', ...OTHER_NETWORK }],
              blocking: [],
              paths: [
                {
                  subject: 'data',
                  path: 'sriov_vf',
                  first: {
                    rule: 'pf-physical-network',
                    level: 'device',
                    ...OTHER_NETWORK,
                    devices: { refused: 2, of: 2 },
                  },
                  blocking: [
                    { rule: 'pf-physical-network', level: 'device', ...OTHER_NETWORK, devices: { refused: 2, of: 2 } },
                    {
                      rule: 'free-vf',
                      level: 'device',
                      code: 'vf.none_free',
                      required: '1 free VF',
                      available: '0 of 8',
                      devices: { refused: 2, of: 2 },
                    },
                  ],
                },
              ],
            },
          ],
          links: [],
        },
      },
    },
    problems: [
      'auth.hosts_hidden',
      'recommendation.not_found',
      'recommendation.not_decided',
      'recommendation.failed',
      'explanation.not_kept',
    ],
  }),

  reserve: documented({
    id: 'reserveRecommendation',
    policy: 'io_advisor:recommendation:reserve',
    summary: 'Reserve what was recommended',
    description:
      'For a recommendation that was asked for with `reserve: false`, or whose reservation ended. Only what was ' +
      'recommended is reserved, the same hosts and paths; which VF of a PF it is may differ.',
    path: PATH,
    headers: { 'Idempotency-Key': { description: IDEMPOTENCY_KEY.description } },
    answers: {
      200: { description: 'The recommendation after it (here shortened).', type: RecommendationDto, example: SHORT },
    },
    problems: [
      'recommendation.not_found',
      'recommendation.not_ready',
      'recommendation.already_reserved',
      'recommendation.no_longer_fits',
      'recommendation.contended',
      'idempotency.key_malformed',
      'idempotency.key_reused',
      'idempotency.in_progress',
    ],
  }),

  confirm: documented({
    id: 'confirmRecommendation',
    policy: 'io_advisor:recommendation:confirm',
    summary: 'Say that the servers exist',
    description:
      'Binds every reservation and device to its server and stops the clock. This is the way for VMs without a device of ' +
      'their own. Confirming again for the same servers changes nothing.',
    path: PATH,
    body: {
      type: ConfirmRecommendationDto,
      examples: { server: { summary: 'One VM', value: { server_ids: [EXAMPLE_SERVER_ID] } } },
    },
    answers: {
      200: {
        description: 'The recommendation after it (here shortened).',
        type: RecommendationDto,
        example: CONFIRMED,
      },
    },
    problems: [
      'recommendation.not_found',
      'recommendation.not_reserved',
      'allocation.expired',
      'allocation.released',
      'allocation.confirmed_for_another_server',
      'allocation.device_gone',
    ],
  }),

  renew: documented({
    id: 'renewRecommendation',
    policy: 'io_advisor:recommendation:renew',
    summary: 'Ask for more time to confirm',
    description: 'Pushes the end of everything that the recommendation has reserved to so many seconds from now.',
    path: PATH,
    body: {
      type: RenewRecommendationDto,
      examples: { longer: { summary: 'Half an hour from now', value: { ttl_s: 1800 } } },
    },
    answers: {
      200: { description: 'The recommendation after it (here shortened).', type: RecommendationDto, example: RENEWED },
    },
    problems: [
      'recommendation.not_found',
      'recommendation.not_reserved',
      'allocation.expired',
      'allocation.released',
      'allocation.already_confirmed',
    ],
  }),

  history: documented({
    id: 'getRecommendationHistory',
    policy: 'io_advisor:recommendation:history',
    summary: 'See what happened to all that it held',
    description:
      'Every change of its reservations and their devices, with who made it and why, oldest first. Nothing of it is ever ' +
      'changed or thrown away.',
    path: PATH,
    answers: { 200: { description: 'Its history.', type: HistoryDto, example: { history: EXAMPLE_HISTORY } } },
    problems: ['recommendation.not_found'],
  }),

  release: documented({
    id: 'releaseRecommendation',
    policy: 'io_advisor:recommendation:release',
    summary: 'Give everything back',
    description: 'Ends every reservation and allocation of the recommendation. Releasing again changes nothing.',
    path: PATH,
    answers: {
      200: { description: 'The recommendation after it (here shortened).', type: RecommendationDto, example: RELEASED },
    },
    problems: ['recommendation.not_found'],
  }),
};
