import { documented } from '../openapi/documented';
import { EXAMPLE_RECOMMENDATION_ID } from '../openapi/example-ids';
import request from '../../../../examples/requests/latency-critical.json';
import { CompareRequestDto, ComparisonDto } from './comparison.dto';

const VF_ON_ASSUMED_HARDWARE = {
  device: 'data',
  kind: 'nic',
  path: 'sriov_vf',
  summary: 'a virtual function given to the guest; the switch in the NIC sorts frames by MAC address and VLAN',
  host_name: null,
  hosts: null,
  score: null,
  predicted: {
    basis: 'assumed',
    latency_us: { p50: 44.1, p99: 52.92, p99_9: 59.53, interval: [33.31, 84.06], summands: [] },
    throughput_gbps: { value: 23.07, interval: [21.11, 23.54] },
    packet_rate_mpps: { value: 6.606, interval: [2.765, 15.78] },
    host_cores: { value: 0.004283, interval: [0.0007022, 0.02934] },
    host_cores_per_gbps: { value: 0.004113, interval: [0.0006143, 0.02901] },
    overloaded: false,
    evidence: ['M003', 'M006'],
    extrapolated: false,
    assumed: [],
  },
  migration: {
    mechanism: 'unplug_replug',
    interruption: 'the device is gone from before the switch-over until it is plugged in on the target',
    conditions: ['the target has a free VF on the same physical network'],
  },
  isolation: { class: 'virtual_function', by: 'the IOMMU and the switch in the NIC; security groups do not hold' },
  prerequisites_missing: [],
  blocked_by: [],
};

const VF_ON_ITS_BEST_HOST = {
  ...VF_ON_ASSUMED_HARDWARE,
  host_name: 'compute-01',
  hosts: 12,
  score: 0.87,
  predicted: { ...VF_ON_ASSUMED_HARDWARE.predicted, basis: 'host' },
  blocked_by: [{ code: 'vf.none_free', hosts: 3, required: '1 free VF', available: '0 of 8' }],
};

export const comparisonDocs = {
  ofRecommendation: documented({
    id: 'compareRecommendationPaths',
    policy: 'io_advisor:recommendation:compare',
    summary: 'All paths side by side, each on its best host',
    description:
      'A card for each path of the catalogue and each NIC and disk of the request, whether the request allows the path ' +
      'or not: what it is predicted to do on the best host for it, what it costs that host, how the VM moves and is kept ' +
      'apart with it, what must be set up, and what keeps the other hosts out. It sees the fleet as it is now, without ' +
      'what the recommendation itself holds. A path that no host can carry is predicted on assumed hardware.',
    path: { id: { description: 'Id of the recommendation.', example: EXAMPLE_RECOMMENDATION_ID } },
    answers: {
      200: { description: 'The cards (here one).', type: ComparisonDto, example: { paths: [VF_ON_ITS_BEST_HOST] } },
    },
    problems: ['recommendation.not_found', 'recommendation.refused_by_nova'],
  }),
  ofRequest: documented({
    id: 'comparePaths',
    policy: 'io_advisor:comparison:create',
    summary: 'All paths side by side, for a request without a fleet',
    description:
      'The same cards for a request that is not stored, on hardware that you name in `assume`: near the guest, and with ' +
      'nobody beside it. Nothing is looked up in the fleet, stored or reserved.',
    body: {
      type: CompareRequestDto,
      examples: {
        latency_critical: {
          summary: 'On a 25 GbE NIC and NVMe',
          value: { ...request, assume: { link_speed_mbps: 25_000, interrupts: 'posted', storage: 'nvme' } },
        },
      },
    },
    answers: {
      200: { description: 'The cards (here one).', type: ComparisonDto, example: { paths: [VF_ON_ASSUMED_HARDWARE] } },
    },
    problems: ['auth.hosts_hidden', 'request.invalid'],
  }),
};
