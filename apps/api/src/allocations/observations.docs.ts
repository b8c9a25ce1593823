import { documented } from '../openapi/documented';
import { EXAMPLE_ALLOCATION_ID } from '../openapi/example-ids';
import { ObservationDto, ObserveAllocationDto } from './observation.dto';

const ASKED = { duration_s: 300, message_bytes: 64, streams: 1, latency_us: { p50: 44, p99: 71 }, samples: 20_000 };

export const observationsDocs = {
  observe: documented({
    id: 'observeAllocation',
    policy: 'io_advisor:allocation:observe',
    summary: 'Tell what was measured of the device',
    description:
      'What a VM that was placed reaches with the device. Path, host, link speed, queues, NUMA, interrupts and neighbours are ' +
      'what the advisor knows of it and are not asked. Round trips, bulk and packets make a run each, in series of origin ' +
      '`observation` that a calibration may use. Runs that scatter are kept, and are not used. The same again counts once; ' +
      'two that are alike are told apart by `measured_at`.',
    path: { id: { description: 'Id of the allocation.', example: EXAMPLE_ALLOCATION_ID } },
    body: {
      type: ObserveAllocationDto,
      examples: { round_trip: { summary: 'Round trips of a NIC', value: ASKED } },
    },
    answers: {
      201: {
        description: 'What was taken.',
        type: ObservationDto,
        example: {
          runs: [
            {
              series_id: '4c0d2c2a-6a0e-5b5c-9d5e-0c3f2a1b4d5e',
              workload: 'round_trip',
              measured: { rtt_p50_us: 44, rtt_p99_us: 71 },
              warnings: [],
            },
          ],
        },
      },
    },
    problems: [
      'allocation.not_found',
      'allocation.not_confirmed',
      'allocation.expired',
      'allocation.moved',
      'allocation.device_gone',
      'allocation.not_comparable',
    ],
  }),
};
