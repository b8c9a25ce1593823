import { NIC_CATALOGUE } from '@iopath/core';
import { EXAMPLE_HOST } from '../hosts/inventory.example';
import { documented } from '../openapi/documented';
import { HostNicsDto } from './host-nic.dto';
import { fromNicFamily, NicModelListDto } from './nic-model.dto';
import { VfAdviceDto } from './vf-advice.dto';

const HOST_PATH = { host_name: { description: 'Name of the host.', example: EXAMPLE_HOST } };

const EXAMPLE_MODELS: NicModelListDto = {
  nic_models: NIC_CATALOGUE.filter(({ name }) => name === 'mlx-cx6dx').map(fromNicFamily),
};

const EXAMPLE_NICS: HostNicsDto = {
  host_name: EXAMPLE_HOST,
  nics: [
    {
      address: '0000:3b:00.0',
      ifname: 'ens1f0',
      vendor_id: '15b3',
      product_id: '101d',
      driver: 'mlx5_core',
      physical_network: 'physnet1',
      vfs: 2,
      total_vfs: 2,
      model: EXAMPLE_MODELS.nic_models[0] ?? null,
      assumed: [],
      warnings: [
        {
          code: 'nic.vf_number_set_in_firmware',
          severity: 'info',
          address: '0000:3b:00.0',
          detail:
            'All 2 VFs that ConnectX-6 Dx is set to are on; more take another NUM_OF_VFS in the card, and a reset.',
        },
      ],
    },
  ],
};

const EXAMPLE_ADVICE: VfAdviceDto = {
  host_name: EXAMPLE_HOST,
  pfs: [
    {
      pf_address: '0000:3b:00.0',
      ifname: 'ens1f0',
      physical_network: 'physnet1',
      model: 'mlx-cx6dx',
      verdict: 'no_change',
      present_vfs: 2,
      held_vfs: 0,
      recommended_vfs: 2,
      demand: { asked_in_a_day: 0, unplaced: 0, pfs_on_network: 1, share: 0 },
      limit: { vfs: 2, why: 'sriov_totalvfs is 2', is_assumed: false },
      queues: { wanted: null, present_pairs: 63, recommended_pairs: 63 },
      why: ['No change: 2 VFs suffice.'],
      change: null,
    },
  ],
};

export const nicsDocs = {
  models: documented({
    id: 'listNicModels',
    policy: 'io_advisor:nic_model:list',
    summary: 'List the NICs that the advisor knows',
    description:
      'SR-IOV NICs by their PCI ids: drivers, how many VFs there can be and who says so, queues of a VF, what they can do, and ' +
      'where it was read. A VF id does not tell the card: several families may have it. docs/nics.md has the same as a table.',
    query: {
      vendor_id: {
        description: 'Only NICs of this vendor.',
        schema: { type: 'string', pattern: '^[0-9a-fA-F]{4}$' },
      },
      product_id: {
        description: 'Only NICs whose PFs or VFs have this id.',
        schema: { type: 'string', pattern: '^[0-9a-fA-F]{4}$' },
      },
    },
    answers: { 200: { description: 'The NICs (here one).', type: NicModelListDto, example: EXAMPLE_MODELS } },
    problems: [],
  }),

  ofHost: documented({
    id: 'getHostNics',
    policy: 'io_advisor:host:nics',
    summary: 'Look at the NICs of a host',
    description:
      'Each PF with its model, what the inventory does not tell of it and the model suggests (marked as assumed, with why), ' +
      'and what may be wrong with it.',
    path: HOST_PATH,
    answers: { 200: { description: 'Its PFs (here one).', type: HostNicsDto, example: EXAMPLE_NICS } },
    problems: ['host_name.malformed', 'host.not_found'],
  }),

  vfAdvice: documented({
    id: 'getHostVfAdvice',
    policy: 'io_advisor:host:vf_advice',
    summary: 'How many VFs the PFs of a host should have',
    description:
      'For what was asked of the fleet in the last 24 hours: `sriov_numvfs` of each PF and the queues that a VF then has, why, ' +
      'and what a change takes. It destroys all VFs of the PF, so who holds one is named, with the bodies of re-plans that ' +
      'move them and the commands. Nothing is stored or changed.',
    path: HOST_PATH,
    answers: { 200: { description: 'Its PFs with SR-IOV (here one).', type: VfAdviceDto, example: EXAMPLE_ADVICE } },
    problems: ['host_name.malformed', 'host.not_found'],
  }),
};
