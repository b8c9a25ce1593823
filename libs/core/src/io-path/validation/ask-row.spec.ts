import fc from 'fast-check';
import { SHIPPED_MODEL } from '../model/path-model';
import { PARAMETERS } from '../model/parameters.data';
import { askRow } from './ask-row';
import type { Measurement } from './measurement';
import { aMeasurement } from './measurement.fixture';

/** What the shipped model predicts for a row, in the row's unit. */
function predicted(overrides: Partial<Measurement>, others: readonly Measurement[] = []): number {
  const row = aMeasurement(overrides);
  const question = askRow(row, [row, ...others]);
  if (typeof question !== 'function') throw new Error(question.reason);
  return question(SHIPPED_MODEL);
}

const packets: Partial<Measurement> = {
  metric: 'packet_rate',
  unit: 'Mpps',
  workload: 'TX testpmd',
  messageBytes: 64,
  nativeValue: null,
  nativeKind: '',
};
const roundTrip: Partial<Measurement> = {
  metric: 'latency_rtt_p50',
  unit: 'us',
  workload: 'sockperf',
  nativeValue: 50,
};
const disk: Partial<Measurement> = {
  metric: 'iops',
  unit: 'kIOPS',
  path: 'virtio-blk',
  workload: 'fio 4k randwrite',
  messageBytes: 4096,
  speedMbps: null,
  topology: '',
  nativeValue: null,
  nativeKind: '',
};

describe('a row of network traffic', () => {
  it('is no faster than its bare host', () => {
    expect(predicted({ path: 'sriov-vf', nativeValue: 8 })).toBeLessThanOrEqual(8);
    expect(predicted({ path: 'sriov-vf', nativeValue: 8 })).toBeGreaterThan(7);
  });

  it('takes the native value from its test bed where it has none itself', () => {
    const native = aMeasurement({ id: 'S02', path: 'native', value: 7 });
    const own = { path: 'sriov-vf', nativeValue: null, nativeKind: '' };

    expect(predicted(own)).toBeGreaterThan(20);
    expect(predicted(own, [native])).toBeLessThanOrEqual(7);
  });

  it('adds the path to the native round trip, at the percentile of the row', () => {
    const adder = PARAMETERS['vhost_net.adder_us'].default;

    expect(predicted({ ...roundTrip, interrupts: 'legacy' })).toBeCloseTo(50 + adder, 6);
    expect(predicted({ ...roundTrip, metric: 'latency_rtt_p99', interrupts: 'legacy' })).toBeCloseTo(
      50 + 1.2 * adder,
      6,
    );
  });

  it.each<[string, Partial<Measurement>, Partial<Measurement>]>([
    ['a tunnel', { workload: 'iperf3 over VXLAN' }, {}],
    ['small messages', { messageBytes: 64 }, {}],
    ['an emulated guest IOMMU', { workload: 'iperf3, emulated guest IOMMU' }, {}],
    [
      'a tunnel that the NIC does not segment',
      { workload: 'iperf3 Geneve' },
      { workload: 'iperf3 Geneve, hardware segmentation' },
    ],
    ['the far node', { numa: 'remote' }, {}],
  ])('is slower with %s', (_what, slow, fast) => {
    expect(predicted(slow)).toBeLessThan(predicted(fast));
  });

  it.each<[string, Partial<Measurement>, Partial<Measurement>]>([
    ['sockets', { workload: 'UDP', messageBytes: 18 }, {}],
    [
      'more flows',
      { path: 'vhost-user', workload: 'OVS-DPDK, 10,000 flows' },
      { path: 'vhost-user', workload: 'OVS-DPDK, 10 flows' },
    ],
    [
      'a guest that forwards',
      { path: 'vhost-user', topology: 'pvp', workload: 'OVS-DPDK, 10 flows' },
      { path: 'vhost-user', workload: 'OVS-DPDK, 10 flows' },
    ],
    [
      'no packet lost',
      { path: 'vhost-user', workload: 'OVS-DPDK zero-loss, 10 flows' },
      { path: 'vhost-user', workload: 'OVS-DPDK, 10 flows' },
    ],
  ])('carries fewer packets with %s', (_what, slow, fast) => {
    expect(predicted({ ...packets, speedMbps: 100_000, ...slow })).toBeLessThan(
      predicted({ ...packets, speedMbps: 100_000, ...fast }),
    );
  });

  it('is limited by the line at its own frame size', () => {
    const line = 10_000 / (8 * (1500 + 20));

    expect(predicted({ ...packets, speedMbps: 10_000, messageBytes: 1500 })).toBeCloseTo(line, 2);
  });

  it('sums all VMs up where the row does', () => {
    const aggregate = { workload: 'aggregate TCP over all VMs', nativeValue: null, nativeKind: '' };

    expect(predicted({ ...aggregate, vms: 8 })).toBeGreaterThan(predicted({ ...aggregate, vms: 2 }));
    expect(predicted({ ...aggregate, vms: 8 })).toBeLessThan(4 * predicted({ ...aggregate, vms: 2 }));
  });
});

describe('a row about interrupts', () => {
  const busy: Partial<Measurement> = {
    path: 'pci-passthrough',
    workload: 'web server',
    interrupts: 'legacy',
    year: 2012,
  };

  it('counts two exits an interrupt when legacy and hardly any when posted', () => {
    const exits = { ...busy, metric: 'vm_exits', unit: 'per_s', nativeValue: null, nativeKind: '' };

    expect(predicted(exits)).toBeGreaterThan(50 * predicted({ ...exits, interrupts: 'posted' }));
  });

  it('loses more of the bare host’s work on a processor older than APICv', () => {
    const served = { ...busy, metric: 'app_throughput', unit: 'req/s', nativeValue: 10_000 };

    expect(predicted(served)).toBeLessThan(8000);
    expect(predicted({ ...served, year: 2024 })).toBeGreaterThan(8500);
    expect(predicted({ ...served, interrupts: 'posted' })).toBeGreaterThan(9500);
  });
});

describe('a row of a disk', () => {
  it('is limited by latency when requests come one by one', () => {
    const one = predicted({ ...disk, workload: 'fio 4k randread QD1', nativeValue: 100, nativeKind: 'measured' });

    // 10 us of the device and 13 of the path.
    expect(one).toBeCloseTo(1000 / 23, 0);
  });

  it('is the device’s where the path could do more', () => {
    expect(predicted({ ...disk, nativeValue: 50, nativeKind: 'measured' })).toBeGreaterThan(45);
    expect(predicted({ ...disk, nativeValue: 50, nativeKind: 'measured' })).toBeLessThan(50);
  });

  it('takes longer the more requests wait in a queue', () => {
    const latency = { ...disk, metric: 'disk_latency_mean', unit: 'us' };

    expect(predicted({ ...latency, workload: 'fio 4k randread QD256' })).toBeGreaterThan(
      2 * predicted({ ...latency, workload: 'fio 4k randread QD64' }),
    );
  });

  it('is compared with another path where the row says so', () => {
    const ratio = { ...disk, path: 'virtio-scsi', unit: 'relative', nativeValue: 400, nativeKind: 'virtio-blk' };

    expect(predicted(ratio)).toBeCloseTo(400 * PARAMETERS['virtio_scsi.share_of_virtio_blk'].default, 0);
  });

  it.each<[string, Partial<Measurement>, Partial<Measurement>]>([
    [
      'a worker a queue',
      { path: 'vhost-scsi', queues: 8, vcpus: 8, workload: 'fio 4k null LUN, one worker per queue' },
      { path: 'vhost-scsi', queues: 8, vcpus: 8, workload: 'fio 4k null LUN, one worker for all queues' },
    ],
    [
      'more cores',
      { path: 'vhost-user-blk', workload: '8 disks, 4 vhost cores' },
      { path: 'vhost-user-blk', workload: '8 disks, 1 vhost cores' },
    ],
    ['an IOThread', { path: 'virtio-blk-iothread', queues: 4 }, { path: 'virtio-blk', queues: 4 }],
  ])('is faster with %s', (_what, fast, slow) => {
    expect(predicted({ ...disk, ...fast })).toBeGreaterThan(predicted({ ...disk, ...slow }));
  });
});

const anyRow: fc.Arbitrary<Measurement> = fc
  .record({
    path: fc.constantFrom(
      'native',
      'e1000',
      'virtio-net-qemu',
      'vhost-net',
      'vhost-net-mq',
      'vhost-user',
      'macvtap',
      'vdpa',
      'sriov-vf',
      'pci-passthrough',
      'sata-emulated',
      'virtio-blk',
      'virtio-blk-iothread',
      'virtio-scsi',
      'vhost-blk',
      'vhost-scsi',
      'vhost-user-blk',
      'nvme-mdev',
      'qemu-nvme-userspace',
      'nvme-passthrough',
    ),
    workload: fc.constantFrom(
      'iperf3 -P16',
      'netperf TCP_STREAM',
      'UDP',
      'RX small packets',
      'OVS-DPDK PVP, 100 flows',
      'testpmd',
      'web server',
      'aggregate TCP over all VMs',
      'fio 4k randread QD1',
      'fio 64k randwrite QD32',
      '4 jobs, one worker per queue + batching',
      'multiqueue gain 1 -> 4',
      'TSO on vs off',
      'DIM on vs off',
    ),
    metric: fc.constantFrom(
      ['throughput', 'Gb/s'],
      ['throughput', 'fraction'],
      ['packet_rate', 'Mpps'],
      ['latency_rtt_mean', 'us'],
      ['latency_rtt_p999', 'us'],
      ['host_cpu', 'core_per_gbps'],
      ['host_cpu', 'core_s_per_Mpkt'],
      ['host_cpu', 'core_per_100kIOPS'],
      ['total_cpu', 'core_per_gbps'],
      ['iops', 'kIOPS'],
      ['disk_latency_mean', 'us'],
      ['disk_bandwidth', 'MB/s'],
      ['vm_exits', 'per_s'],
      ['interrupts', 'per_s'],
      ['time_in_guest', 'pct'],
      ['app_throughput', 'req/s'],
      ['speedup', 'ratio'],
      ['numa_penalty', 'ratio'],
    ),
    topology: fc.constantFrom('', 'wire', 'vm-host', 'vm-vm-same-host', 'pvp', 'vm-loop'),
    interrupts: fc.constantFrom('legacy', 'apicv', 'posted', 'polling', 'unknown'),
    numa: fc.constantFrom('local', 'remote', 'unknown'),
    speedMbps: fc.option(fc.constantFrom(1000, 25_000, 100_000)),
    messageBytes: fc.option(fc.integer({ min: 1, max: 1_048_576 })),
    queues: fc.option(fc.integer({ min: 1, max: 64 })),
    vcpus: fc.option(fc.integer({ min: 1, max: 64 })),
    vms: fc.integer({ min: 1, max: 64 }),
    nativeValue: fc.option(fc.double({ min: 0.001, max: 1e6, noNaN: true })),
    nativeKind: fc.constantFrom(
      '',
      'measured',
      'line_rate',
      'virtio-blk',
      'measured(local)',
      'dedicated-cores',
      'said nowhere',
    ),
  })
  .map(({ metric: [metric = '', unit = ''], ...row }) => aMeasurement({ ...row, metric, unit }));

describe('any row', () => {
  it('gets a reason, or a number above 0', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const question = askRow(row, [row]);
        if (typeof question !== 'function') {
          expect(question.reason).not.toBe('');
          return;
        }
        const answer = question(SHIPPED_MODEL);
        expect(Number.isFinite(answer) && answer > 0 ? '' : `${answer}`).toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a row that the model cannot answer', () => {
  it.each<[Partial<Measurement>, string]>([
    [{ kind: 'bound' }, 'no measurement to judge a model by'],
    [{ path: 'primitive' }, 'not an I/O path'],
    [{ path: 'unheard-of' }, 'not one the model has'],
    [{ topology: 'chain' }, 'topology'],
    [{ metric: 'migration_time' }, 'not something the model predicts'],
    [{ ...roundTrip, metric: 'latency_rtt_max' }, 'scheduling noise'],
    [{ ...roundTrip, unit: 'ms' }, 'unit'],
    [{ ...packets, path: 'vhost-user', topology: 'pvp', workload: 'OVS' }, 'flows'],
    [{ metric: 'speedup', unit: 'ratio', workload: 'a clever patch' }, 'no input'],
    [{ ...disk, path: 'native' }, 'not devices'],
    [{ path: 'native', speedMbps: null }, 'link speed'],
  ])('says why: %j', (overrides, reason) => {
    expect(askRow(aMeasurement(overrides), [])).toEqual({ reason: expect.stringContaining(reason) as string });
  });
});
