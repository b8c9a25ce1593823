import { MAX_REPORTED_DECISIONS } from '@iopath/usecases';
import { documented } from '../../openapi/documented';
import { EXAMPLE_RECOMMENDATION_ID } from '../../openapi/example-ids';
import { EXAMPLE_MODEL, SHIPPED_MODEL_VERSION } from '../models.example';
import { DEFAULT_DECISIONS, ShadowReportDto } from './shadow-report.dto';

const EXAMPLE: ShadowReportDto = {
  version: EXAMPLE_MODEL,
  active_version: SHIPPED_MODEL_VERSION,
  decisions: 20,
  left_out: 0,
  other_host: 0,
  other_path: 1,
  predictions: [
    { path: 'vhost_net', metric: 'p99_us', devices: 19, least_ratio: 0.74, median_ratio: 0.82, largest_ratio: 1 },
  ],
  changed: [
    {
      recommendation_id: EXAMPLE_RECOMMENDATION_ID,
      name: 'vnf-1',
      host: false,
      path: true,
      devices: [
        {
          member: 0,
          device: 'data',
          active: {
            host_name: 'compute-05',
            path: 'sriov_vf',
            p50_us: 42.9,
            p99_us: 53.9,
            throughput_mbps: 94_961,
            throughput_mibps: null,
          },
          shadow: {
            host_name: 'compute-05',
            path: 'vhost_net',
            p50_us: 41.2,
            p99_us: 49.4,
            throughput_mbps: 13_100,
            throughput_mibps: null,
          },
        },
      ],
    },
  ],
};

export const shadowReportDocs = {
  report: documented({
    id: 'reportShadowModel',
    policy: 'io_advisor:model:shadow_report',
    summary: 'See what a version would change',
    description:
      'Makes the newest ready decisions again, by the active version and by this one, each on the fleet as it is now without ' +
      'what the recommendation itself holds. Nothing is reserved or stored. After some seconds it tells of what it has ' +
      'come to; `left_out` says how many are missing.',
    path: { version: { description: 'Version, shipped or calibrated.', example: EXAMPLE_MODEL } },
    query: {
      decisions: {
        description: 'How many of the newest ready decisions to make again.',
        example: 20,
        schema: { type: 'integer', minimum: 1, maximum: MAX_REPORTED_DECISIONS, default: DEFAULT_DECISIONS },
      },
    },
    answers: { 200: { description: 'What would change.', type: ShadowReportDto, example: EXAMPLE } },
    problems: ['model.not_found'],
  }),
};
