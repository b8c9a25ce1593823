import { documented } from '../openapi/documented';
import { EXAMPLE_RECOMMENDATION_ID } from '../openapi/example-ids';
import ready from '../../../../examples/answers/latency-critical.json';
import { RealisationDto, RealiseRequestDto } from './realisation.dto';

const NETWORK = '9b2f4d0e-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const PORT = '5d0c1b2a-3948-4756-8695-a4b3c2d1e0f9';
const IMAGE = { id: '3c2b1a09-f8e7-4d6c-9b5a-4f3e2d1c0b9a', name: 'ubuntu-24.04' };
const FLAVOR = { id: '6e5d4c3b-2a19-4087-9f8e-7d6c5b4a3928', name: ready.nova.flavor.name, created: true };

const EXAMPLE: RealisationDto = {
  recommendation_id: EXAMPLE_RECOMMENDATION_ID,
  dry_run: false,
  image: IMAGE,
  vms: [
    {
      member: 0,
      state: 'created',
      host_name: ready.host_name,
      server_name: ready.name,
      flavor: FLAVOR,
      ports: [{ nic: 'data', name: `iopath-${EXAMPLE_RECOMMENDATION_ID}-0-data`, network_id: NETWORK, id: PORT }],
      server_request: {
        service: 'compute',
        method: 'POST',
        path: '/servers',
        microversion: '2.74',
        body: {
          server: {
            name: ready.name,
            flavorRef: FLAVOR.id,
            imageRef: IMAGE.id,
            networks: [{ port: PORT }],
            host: ready.host_name,
            metadata: { iopath_recommendation: EXAMPLE_RECOMMENDATION_ID, iopath_member: '0' },
          },
        },
      },
      server_id: null,
    },
  ],
  calls: [],
  notes: [],
};

export const realisationDocs = {
  realise: documented({
    id: 'realiseRecommendation',
    policy: 'io_advisor:recommendation:realise',
    summary: 'Make in the cloud what was recommended',
    description:
      'Sees that the flavor and its extra specs are there (an equal one is used, a foreign one never changed), creates the ' +
      'Neutron ports, and gives the body for `POST /servers`; with `boot` it creates the servers too. The same again gives ' +
      'the first answer and makes nothing twice; one that was left half done is gone on with. Where the cloud refuses, ' +
      'what was made is taken back. `dry_run` shows every call and makes none.',
    path: { id: { description: 'Id of the recommendation.', example: EXAMPLE_RECOMMENDATION_ID } },
    body: {
      type: RealiseRequestDto,
      examples: {
        dry_run: { summary: 'Which calls would be made?', value: { image: IMAGE.name, boot: true, dry_run: true } },
        ports_only: {
          summary: 'All but the server, on the advised host',
          value: { image: IMAGE.name, placement: 'host' },
        },
        boot: { summary: 'Boot it', value: { image: IMAGE.name, networks: { data: NETWORK }, boot: true } },
      },
    },
    answers: { 200: { description: 'What is there now.', type: RealisationDto, example: EXAMPLE } },
    problems: [
      'recommendation.not_found',
      'recommendation.not_decided',
      'recommendation.not_ready',
      'recommendation.not_reserved',
      'allocation.expired',
      'allocation.released',
      'realisation.in_progress',
      'realisation.other_choices',
      'realisation.cloud_unfit',
      'realisation.refused_by_nova',
      'realisation.left_behind',
      'cloud.refused',
      'cloud.unavailable',
      'cloud.not_configured',
    ],
  }),
};
