import { documented } from '../openapi/documented';
import { EXAMPLE_RECOMMENDATION_ID } from '../openapi/example-ids';
import ready from '../../../../examples/answers/latency-critical.json';
import { type DifferenceDto, ReplayDto, ReplayRequestDto } from './replay.dto';

const DIGEST = '9c56cc51b374c3ba';

const DIFFERENCES: DifferenceDto[] = [
  { pointer: '/profile/name', before: 'latency', after: 'density' },
  { pointer: '/nics/0/score/terms/0/weight', before: 45, after: 10 },
];

export const replayDocs = {
  replay: documented({
    id: 'replayRecommendation',
    policy: 'io_advisor:recommendation:replay',
    summary: 'Decide again, by the same or by something else, and show the difference',
    description:
      'Plans the stored request once more: by the version of the profile that it was decided by, or by the profile, ' +
      'version, weights or model named here. It sees the fleet as it is now, without what the recommendation itself ' +
      'holds. Nothing is reserved or stored. With the same input the answer is the same. The request stays complete as it ' +
      'was: another profile changes weights and targets, not what its defaults had filled in.',
    path: { id: { description: 'Id of the recommendation.', example: EXAMPLE_RECOMMENDATION_ID } },
    body: {
      type: ReplayRequestDto,
      examples: {
        other_profile: { summary: 'What would `density` have said?', value: { profile: 'density' } },
        same: { summary: 'Would it be decided the same today?', value: {} },
      },
    },
    answers: {
      200: {
        description: 'The decision of now and the differences (here shortened).',
        type: ReplayDto,
        example: {
          recommendation_id: EXAMPLE_RECOMMENDATION_ID,
          same_input: false,
          with: { profile: { name: 'density', version: 1 }, weights: null, model_version: ready.model_version },
          fleet: { same: true, digest: DIGEST, decided_on: DIGEST },
          decision: {
            id: ready.id,
            status: ready.status,
            name: ready.name,
            project_id: ready.project_id,
            created_at: ready.created_at,
            host_name: ready.host_name,
          },
          differences: DIFFERENCES,
          since_then: [],
          by_choice: DIFFERENCES,
        },
      },
    },
    problems: [
      'recommendation.not_found',
      'recommendation.not_decided',
      'recommendation.failed',
      'recommendation.refused_by_nova',
    ],
  }),
};
