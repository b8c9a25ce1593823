import { ARTIFACT_FORMATS } from '@iopath/artifacts';
import { PLACEMENT_MODES } from '@iopath/core';
import { documented } from '../openapi/documented';
import { EXAMPLE_RECOMMENDATION_ID } from '../openapi/example-ids';

export const artifactsDocs = {
  get: documented({
    id: 'getRecommendationArtifact',
    policy: 'io_advisor:artifacts:get',
    summary: 'The recommendation as commands, template or file of another tool',
    description:
      'A text that makes flavors, ports and servers as they were recommended: `cli` (a shell script of `openstack` ' +
      'commands), `heat` (a HOT template), `terraform` (HCL), `openstacksdk` (a Python script); or what an operator ' +
      'wants to see: `libvirt` (the domain of one VM on its host; the first unless `member` says which) and `nova_conf` ' +
      '(settings that the host and nova-api need). Image and networks stay to be filled in. Names are quoted as each ' +
      'language wants it. `libvirt`, `nova_conf` and `placement=host` tell of hosts, so they are for those who may see them.',
    path: { id: { description: 'Id of the recommendation.', example: EXAMPLE_RECOMMENDATION_ID } },
    query: {
      format: {
        description: 'For which tool.',
        example: 'cli',
        schema: { type: 'string', enum: [...ARTIFACT_FORMATS] },
      },
      member: {
        description: 'Only this one of the VMs, from 0; all when left out.',
        schema: { type: 'integer', minimum: 0, maximum: 9_999 },
      },
      placement: {
        description:
          'Who chooses the host: `free` Nova among all (when left out), `zone` Nova in the zone of the recommended host, ' +
          '`host` the advisor.',
        schema: { type: 'string', enum: [...PLACEMENT_MODES] },
      },
    },
    answers: {
      200: {
        description: 'The text (here shortened), in the media type of its format.',
        content: '*/*',
        example: '#!/usr/bin/env bash\nset -euo pipefail\n',
        headers: { 'Content-Disposition': 'A name for the file.' },
      },
    },
    problems: [
      'auth.hosts_hidden',
      'recommendation.not_found',
      'recommendation.not_decided',
      'recommendation.not_ready',
      'recommendation.host_moved',
    ],
  }),
};
