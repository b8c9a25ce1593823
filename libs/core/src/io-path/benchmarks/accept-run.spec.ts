import { acceptRun } from './accept-run';
import type { DiskConditions, NicConditions } from './benchmark-conditions';
import type { BenchmarkRun } from './benchmark-run';

const NIC: NicConditions = {
  device: 'nic',
  path: 'vhost_net',
  hostName: 'compute-01',
  linkSpeedMbps: 25_000,
  queues: 4,
  vcpus: 4,
  numa: 'local',
  interrupts: 'posted',
  topology: 'wire',
  sharers: 1,
  messageBytes: null,
  streams: null,
};
const DISK: DiskConditions = {
  device: 'disk',
  path: 'virtio_blk',
  hostName: 'compute-01',
  storage: 'nvme',
  ioThread: true,
  vcpus: 4,
  numa: 'local',
  sharers: 1,
  messageBytes: null,
  streams: null,
};
const RUN: BenchmarkRun = {
  tool: 'iperf3',
  toolVersion: '3.12',
  job: null,
  workload: 'bulk_tcp',
  durationS: 30,
  messageBytes: 131_072,
  streams: 4,
  queueDepth: null,
  isDirect: null,
  samples: null,
  values: { throughputMbps: 9400 },
  warnings: [],
};
const DISK_RUN: BenchmarkRun = { ...RUN, tool: 'fio', workload: 'random_read', queueDepth: 32, isDirect: true };

function codes(run: BenchmarkRun, conditions: NicConditions | DiskConditions): readonly string[] {
  const outcome = acceptRun(run, conditions);
  return 'refusals' in outcome ? outcome.refusals.map(({ code }) => code) : [];
}

describe('accepting a run', () => {
  it('takes one that says all, or whose conditions say the rest', () => {
    expect(acceptRun(RUN, NIC)).toEqual({ accepted: RUN });
    const filled = acceptRun({ ...RUN, messageBytes: null, streams: null }, { ...NIC, messageBytes: 64, streams: 1 });
    expect(filled).toEqual({ accepted: { ...RUN, messageBytes: 64, streams: 1 } });
    expect(codes(DISK_RUN, DISK)).toEqual([]);
  });

  it('tells all that is missing at once', () => {
    expect(codes({ ...RUN, durationS: null, messageBytes: null, streams: null }, NIC)).toEqual([
      'benchmark.no_duration',
      'benchmark.no_message_size',
      'benchmark.no_streams',
    ]);
    const bare = { ...DISK_RUN, workload: 'disk_read', isDirect: null, queueDepth: null } as const;
    expect(codes(bare, DISK)).toEqual(['benchmark.not_direct', 'benchmark.no_queue_depth', 'benchmark.no_order']);
  });

  it.each([
    ['a time of nothing', { durationS: 0 }],
    ['half a stream', { streams: 0.5 }],
    ['a message of 10 TB', { messageBytes: 1e13 }],
    ['fewer than no messages', { samples: -1 }],
    ['a rate below zero', { values: { throughputMbps: -1 } }],
    ['a rate beyond all numbers', { values: { throughputMbps: 1e300 } }],
  ])('refuses %s', (_what, change) => {
    expect(codes({ ...RUN, ...change }, NIC)).toEqual(['benchmark.implausible']);
  });

  it('refuses two statements that differ', () => {
    expect(codes(RUN, { ...NIC, messageBytes: 64 })).toEqual(['benchmark.contradiction']);
  });

  it('refuses a disk for a NIC and a NIC for a disk', () => {
    expect(codes(DISK_RUN, NIC)).toEqual(['benchmark.other_device']);
    expect(codes(RUN, DISK)).toEqual(['benchmark.other_device']);
  });
});
