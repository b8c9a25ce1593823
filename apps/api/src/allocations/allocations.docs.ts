import { documented } from '../openapi/documented';
import { EXAMPLE_ALLOCATION as EXAMPLE, EXAMPLE_ALLOCATION_ID } from '../openapi/example-ids';
import { PAGE_QUERY } from '../paging/page.docs';
import { QuarantineDto } from '../quarantines/quarantine.dto';
import { CLEARED } from '../quarantines/quarantines.docs';
import {
  ALLOCATION_STATES,
  AllocationDto,
  AllocationListDto,
  ConfirmAllocationDto,
  EXAMPLE_SERVER_ID,
  ReleaseAllocationDto,
  RenewAllocationDto,
} from './allocation.dto';
import { HistoryDto, type HistoryEntryDto } from './history.dto';

const PATH = { id: { description: 'Id of the allocation.', example: EXAMPLE_ALLOCATION_ID } };

const FIRST_ENTRY: HistoryEntryDto = {
  at: '2026-11-21T08:00:05.020Z',
  actor: 'worker',
  reason: 'decided',
  request_id: null,
  user_id: null,
  user_project_id: null,
  subject: 'allocation',
  subject_id: EXAMPLE_ALLOCATION_ID,
  member: 0,
  from_state: null,
  to_state: 'reserved',
  generation: 1,
  host_name: 'compute-01',
  device_address: '0000:17:00.2',
  server_id: null,
  expires_at: '2026-11-21T08:15:05.000Z',
};

export const EXAMPLE_HISTORY: readonly HistoryEntryDto[] = [
  FIRST_ENTRY,
  {
    ...FIRST_ENTRY,
    at: '2026-11-21T08:01:00.000Z',
    actor: 'api',
    reason: 'confirm allocation',
    request_id: 'req-6f1c2a0e-0d4b-4b0e-9d7e-6f0c7f1a2b3c',
    from_state: 'reserved',
    to_state: 'confirmed',
    generation: 2,
    server_id: EXAMPLE_SERVER_ID,
    expires_at: null,
  },
];

export const allocationsDocs = {
  list: documented({
    id: 'listAllocations',
    policy: 'io_advisor:allocation:list',
    summary: 'List allocations',
    description: 'The holds on devices, a page at a time; all filters have to match.',
    query: {
      host_name: { description: 'Only those of this host.', schema: { type: 'string', maxLength: 255 } },
      project_id: {
        description: 'Only those of this project.',
        example: 'default',
        schema: { type: 'string', maxLength: 255 },
      },
      state: { description: 'Only those in this state.', schema: { type: 'string', enum: [...ALLOCATION_STATES] } },
      ...PAGE_QUERY,
    },
    answers: {
      200: { description: 'A page.', type: AllocationListDto, example: { allocations: [EXAMPLE], links: [] } },
    },
    problems: ['auth.hosts_hidden', 'query.marker_unknown'],
  }),

  get: documented({
    id: 'getAllocation',
    policy: 'io_advisor:allocation:get',
    summary: 'Look at an allocation',
    description: 'The hold on one device, with its state and generation.',
    path: PATH,
    answers: { 200: { description: 'The allocation.', type: AllocationDto, example: EXAMPLE } },
    problems: ['allocation.not_found'],
  }),

  confirm: documented({
    id: 'confirmAllocation',
    policy: 'io_advisor:allocation:confirm',
    summary: 'Say that a server now uses the device',
    description:
      "Binds the device to the server and stops the clock, for its VM's whole reservation. Confirming again for the " +
      'same server changes nothing.',
    path: PATH,
    body: {
      type: ConfirmAllocationDto,
      examples: { server: { summary: 'For a server', value: { server_id: EXAMPLE_SERVER_ID, generation: 3 } } },
    },
    answers: {
      200: {
        description: 'The allocation after it.',
        type: AllocationDto,
        example: { ...EXAMPLE, state: 'confirmed', server_id: EXAMPLE_SERVER_ID, generation: 4, expires_at: null },
      },
    },
    problems: [
      'allocation.not_found',
      'allocation.generation_conflict',
      'allocation.expired',
      'allocation.released',
      'allocation.confirmed_for_another_server',
      'allocation.device_gone',
    ],
  }),

  release: documented({
    id: 'releaseAllocation',
    policy: 'io_advisor:allocation:release',
    summary: 'Give the device back',
    description:
      'With the last device of a VM, its reservation ends as well. Releasing again changes nothing. A device whose ' +
      'clean-up failed, or that is for one use only, goes to quarantine.',
    path: PATH,
    body: {
      type: ReleaseAllocationDto,
      optional: true,
      examples: {
        unclean: { summary: 'Its clean-up failed', value: { cleanup: 'failed' } },
        clean: { summary: 'Clean', value: {} },
      },
    },
    answers: {
      200: {
        description: 'The allocation after it.',
        type: AllocationDto,
        example: { ...EXAMPLE, state: 'released', generation: 5, expires_at: null },
      },
    },
    problems: ['allocation.not_found', 'allocation.expired', 'allocation.moving'],
  }),

  renew: documented({
    id: 'renewAllocation',
    policy: 'io_advisor:allocation:renew',
    summary: 'Ask for more time to confirm',
    description: "Pushes the end of the VM's whole reservation to so many seconds from now.",
    path: PATH,
    body: {
      type: RenewAllocationDto,
      examples: { longer: { summary: 'Half an hour from now', value: { ttl_s: 1800, generation: 1 } } },
    },
    answers: {
      200: {
        description: 'The allocation after it.',
        type: AllocationDto,
        example: { ...EXAMPLE, generation: 2, expires_at: '2026-11-21T08:30:05.000Z' },
      },
    },
    problems: [
      'allocation.not_found',
      'allocation.generation_conflict',
      'allocation.expired',
      'allocation.released',
      'allocation.already_confirmed',
    ],
  }),

  clear: documented({
    id: 'clearAllocation',
    policy: 'io_advisor:allocation:clear',
    summary: "Clear the quarantine of an allocation's device",
    description:
      'As the quarantine itself is cleared, for who knows only the allocation. Clearing again changes nothing.',
    path: PATH,
    answers: {
      200: {
        description: 'The quarantine after it.',
        type: QuarantineDto,
        example: {
          ...CLEARED,
          host_name: EXAMPLE?.host_name,
          device_address: EXAMPLE?.vf_address,
          pf_address: EXAMPLE?.pf_address,
          reason: 'cleanup_failed',
          note: null,
          allocation_id: EXAMPLE?.id,
        },
      },
    },
    problems: ['allocation.not_found', 'quarantine.not_found'],
  }),

  history: documented({
    id: 'getAllocationHistory',
    policy: 'io_advisor:allocation:history',
    summary: 'See what happened to an allocation',
    description: 'Every change, with who made it and why, oldest first. Nothing of it is ever changed or thrown away.',
    path: PATH,
    answers: { 200: { description: 'Its history.', type: HistoryDto, example: { history: EXAMPLE_HISTORY } } },
    problems: ['allocation.not_found'],
  }),
};
