import fc from 'fast-check';
import { DISK_PATH_NAMES } from '../io-path';
import { iopsLimits } from './disk-capacity';
import { diskTerms } from './disk-terms';
import { aDisk } from './model-inputs.fixture';
import { PARAMETERS, type ParameterName } from './parameters.data';
import { predictDisk } from './path-model';
import type { AmountPrediction, DiskModelInput } from './prediction';
import { meanWaitUs } from './waiting';

const anyDisk: fc.Arbitrary<DiskModelInput> = fc.record({
  path: fc.constantFrom(...DISK_PATH_NAMES),
  device: fc.option(fc.constantFrom('nvme', 'ssd', 'hdd')),
  vcpus: fc.integer({ min: 1, max: 128 }),
  numa: fc.constantFrom('local', 'remote', 'unknown'),
  ioThread: fc.boolean(),
  iops: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
  throughputMibps: fc.option(fc.integer({ min: 0, max: 10_000 })),
});

const contains = ({ value, interval: [low, high] }: AmountPrediction) =>
  Number.isFinite(value) && Number.isFinite(high) && low >= 0 && low <= value && value <= high;

const adderUs = (overrides: Partial<DiskModelInput>) => {
  const latency = predictDisk(aDisk(overrides)).latencyUs;
  const device = latency?.summands.find((line) => line.name === 'device')?.totalUs ?? NaN;
  return (latency?.p50 ?? NaN) - device;
};

describe('the prediction of a disk', () => {
  it('gives every amount as a finite number inside its interval', () => {
    fc.assert(
      fc.property(anyDisk, (input) => {
        const { iops, throughputMibps, hostCores } = predictDisk(input);

        expect([iops, throughputMibps, hostCores].every(contains)).toBe(true);
        expect(iops.value).toBeGreaterThan(0);
        expect(throughputMibps.value).toBeGreaterThan(0);
      }),
    );
  });

  it('gives a latency exactly when not overloaded, percentiles rising, summands adding up to the median', () => {
    fc.assert(
      fc.property(anyDisk, (input) => {
        const { latencyUs, overloaded } = predictDisk(input);

        expect(latencyUs === null).toBe(overloaded);
        if (latencyUs === null) return;
        const total = latencyUs.summands.reduce((sum, line) => sum + line.totalUs, 0);
        expect(total / latencyUs.p50).toBeCloseTo(1, 9);
        expect(latencyUs.p50).toBeLessThanOrEqual(latencyUs.p99);
        expect(latencyUs.p99).toBeLessThanOrEqual(latencyUs.p999);
        expect(contains({ value: latencyUs.p99, interval: latencyUs.interval })).toBe(true);
      }),
    );
  });

  it.each<[string, (input: DiskModelInput) => DiskModelInput]>([
    ['an IOThread', (input) => ({ ...input, ioThread: true })],
    ['the local node', (input) => ({ ...input, numa: 'local' })],
    ['one more vCPU', (input) => ({ ...input, vcpus: input.vcpus + 1 })],
  ])('never gets worse with %s', (_change, change) => {
    fc.assert(
      fc.property(anyDisk, (input) => {
        const before = predictDisk(input);
        const after = predictDisk(change(input));

        const slack = 1 + 1e-9;
        expect(after.iops.value * slack).toBeGreaterThanOrEqual(before.iops.value);
        expect(after.throughputMibps.value * slack).toBeGreaterThanOrEqual(before.throughputMibps.value);
        if (before.latencyUs === null) return;
        expect(after.latencyUs?.p99 ?? Infinity).toBeLessThanOrEqual(before.latencyUs.p99 * slack);
      }),
    );
  });

  it('12: on a fast device IOPS rise from emulated over SCSI and virtio-blk, with an IOThread, to passthrough', () => {
    const iops = (overrides: Partial<DiskModelInput>) => predictDisk(aDisk(overrides)).iops.value;

    const rising = [
      iops({ path: 'emulated' }),
      iops({ path: 'virtio_scsi', ioThread: false }),
      iops({ path: 'virtio_blk', ioThread: false }),
      iops({ path: 'virtio_blk', ioThread: true }),
      iops({ path: 'pci_passthrough' }),
    ];

    expect(rising).toEqual([...rising].sort((a, b) => a - b));
    expect(new Set(rising).size).toBe(rising.length);
  });

  it('12: on a disk that turns all but the emulated path tie', () => {
    const iops = (path: DiskModelInput['path']) => predictDisk(aDisk({ path, device: 'hdd' })).iops.value;

    expect(iops('virtio_scsi') / iops('pci_passthrough')).toBeGreaterThan(0.9);
    expect(iops('virtio_scsi')).toBe(iops('virtio_blk'));
    expect(iops('emulated')).toBeLessThan(0.6 * iops('virtio_blk'));
  });

  it('says overloaded instead of a latency past 95 % of IOPS or of throughput', () => {
    const { iops, throughputMibps } = predictDisk(aDisk());

    expect(predictDisk(aDisk({ iops: 0.96 * iops.value }))).toMatchObject({ overloaded: true, latencyUs: null });
    expect(predictDisk(aDisk({ throughputMibps: 0.96 * throughputMibps.value })).overloaded).toBe(true);
    expect(predictDisk(aDisk({ iops: 0.94 * iops.value })).overloaded).toBe(false);
  });

  it('takes an unknown device for an SSD, says so, and doubts more', () => {
    const known = predictDisk(aDisk({ device: 'ssd' }));
    const unknown = predictDisk(aDisk({ device: null }));

    expect(known.assumed).toEqual([]);
    expect(unknown.assumed).toEqual([expect.stringContaining('ssd')]);
    expect(unknown.extrapolated).toBe(true);
    expect(unknown.iops.interval[0]).toBeLessThan(known.iops.interval[0]);
  });
});

describe('measured disk rows that the model is calibrated on', () => {
  it.each<[string, Partial<DiskModelInput>, number]>([
    ['M569', { vcpus: 1 }, 133_000],
    ['M573', { vcpus: 4 }, 310_000],
    ['M659', { path: 'emulated' }, 20_632],
    ['M658', { ioThread: false }, 120_883],
  ])('%s: 4 KiB requests a second', (_id, overrides, measured) => {
    const { iops } = predictDisk(aDisk(overrides));

    expect(iops.value / measured).toBeGreaterThan(0.88);
    expect(iops.value / measured).toBeLessThan(1.12);
  });

  it('M644 - M636: virtio-blk without an IOThread adds 13 us to a request', () => {
    expect(adderUs({ ioThread: false })).toBeCloseTo(13.07, 0);
  });

  it('M655: passthrough adds next to nothing', () => {
    expect(adderUs({ path: 'pci_passthrough' })).toBeLessThan(0.5);
  });
});

describe('the waiting of a disk under load', () => {
  const waitingUs = (input: DiskModelInput): number =>
    predictDisk(input).latencyUs?.summands.find(({ name }) => name === 'waiting')?.totalUs ?? NaN;

  it.each(DISK_PATH_NAMES)('on %s is that before the device and before the path, in µs a request', (path) => {
    const iops = predictDisk(aDisk({ path })).iops.value / 2;
    const { device, path: own } = iopsLimits(diskTerms(PARAMETERS), aDisk({ path }));
    const before = (limit: number): number => meanWaitUs(1e6 / limit, iops / limit);

    expect(waitingUs(aDisk({ path, iops }))).toBeCloseTo(
      before(device.value) + (own === null ? 0 : before(own.value)),
      6,
    );
  });

  it('is that of the requests or that of the bandwidth, whichever is longer: the larger the requests, the latter', () => {
    const { iops, throughputMibps } = predictDisk(aDisk());
    const [busy, wide] = [{ iops: 0.8 * iops.value }, { throughputMibps: 0.8 * throughputMibps.value }];

    expect(waitingUs(aDisk({ ...busy, throughputMibps: 1 }))).toBe(waitingUs(aDisk(busy)));
    expect(waitingUs(aDisk({ ...wide, iops: wide.throughputMibps }))).toBeGreaterThan(
      waitingUs(aDisk({ ...wide, iops: 8 * wide.throughputMibps })),
    );
  });

  it('makes percentiles longer than the tail factors of the idle disk do', () => {
    const [idle, busy] = [null, 0.8].map((share) => {
      const iops = share === null ? null : share * predictDisk(aDisk()).iops.value;
      return predictDisk(aDisk({ iops })).latencyUs;
    });

    expect((busy?.p99 ?? 0) - (idle?.p99 ?? 0)).toBeGreaterThan((busy?.p50 ?? 0) - (idle?.p50 ?? 0));
    expect((busy?.p999 ?? 0) - (idle?.p999 ?? 0)).toBeGreaterThan((busy?.p99 ?? 0) - (idle?.p99 ?? 0));
  });
});

describe('the measurements behind the prediction of a disk', () => {
  const evidence = (changes: Partial<DiskModelInput>) => new Set(predictDisk(aDisk(changes)).evidence);
  const of = (...names: ParameterName[]): readonly string[] => names.flatMap((name) => PARAMETERS[name].evidence);

  it.each<[string, Partial<DiskModelInput>, ParameterName]>([
    ['its kind of device', { device: 'hdd' }, 'hdd.latency_us'],
    ['an I/O thread', { ioThread: true }, 'virtio_blk.adder_iothread_us'],
    ['no I/O thread', { ioThread: false }, 'virtio_blk.adder_us'],
    ['another NUMA node', { numa: 'remote' }, 'numa.disk_factor'],
    ['several vCPUs', { vcpus: 4 }, 'queues.gain_to_8'],
    ['virtio-scsi', { path: 'virtio_scsi' }, 'virtio_scsi.adder_factor'],
    ['passthrough', { path: 'pci_passthrough' }, 'nvme_passthrough.adder_us'],
  ])('are also those for %s', (_case, changes, parameter) => {
    expect([...evidence(changes)]).toEqual(expect.arrayContaining([...of(parameter)]));
  });

  it('are each named once and in order, and differ by what the prediction depends on', () => {
    const { evidence: ids } = predictDisk(aDisk());

    expect(ids).toEqual([...new Set(ids)].sort());
    const cases: Partial<DiskModelInput>[] = [
      {},
      { device: 'ssd' },
      { device: 'hdd' },
      { path: 'emulated' },
      { path: 'pci_passthrough' },
    ];
    expect(new Set(cases.map((changes) => [...evidence(changes)].join())).size).toBe(cases.length);
  });

  it.each<[string, Partial<DiskModelInput>, boolean]>([
    ['with the 16 vCPUs that were measured', { vcpus: 16 }, false],
    ['with more', { vcpus: 17 }, true],
    ['on a hard disk', { device: 'hdd' }, true],
    ['on a VF of a drive', { path: 'sriov_vf' }, true],
    ['at 79 % of its limit', { iops: 0.79 }, false],
    ['close to its limit', { iops: 0.81 }, true],
  ])('are left behind %s: %j', (_case, { iops, ...changes }, extrapolated) => {
    const load = iops == null ? {} : { iops: iops * predictDisk(aDisk(changes)).iops.value };

    expect(predictDisk(aDisk({ ...changes, ...load })).extrapolated).toBe(extrapolated);
  });
});
