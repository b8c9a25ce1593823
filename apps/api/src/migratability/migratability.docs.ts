import { EXAMPLE_HOST } from '../hosts/inventory.example';
import { documented } from '../openapi/documented';
import { EXAMPLE_RECOMMENDATION_ID } from '../openapi/example-ids';
import { MigratabilityDto } from './migratability.dto';

const PATHS = { nics: { data: 'sriov_vf' }, disks: { root: 'virtio_blk' } } as const;

const EXAMPLE: MigratabilityDto = {
  host_name: EXAMPLE_HOST,
  vms: [
    {
      reservation_id: '0192f0c1-2d3e-4f50-8a61-72b3c4d5e6f7',
      recommendation_id: EXAMPLE_RECOMMENDATION_ID,
      member: 0,
      server_id: '5e0c1d2b-7d53-4c36-9d0c-3c6a7d0f1b2e',
      name: 'upf-1',
      project_id: 'p1',
      state: 'confirmed',
      paths: PATHS,
      targets: 2,
      ways: [
        {
          mechanism: 'unplug_replug',
          action: 'os-migrateLive',
          interruption: {
            at_least_s: 4,
            at_most_s: 417,
            reason: 'its passed-through devices are away while 4096 MiB of memory are copied',
          },
          paths: PATHS,
          hosts: 2,
          host_names: ['compute-02', 'compute-05'],
        },
      ],
      refusals: [],
      not_live_migratable: [],
      rejections: [
        {
          code: 'vf.none_free',
          hosts: 9,
          paths: 9,
          example: { host_name: 'compute-03', required: 'a free VF on physnet1', available: '0 of 8 VFs free' },
        },
      ],
    },
  ],
  not_judged: [{ id: 'srv-1', is_server: true, name: 'db-1', project_id: 'p1', status: 'ACTIVE' }],
  fleet_digest: '9f1d2c3b4a596877',
  model_version: '2026.11.0',
};

export const migratabilityDocs = {
  ofHost: documented({
    id: 'getHostMigratability',
    policy: 'io_advisor:host:migratability',
    summary: 'Where the VMs of a host could go, and how',
    description:
      'For each VM that the advisor placed on the host: the hosts that it could go to, by which mechanism and with which ' +
      'interruption, and what is in its way. Each is judged by itself, with all others where they are: whether all can ' +
      'leave, and in which order, is what a re-plan finds out. Nothing is stored or reserved.',
    path: { host_name: { description: 'Name of the host.', example: EXAMPLE_HOST } },
    answers: { 200: { description: 'The VMs (here one).', type: MigratabilityDto, example: EXAMPLE } },
    problems: ['host_name.malformed', 'host.not_found'],
  }),
};
