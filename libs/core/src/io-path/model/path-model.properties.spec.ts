import fc from 'fast-check';
import { DISK_PATH_NAMES, NIC_PATH_NAMES } from '../io-path';
import { OTHER_DISK_PATHS } from './disk-conditions';
import { ORDINARY_CONDITIONS, type NicConditions } from './nic-conditions';
import { aDisk, aNic } from './model-inputs.fixture';
import { PARAMETERS, type ModelParameters, type ParameterName } from './parameters.data';
import { pathModel, predictDisk, predictNic } from './path-model';
import type { AmountPrediction, DiskModelInput, InterruptDelivery, NicModelInput } from './prediction';

const DELIVERIES: readonly InterruptDelivery[] = ['legacy', 'apicv', 'posted', 'polling', 'unknown'];

const anyConditions: fc.Arbitrary<NicConditions> = fc.record({
  flows: fc.option(fc.integer({ min: 1, max: 64 })),
  messageBytes: fc.option(fc.integer({ min: 1, max: 1_048_576 })),
  direction: fc.constantFrom('receive', 'send'),
  peer: fc.constantFrom('wire', 'host', 'vm'),
  forwards: fc.boolean(),
  switchFlows: fc.constantFrom(0, 1, 10, 1000, 100_000),
  coalescingUs: fc.constantFrom(0, 10, 50, 250),
  packedRing: fc.boolean(),
  tunnel: fc.constantFrom('none', 'plain', 'offloaded'),
  segmentationOffload: fc.boolean(),
  guestIommu: fc.constantFrom('none', 'lazy', 'strict', 'emulated'),
  nested: fc.boolean(),
  lossFree: fc.boolean(),
  neighboursBusy: fc.boolean(),
  backEndBusy: fc.double({ min: 0, max: 0.9, noNaN: true }),
  beforeApicv: fc.boolean(),
  native: fc.record({
    rttUs: fc.option(fc.integer({ min: 5, max: 500 })),
    mbps: fc.option(fc.integer({ min: 100, max: 100_000 })),
    interruptsPerS: fc.option(fc.integer({ min: 0, max: 2_000_000 })),
  }),
});

const anyNic: fc.Arbitrary<NicModelInput & { conditions: NicConditions }> = fc.record({
  path: fc.constantFrom(...NIC_PATH_NAMES),
  linkSpeedMbps: fc.option(fc.constantFrom(1000, 10_000, 25_000, 100_000)),
  vcpus: fc.integer({ min: 1, max: 32 }),
  queues: fc.integer({ min: 1, max: 32 }),
  numa: fc.constantFrom('local', 'remote', 'unknown'),
  interrupts: fc.constantFrom(...DELIVERIES),
  sharers: fc.integer({ min: 1, max: 32 }),
  bandwidthMbps: fc.option(fc.integer({ min: 0, max: 20_000 })),
  packetRateKpps: fc.option(fc.integer({ min: 0, max: 10_000 })),
  conditions: anyConditions,
});

const anyDisk: fc.Arbitrary<DiskModelInput> = fc.record({
  path: fc.constantFrom(...DISK_PATH_NAMES, ...OTHER_DISK_PATHS),
  device: fc.option(fc.constantFrom('nvme', 'ssd', 'hdd')),
  vcpus: fc.integer({ min: 1, max: 32 }),
  numa: fc.constantFrom('local', 'remote', 'unknown'),
  ioThread: fc.boolean(),
  iops: fc.option(fc.integer({ min: 0, max: 500_000 })),
  throughputMibps: fc.option(fc.integer({ min: 0, max: 5000 })),
  conditions: fc.record({
    direction: fc.constantFrom('read', 'write', 'mixed'),
    requestBytes: fc.constantFrom(512, 4096, 65_536),
    queueDepth: fc.option(fc.integer({ min: 1, max: 256 })),
    jobs: fc.integer({ min: 1, max: 16 }),
    queues: fc.option(fc.integer({ min: 1, max: 32 })),
    workers: fc.option(fc.integer({ min: 1, max: 32 })),
    batches: fc.boolean(),
    polls: fc.boolean(),
    sharesCores: fc.boolean(),
    devices: fc.integer({ min: 1, max: 8 }),
    noDevice: fc.boolean(),
    native: fc.record({
      latencyUs: fc.option(fc.integer({ min: 1, max: 10_000 })),
      iops: fc.option(fc.integer({ min: 100, max: 2_000_000 })),
    }),
  }),
});

const sound = ({ value, interval: [low, high] }: AmountPrediction): boolean =>
  Number.isFinite(value) && Number.isFinite(high) && low >= 0 && low <= value && value <= high;

const SLACK = 1 + 1e-9;

describe('a prediction under any conditions', () => {
  it('of a NIC is finite, never negative and inside its interval', () => {
    fc.assert(
      fc.property(anyNic, (input) => {
        const { throughputMbps, packetRateKpps, hostCores, latencyUs } = predictNic(input);

        expect([throughputMbps, packetRateKpps, hostCores].map(sound)).toEqual([true, true, true]);
        if (latencyUs === null) return;
        expect(latencyUs.p50).toBeGreaterThan(0);
        expect(latencyUs.p99).toBeGreaterThanOrEqual(latencyUs.p50);
        expect(sound({ value: latencyUs.p99, interval: latencyUs.interval })).toBe(true);
      }),
    );
  });

  it('of a disk is finite, never negative and inside its interval, on every path', () => {
    fc.assert(
      fc.property(anyDisk, (input) => {
        const { iops, throughputMibps, hostCores, latencyUs } = predictDisk(input);

        expect([iops, throughputMibps, hostCores].map(sound)).toEqual([true, true, true]);
        if (latencyUs !== null) expect(sound({ value: latencyUs.p99, interval: latencyUs.interval })).toBe(true);
      }),
    );
  });

  it('adds up to the median of a round trip, summand by summand', () => {
    fc.assert(
      fc.property(anyNic, (input) => {
        const { latencyUs } = predictNic(input);
        fc.pre(latencyUs !== null);

        const total = latencyUs.summands.reduce((sum, { totalUs }) => sum + totalUs, 0);

        expect(total / latencyUs.p50).toBeCloseTo(1, 9);
      }),
    );
  });

  it.each<[string, (input: NicModelInput & { conditions: NicConditions }) => NicModelInput]>([
    ['one more queue', (input) => ({ ...input, queues: input.queues + 1 })],
    ['the local node', (input) => ({ ...input, numa: 'local' })],
    ['no neighbours', (input) => ({ ...input, sharers: 1 })],
    ['an idle back end', (input) => ({ ...input, conditions: { ...input.conditions, backEndBusy: 0 } })],
    ['no tunnel', (input) => ({ ...input, conditions: { ...input.conditions, tunnel: 'none' } })],
    ['a host that is no VM', (input) => ({ ...input, conditions: { ...input.conditions, nested: false } })],
    ['a packed ring', (input) => ({ ...input, conditions: { ...input.conditions, packedRing: true } })],
  ])('never carries less with %s', (_what, change) => {
    fc.assert(
      fc.property(anyNic, (input) => {
        const [before, after] = [predictNic(input), predictNic(change(input))];

        expect(after.throughputMbps.value * SLACK).toBeGreaterThanOrEqual(before.throughputMbps.value);
        expect(after.packetRateKpps.value * SLACK).toBeGreaterThanOrEqual(before.packetRateKpps.value);
      }),
    );
  });

  it('never costs fewer host cores, nor a shorter round trip, on the far node', () => {
    fc.assert(
      fc.property(anyNic, (input) => {
        const [near, far] = [predictNic({ ...input, numa: 'local' }), predictNic({ ...input, numa: 'remote' })];

        fc.pre(near.latencyUs !== null && far.latencyUs !== null);
        expect(far.latencyUs.p99 * SLACK).toBeGreaterThanOrEqual(near.latencyUs.p99);
      }),
    );
  });

  it('gains nothing from queues that one flow cannot use', () => {
    fc.assert(
      fc.property(anyNic, fc.integer({ min: 2, max: 16 }), (input, queues) => {
        const alone = { ...input, conditions: { ...input.conditions, flows: 1 } };

        expect(predictNic({ ...alone, queues }).packetRateKpps.value).toBeCloseTo(
          predictNic({ ...alone, queues: 1 }).packetRateKpps.value,
          6,
        );
      }),
    );
  });

  it('is the same with ordinary conditions as without any', () => {
    fc.assert(
      fc.property(anyNic, ({ conditions: _conditions, ...plain }) => {
        expect(predictNic({ ...plain, conditions: { ...ORDINARY_CONDITIONS } })).toEqual(predictNic(plain));
      }),
    );
  });
});

describe('the units of a prediction', () => {
  it('agree: a packet rate times its frame is the throughput', () => {
    const { throughputMbps, packetRateKpps } = predictNic(aNic({ bandwidthMbps: 4.096, packetRateKpps: 1 }));

    expect(throughputMbps.value).toBeCloseTo((packetRateKpps.value * 1000 * 512 * 8) / 1e6, 6);
  });

  it('are microseconds, Mbit/s and cores of the size that a host has', () => {
    const nic = predictNic(aNic());
    const disk = predictDisk(aDisk());

    expect(nic.latencyUs?.p50).toBeGreaterThan(10);
    expect(nic.latencyUs?.p50).toBeLessThan(1000);
    expect(nic.throughputMbps.value).toBeGreaterThan(1000);
    expect(nic.throughputMbps.value).toBeLessThan(25_000);
    expect(disk.iops.value).toBeGreaterThan(10_000);
    expect(disk.hostCores.value).toBeLessThan(10);
  });
});

describe('an interval', () => {
  const widthOf = (parameters: ModelParameters): number => {
    const { interval } = pathModel('spec', parameters).predictNic(aNic()).throughputMbps;
    return interval[1] / interval[0];
  };

  it.each<ParameterName>(['vhost_net.bulk_ns_per_byte'])('is wider with less evidence for %s', (name) => {
    const thin = { ...PARAMETERS, [name]: { ...PARAMETERS[name], thin: true } };
    const measured = { ...PARAMETERS, [name]: { ...PARAMETERS[name], sdLn: PARAMETERS[name].sdLn / 3 } };

    expect(widthOf(thin)).toBeGreaterThan(widthOf(PARAMETERS));
    expect(widthOf(measured)).toBeLessThan(widthOf(PARAMETERS));
  });
});
