import { documented } from '../openapi/documented';
import { EXAMPLE_ALLOCATION, EXAMPLE_RECOMMENDATION_ID } from '../openapi/example-ids';
import { SwapDto, SwappedDto } from './swap.dto';

const OTHER_VM = 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d';
const NEW_RESERVATION_ID = '0c1d2e3f-4a5b-5c6d-8e9f-a0b1c2d3e4f5';

export const swapDocs = {
  swap: documented({
    id: 'swapAllocations',
    policy: 'io_advisor:allocation:swap',
    summary: 'Move VMs between hosts, all or none',
    description:
      'Each VM is placed by its own stored request on the fleet that all of them have left, so two may change places ' +
      'though no other device is free. What each held ends as `released`; it holds new allocations, under new ids, in the ' +
      'state it was in: confirmed for the same server, or reserved until the same moment. A VM that is on the host asked ' +
      'for stays as it is, so a swap that names hosts can be sent again. The recommendation goes on to tell what was ' +
      'decided first; its `reservations` and `vf_allocations` tell what is held now.',
    headers: { 'Idempotency-Key': { description: 'The same key and body give the first answer again.' } },
    body: {
      type: SwapDto,
      examples: {
        try: {
          summary: 'Could it go anywhere else?',
          value: { moves: [{ recommendation_id: EXAMPLE_RECOMMENDATION_ID, to_host: null }], dry_run: true },
        },
        exchange: {
          summary: 'Two VMs change places',
          value: {
            moves: [
              { recommendation_id: EXAMPLE_RECOMMENDATION_ID, member: 0, to_host: 'compute-02' },
              { recommendation_id: OTHER_VM, member: 0, to_host: 'compute-01' },
            ],
            reason: 'closer to the switch',
          },
        },
        by_device: {
          summary: 'Off its host, wherever it fits, if the device is as it was seen',
          value: { moves: [{ allocation_id: EXAMPLE_ALLOCATION?.id, to_host: null, generation: 1 }] },
        },
      },
    },
    answers: {
      200: {
        description: 'What came of each move (here without the new place).',
        type: SwappedDto,
        example: {
          dry_run: false,
          moves: [
            {
              recommendation_id: EXAMPLE_RECOMMENDATION_ID,
              member: 0,
              from_host: 'compute-01',
              to_host: 'compute-02',
              reservation: {
                id: NEW_RESERVATION_ID,
                member: 0,
                host_name: 'compute-02',
                state: 'reserved',
                server_id: null,
                expires_at: EXAMPLE_ALLOCATION?.expires_at,
              },
              allocations: [{ ...EXAMPLE_ALLOCATION, host_name: 'compute-02', reservation_id: NEW_RESERVATION_ID }],
            },
          ],
        },
      },
    },
    problems: [
      'idempotency.key_malformed',
      'idempotency.key_reused',
      'idempotency.in_progress',
      'allocation.swap_does_not_fit',
      'allocation.swap_contended',
      'allocation.generation_conflict',
      'allocation.expired',
      'allocation.released',
      'allocation.moving',
      'recommendation.not_reserved',
      'recommendation.refused_by_nova',
    ],
  }),
};
