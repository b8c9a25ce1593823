import fc from 'fast-check';
import { NIC_PATH_NAMES } from '../io-path';
import { aNic, framesOf } from './model-inputs.fixture';
import { PARAMETERS } from './parameters.data';
import { predictNic } from './path-model';
import type { AmountPrediction, NicModelInput } from './prediction';

const anyNic: fc.Arbitrary<NicModelInput> = fc.record({
  path: fc.constantFrom(...NIC_PATH_NAMES),
  linkSpeedMbps: fc.option(fc.constantFrom(1000, 10_000, 25_000, 40_000, 100_000, 400_000)),
  vcpus: fc.integer({ min: 1, max: 128 }),
  queues: fc.integer({ min: 1, max: 256 }),
  numa: fc.constantFrom('local', 'remote', 'unknown'),
  interrupts: fc.constantFrom('legacy', 'posted', 'polling', 'unknown'),
  sharers: fc.integer({ min: 1, max: 128 }),
  bandwidthMbps: fc.option(fc.integer({ min: 0, max: 100_000 })),
  packetRateKpps: fc.option(fc.integer({ min: 0, max: 40_000 })),
});

const contains = ({ value, interval: [low, high] }: AmountPrediction) =>
  Number.isFinite(value) && Number.isFinite(high) && value > 0 && low > 0 && low <= value && value <= high;

const within = (value: number, measured: number, tolerance: number) => {
  expect(value / measured).toBeGreaterThan(1 - tolerance);
  expect(value / measured).toBeLessThan(1 + tolerance);
};

describe('the prediction of a NIC', () => {
  it('gives every amount as a finite number inside its interval', () => {
    fc.assert(
      fc.property(anyNic, (input) => {
        const { throughputMbps, packetRateKpps, hostCores } = predictNic(input);

        expect([throughputMbps, packetRateKpps, hostCores].every(contains)).toBe(true);
      }),
    );
  });

  it('gives a latency exactly when not overloaded, percentiles rising, p99 inside its interval', () => {
    fc.assert(
      fc.property(anyNic, (input) => {
        const { latencyUs, overloaded } = predictNic(input);

        expect(latencyUs === null).toBe(overloaded);
        if (latencyUs === null) return;
        expect(latencyUs.p50).toBeGreaterThan(0);
        expect(latencyUs.p50).toBeLessThanOrEqual(latencyUs.p99);
        expect(latencyUs.p99).toBeLessThanOrEqual(latencyUs.p999);
        expect(contains({ value: latencyUs.p99, interval: latencyUs.interval })).toBe(true);
      }),
    );
  });

  it('shows a sum whose lines are frequency times cost and add up to the median', () => {
    fc.assert(
      fc.property(anyNic, (input) => {
        const { latencyUs } = predictNic(input);
        fc.pre(latencyUs !== null);

        const total = latencyUs.summands.reduce((sum, line) => sum + line.totalUs, 0);

        expect(total / latencyUs.p50).toBeCloseTo(1, 9);
        expect(latencyUs.summands.every((line) => line.totalUs === line.frequency * line.costUs)).toBe(true);
      }),
    );
  });

  it.each<[string, (input: NicModelInput) => NicModelInput]>([
    ['one more queue', (input) => ({ ...input, queues: input.queues + 1 })],
    ['one more vCPU', (input) => ({ ...input, vcpus: input.vcpus + 1 })],
    ['one neighbour less', (input) => ({ ...input, sharers: Math.max(1, input.sharers - 1) })],
    ['the local node', (input) => ({ ...input, numa: 'local' })],
    [
      'posted instead of legacy',
      (input) => (input.interrupts === 'legacy' ? { ...input, interrupts: 'posted' } : input),
    ],
    [
      'known posted instead of unknown',
      (input) => (input.interrupts === 'unknown' ? { ...input, interrupts: 'posted' } : input),
    ],
  ])('never gets worse with %s', (_change, change) => {
    fc.assert(
      fc.property(anyNic, (input) => {
        const before = predictNic(input);
        const after = predictNic(change(input));

        const slack = 1 + 1e-9;
        expect(after.throughputMbps.value * slack).toBeGreaterThanOrEqual(before.throughputMbps.value);
        expect(after.packetRateKpps.value * slack).toBeGreaterThanOrEqual(before.packetRateKpps.value);
        if (before.latencyUs === null) return;
        expect(after.overloaded).toBe(false);
        expect(after.latencyUs?.p99).toBeLessThanOrEqual(before.latencyUs.p99 * slack);
      }),
    );
  });

  it('never gets faster with more load', () => {
    fc.assert(
      fc.property(anyNic, fc.integer({ min: 1, max: 5000 }), (input, more) => {
        const light = { ...input, bandwidthMbps: input.bandwidthMbps ?? 0, packetRateKpps: null };
        const before = predictNic(light);
        const after = predictNic({ ...light, bandwidthMbps: light.bandwidthMbps + more });

        expect(after.latencyUs?.p99 ?? Infinity).toBeGreaterThanOrEqual(before.latencyUs?.p99 ?? Infinity);
      }),
    );
  });

  it('says overloaded instead of a latency past 95 % of capacity', () => {
    const capacity = predictNic(aNic()).throughputMbps.value;

    expect(predictNic(aNic({ bandwidthMbps: 0.94 * capacity })).latencyUs).not.toBeNull();
    expect(predictNic(aNic({ bandwidthMbps: 0.96 * capacity }))).toMatchObject({ overloaded: true, latencyUs: null });
  });

  it('names what it had to assume, and assumes nothing that is known', () => {
    const blind = predictNic(aNic({ linkSpeedMbps: null, numa: 'unknown', interrupts: 'unknown' }));

    expect(predictNic(aNic()).assumed).toEqual([]);
    expect(blind.assumed).toEqual([
      expect.stringContaining('link speed'),
      expect.stringContaining('NUMA'),
      expect.stringContaining('interrupt'),
    ]);
  });

  it('never takes unknown interrupts for posted, and widens the interval to both', () => {
    const unknown = predictNic(aNic({ path: 'sriov_vf', interrupts: 'unknown' })).latencyUs;
    const legacy = predictNic(aNic({ path: 'sriov_vf', interrupts: 'legacy' })).latencyUs;

    expect(unknown?.p99).toBe(legacy?.p99);
    expect(unknown?.interval[1]).toBe(legacy?.interval[1]);
    expect(unknown?.interval[0]).toBeLessThan(legacy?.interval[0] ?? 0);
  });

  it('reaches from vhost-user to a VF for vDPA, which nobody measured', () => {
    const vdpa = predictNic(aNic({ path: 'vdpa', queues: 2 }));
    const worst = predictNic(aNic({ path: 'vhost_user', queues: 2 }));

    expect(vdpa.extrapolated).toBe(true);
    expect(vdpa.packetRateKpps.interval[0]).toBeLessThanOrEqual(worst.packetRateKpps.value);
  });

  it.each<[string, Partial<NicModelInput>, boolean]>([
    ['25 GbE, one queue', {}, false],
    ['100 GbE', { linkSpeedMbps: 100_000 }, true],
    ['1 GbE', { linkSpeedMbps: 1000 }, true],
    ['32 queues on 32 vCPUs', { queues: 32, vcpus: 32 }, true],
    ['32 queues on 8 vCPUs', { queues: 32, vcpus: 8 }, false],
    ['13 VMs', { sharers: 13 }, true],
    ['85 % of capacity', { bandwidthMbps: 0.85 * 13_115 }, true],
    ['a VF on a switchdev NIC', { path: 'sriov_vf_switchdev' }, true],
  ])('tells whether the evidence reaches: %s', (_case, overrides, extrapolated) => {
    expect(predictNic(aNic(overrides)).extrapolated).toBe(extrapolated);
  });

  it('cites the measurements of its own path and of what the input brought in', () => {
    const alone = predictNic(aNic()).evidence;
    const remote = predictNic(aNic({ numa: 'remote' })).evidence;

    expect(alone).toEqual(expect.arrayContaining(['M117', 'M126', 'M161']));
    expect(alone).not.toContain('M202');
    expect(alone).not.toContain('M471');
    expect(remote).toContain('M471');
  });
});

describe('measured rows that the model is calibrated on', () => {
  it.each([
    ['M161', 64, 1651.6, 0.03],
    ['M163', 256, 1504.4, 0.05],
    ['M165', 1024, 1192.7, 0.03],
    ['M166', 1500, 820.1, 0.03],
  ])('%s: vhost-net with a polling guest, frames of %i B at 10 GbE, %d kpps', (_id, bytes, measured, tolerance) => {
    const nic = aNic({ linkSpeedMbps: 10_000, interrupts: 'polling', ...framesOf(bytes) });

    within(predictNic(nic).packetRateKpps.value, measured, tolerance);
  });

  it('M202: virtio in QEMU sends 0.172 million small packets a second', () => {
    within(predictNic(aNic({ path: 'virtio' })).packetRateKpps.value, 172, 0.05);
  });

  it('M250: a vhost thread feeds 0.77 million small packets a second into a guest kernel', () => {
    within(predictNic(aNic()).packetRateKpps.value, 771.67, 0.05);
  });

  it('M446: OVS-DPDK with two queues forwards 2.22 million packets a second in and out, twice that one way', () => {
    const nic = aNic({ path: 'vhost_user', queues: 2, interrupts: 'polling', ...framesOf(128) });

    within(predictNic(nic).packetRateKpps.value / 2, 2220, 0.1);
  });

  it.each([['M117', 'vhost_net', 13_200]] as const)(
    '%s: bulk TCP through %s on 25 GbE, %d Mbit/s',
    (_id, path, measured) => {
      within(predictNic(aNic({ path })).throughputMbps.value, measured, 0.05);
    },
  );

  it('M118, M148: bulk TCP through virtio lies between QEMU, 9.6 Gbit/s, and a younger VMM, 12.1', () => {
    const mbps = predictNic(aNic({ path: 'virtio' })).throughputMbps.value;

    expect(mbps).toBeGreaterThan(9600);
    expect(mbps).toBeLessThan(12_100);
  });

  it('M132, M139: virtio adds between 65 us, in QEMU, and 112 us, in a younger VMM, to a round trip', () => {
    const p50 = predictNic(aNic({ path: 'virtio', interrupts: 'legacy' })).latencyUs?.p50 ?? NaN;

    expect(p50 - PARAMETERS['native.rtt_us'].default).toBeGreaterThan(65);
    expect(p50 - PARAMETERS['native.rtt_us'].default).toBeLessThan(112);
  });

  it('M116: bulk TCP of the bare host on 25 GbE is 23.5 Gbit/s, of which a VF keeps 98 %', () => {
    within(predictNic(aNic({ path: 'sriov_vf', queues: 8 })).throughputMbps.value, 0.98 * 23_500, 0.02);
  });

  it.each([
    ['M126 - M120', 'vhost_net', 'legacy', 31],
    ['M193', 'vhost_user', 'posted', 6.4],
    ['M004', 'emulated', 'legacy', 95],
    ['M537, M006', 'sriov_vf', 'posted', 2.8],
  ] as const)('%s: %s adds about %s %d us to a round trip', (_id, path, interrupts, adder) => {
    const p50 = predictNic(aNic({ path, interrupts })).latencyUs?.p50 ?? NaN;

    expect(p50 - PARAMETERS['native.rtt_us'].default).toBeCloseTo(adder, 0);
  });

  it.each([
    ['M123', 'sriov_vf', 75.8],
    ['M135', 'virtio', 155.8],
    ['M405', 'sriov_vf', 44],
  ] as const)('%s: the interval of p99 of %s holds %d us, on tuned and untuned hosts alike', (_id, path, measured) => {
    const [low, high] = predictNic(aNic({ path, interrupts: 'unknown' })).latencyUs?.interval ?? [NaN, NaN];

    expect(low).toBeLessThan(measured);
    expect(high).toBeGreaterThan(measured);
  });

  it('sees most of the adder of vhost-net in countable events, and shows the rest as unexplained', () => {
    const lines = predictNic(aNic({ interrupts: 'legacy' })).latencyUs?.summands ?? [];
    const unexplained = lines.find((line) => line.name === 'unexplained')?.totalUs ?? NaN;

    expect(unexplained).toBeGreaterThan(0);
    expect(unexplained).toBeLessThan(0.4 * 31);
  });
});
