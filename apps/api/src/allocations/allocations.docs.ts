import { documented } from '../openapi/documented';
import { EXAMPLE_ALLOCATION as EXAMPLE, EXAMPLE_ALLOCATION_ID } from '../openapi/example-ids';
import { PAGE_QUERY } from '../paging/page.docs';
import {
  ALLOCATION_STATES,
  AllocationDto,
  AllocationListDto,
  ConfirmAllocationDto,
  EXAMPLE_SERVER_ID,
} from './allocation.dto';

const PATH = { id: { description: 'Id of the allocation.', example: EXAMPLE_ALLOCATION_ID } };

export const allocationsDocs = {
  list: documented({
    id: 'listAllocations',
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
    problems: ['query.marker_unknown'],
  }),

  get: documented({
    id: 'getAllocation',
    summary: 'Look at an allocation',
    description: 'The hold on one device, with its state and generation.',
    path: PATH,
    answers: { 200: { description: 'The allocation.', type: AllocationDto, example: EXAMPLE } },
    problems: ['allocation.not_found'],
  }),

  confirm: documented({
    id: 'confirmAllocation',
    summary: 'Say that a server now uses the device',
    description:
      "Binds the device to the server and stops the clock, for its VM's whole reservation. Confirming again for the " +
      'same server changes nothing.',
    path: PATH,
    body: {
      type: ConfirmAllocationDto,
      examples: { server: { summary: 'For a server', value: { server_id: EXAMPLE_SERVER_ID, generation: 1 } } },
    },
    answers: {
      200: {
        description: 'The allocation after it.',
        type: AllocationDto,
        example: { ...EXAMPLE, state: 'confirmed', server_id: EXAMPLE_SERVER_ID, generation: 2, expires_at: null },
      },
    },
    problems: [
      'allocation.not_found',
      'allocation.generation_conflict',
      'allocation.expired',
      'allocation.released',
      'allocation.confirmed_for_another_server',
    ],
  }),

  release: documented({
    id: 'releaseAllocation',
    summary: 'Give the device back',
    description: 'With the last device of a VM, its reservation ends as well. Releasing again changes nothing.',
    path: PATH,
    answers: {
      200: {
        description: 'The allocation after it.',
        type: AllocationDto,
        example: { ...EXAMPLE, state: 'released', generation: 3, expires_at: null },
      },
    },
    problems: ['allocation.not_found', 'allocation.expired'],
  }),
};
