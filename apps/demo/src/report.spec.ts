import fc from 'fast-check';
import type { RecommendationAnswer } from './answers';
import { COLUMNS, reportOf } from './report';

const ready: RecommendationAnswer = {
  id: 'r1',
  status: 'ready',
  host_name: 'compute-01',
  score: 0.8712,
  nics: [
    {
      name: 'data',
      path: 'sriov_vf',
      vnic_type: 'direct',
      numa_node: 0,
      queues: 8,
      score: {
        total: 0.9,
        terms: [
          { name: 'throughput', weight: 0.1, value: 1, reason: 'carries all of it' },
          { name: 'latency', weight: 0.4, value: 0.95, reason: 'p99 33 µs of 40 µs' },
        ],
      },
      predicted: {
        latency_us: { p50: 24.04, p99: 33, interval: [20, 40] },
        throughput_mbps: { value: 9412.3, interval: [9000, 9800] },
        host_cores: { value: 0.1234, interval: [0.1, 0.2] },
        extrapolated: false,
      },
    },
  ],
  disks: [],
  migration: { live: true, mechanism: 'unplug_replug', candidate_targets: 12 },
  nova: { flavor: { extra_specs: { 'hw:cpu_policy': 'dedicated' } }, image_properties: {} },
  vf_allocations: [{ device: 'data', pf_address: '0000:3b:00.0', vf_address: '0000:3b:00.2', numa_node: 0 }],
};

describe('what the demo prints', () => {
  it('says where a VM goes, by which path, on which VF, what it may expect, and why', () => {
    expect(reportOf('A database', 'It wants 40 µs.', ready)).toEqual([
      'A database',
      '  It wants 40 µs.',
      '  host      compute-01, score 0.87',
      '  NIC       data: sriov_vf, vnic_type direct, NUMA node 0, 8 queues',
      '            p50 24 µs, p99 33 µs (20–40); 9412 (9000–9800) Mbit/s; 0.12 (0.1–0.2) host cores',
      '  VF        0000:3b:00.2 of PF 0000:3b:00.0, NUMA node 0, reserved for data',
      '  specs     hw:cpu_policy=dedicated',
      '  migrates  live, unplug_replug, 12 other hosts to go to',
      '  why       data: latency 0.95, weight 0.4: p99 33 µs of 40 µs',
      '            data: throughput 1, weight 0.1: carries all of it',
    ]);
  });

  it('calls a device that is given away whole by what it is', () => {
    const whole = { device: 'data', pf_address: '0000:3b:00.0', vf_address: '0000:3b:00.0', numa_node: 1 };

    expect(reportOf('t', 's', { ...ready, vf_allocations: [whole] })).toContain(
      '  device    0000:3b:00.0, the whole of it, NUMA node 1, reserved for data',
    );
  });

  it('says why a VM fits nowhere, and what would help', () => {
    const answer: RecommendationAnswer = {
      id: 'r1',
      status: 'no_valid_host',
      rejections: [
        {
          code: 'vf.none_free',
          hosts: 24,
          paths: 24,
          example: { host_name: 'compute-01', required: '1 VF on physnet9', available: '0' },
        },
      ],
      relaxations: [{ change: 'nics[data].paths: sriov_vf -> null', hosts_unlocked: 20, costs: 'latency' }],
    };

    expect(reportOf('A dream', 'Too much.', answer)).toEqual([
      'A dream',
      '  Too much.',
      '  host      no valid host',
      '  why       vf.none_free on 24 hosts, e.g. compute-01: required 1 VF on physnet9; available 0',
      '  instead   nics[data].paths: sriov_vf -> null unlocks 20 hosts; costs: latency',
    ]);
  });

  it('names the status of what was not decided', () => {
    expect(reportOf('t', 's', { id: 'r1', status: 'queued' })).toContain('  status    queued');
  });

  it('fits the terminal, whatever is told', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,40}$/), { maxLength: 60 }).map((list) => list.join(' '));

    fc.assert(
      fc.property(words, words, (title, story) => {
        const widest = Math.max(...reportOf(title, story, ready).map((line) => line.length));
        expect(widest).toBeLessThanOrEqual(COLUMNS);
      }),
    );
  });
});
