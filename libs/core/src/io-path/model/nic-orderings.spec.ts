import { NIC_PATH_NAMES, type NicPathName } from '../io-path';
import { aNic, framesOf } from './model-inputs.fixture';
import { predictNic } from './path-model';
import type { NicModelInput } from './prediction';

const SLOWEST_FIRST: readonly NicPathName[] = [
  'emulated',
  'virtio',
  'vhost_net',
  'macvtap',
  'vhost_user',
  'vdpa',
  'sriov_vf',
  'pci_passthrough',
];
const FROM_VHOST_UP = SLOWEST_FIRST.slice(2);

const gbps = (overrides: Partial<NicModelInput>) => predictNic(aNic(overrides)).throughputMbps.value / 1000;
const kpps = (overrides: Partial<NicModelInput>) => predictNic(aNic(overrides)).packetRateKpps.value;
const cores = (overrides: Partial<NicModelInput>) => predictNic(aNic(overrides)).hostCores.value;
const p99 = (overrides: Partial<NicModelInput>) => predictNic(aNic(overrides)).latencyUs?.p99 ?? Infinity;

const neverFalling = (values: readonly number[]) =>
  values.every((value, i) => i === 0 || value >= (values[i - 1] ?? -Infinity));

/** Numbers are those of the list "what every sane model must reproduce" in docs/model.md. */
describe('orderings that hold on every test bed', () => {
  it.each([
    ['kernel guest, one queue', { interrupts: 'posted', queues: 1 }],
    ['kernel guest, eight queues', { interrupts: 'posted', queues: 8 }],
    ['polling guest, one queue', { interrupts: 'polling', queues: 1 }],
    ['polling guest, eight queues', { interrupts: 'polling', queues: 8 }],
    ['legacy interrupts, remote node', { interrupts: 'legacy', numa: 'remote' }],
  ] as const)('1: the rate of small packets rises from emulated to passthrough (%s)', (_case, overrides) => {
    const rates = SLOWEST_FIRST.map((path) => kpps({ path, linkSpeedMbps: 100_000, ...overrides }));

    expect(neverFalling(rates)).toBe(true);
    expect(new Set(rates.slice(0, 6)).size).toBe(6);
  });

  it.each([
    ['no load, posted', {}],
    ['no load, legacy', { interrupts: 'legacy' }],
    ['no load, polling', { interrupts: 'polling' }],
    ['light bulk load', { bandwidthMbps: 500, queues: 4 }],
  ] as const)('2: latency falls from emulated to VF (%s)', (_case, overrides) => {
    const slowestLast = SLOWEST_FIRST.map((path) => p99({ path, ...overrides })).reverse();

    expect(neverFalling(slowestLast)).toBe(true);
  });

  it.each(FROM_VHOST_UP)('3: at 10 GbE %s carries bulk TCP within 10 %% of the line', (path) => {
    const lineGbps = 9.415;

    expect(gbps({ path, linkSpeedMbps: 10_000, vcpus: 4 })).toBeGreaterThan(0.9 * lineGbps);
  });

  it('3: at 10 GbE the paths differ in the host cores they cost, and vhost-user gains nothing for bulk TCP', () => {
    const ten = { linkSpeedMbps: 10_000, bandwidthMbps: 8000, vcpus: 4 };

    expect(cores({ ...ten, path: 'vhost_net' })).toBeGreaterThan(5 * cores({ ...ten, path: 'sriov_vf' }));
    expect(gbps({ ...ten, path: 'vhost_user' })).toBeLessThanOrEqual(gbps({ ...ten, path: 'vhost_net' }));
  });

  it('4: the share that vhost reaches falls as the NIC gets faster, that of a VF hardly moves', () => {
    const share = (path: NicPathName, linkSpeedMbps: number) =>
      gbps({ path, linkSpeedMbps, queues: path === 'sriov_vf' ? 8 : 1 }) / (linkSpeedMbps / 1000);

    expect(share('vhost_net', 10_000)).toBeGreaterThan(0.9);
    expect(share('vhost_net', 25_000)).toBeCloseTo(0.53, 1);
    expect(share('vhost_net', 100_000)).toBeLessThan(0.2);
    expect(share('sriov_vf', 100_000)).toBeCloseTo(share('sriov_vf', 10_000), 2);
  });

  it.each([
    [64, 0.11, 'M161'],
    [256, 0.33, 'M163'],
    [1024, 1, 'M165'],
  ])('5: with frames of %i B vhost makes %d of the 10 GbE line rate (%s)', (bytes, share) => {
    const lineKpps = 10e6 / (8 * (bytes + 20));

    const rate = kpps({ linkSpeedMbps: 10_000, interrupts: 'polling', ...framesOf(bytes) });

    expect(rate / lineKpps).toBeCloseTo(share, 1);
  });

  it.each(NIC_PATH_NAMES)('6: legacy is never faster than posted, posted never than polling (%s)', (path) => {
    const fast = { path, linkSpeedMbps: 100_000, vcpus: 2, queues: 2 };
    const ways = ['legacy', 'posted', 'polling'] as const;

    expect(neverFalling(ways.map((interrupts) => gbps({ ...fast, interrupts })))).toBe(true);
    expect(neverFalling(ways.map((interrupts) => kpps({ ...fast, interrupts })))).toBe(true);
    expect(neverFalling(ways.map((interrupts) => -p99({ ...fast, interrupts })))).toBe(true);
  });

  it('6: exits make legacy interrupts a cost that posted ones hardly have', () => {
    const busy = { path: 'pci_passthrough', bandwidthMbps: 8000, queues: 4 } as const;

    expect(cores({ ...busy, interrupts: 'legacy' })).toBeGreaterThan(5 * cores({ ...busy, interrupts: 'posted' }));
  });

  it.each(NIC_PATH_NAMES)('8: the far NUMA node is never better than the near one (%s)', (path) => {
    const load = { path, bandwidthMbps: 1000, packetRateKpps: 200, queues: 4 };
    const nearFirst = ['local', 'unknown', 'remote'] as const;

    expect(neverFalling(nearFirst.map((numa) => -gbps({ ...load, numa })))).toBe(true);
    expect(neverFalling(nearFirst.map((numa) => p99({ ...load, numa })))).toBe(true);
  });

  it.each(FROM_VHOST_UP)('8: and costs no fewer host cores (%s)', (path) => {
    const load = { path, bandwidthMbps: 1000, queues: 4 };

    expect(cores({ ...load, numa: 'remote' })).toBeGreaterThanOrEqual(cores({ ...load, numa: 'local' }));
  });

  it.each(NIC_PATH_NAMES)('9: queues help up to the number of vCPUs, then no more (%s)', (path) => {
    const rates = [1, 2, 3, 4].map((queues) => kpps({ path, vcpus: 4, queues, linkSpeedMbps: 100_000 }));

    expect(neverFalling(rates)).toBe(true);
    expect(kpps({ path, vcpus: 4, queues: 16, linkSpeedMbps: 100_000 })).toBe(rates[3]);
  });

  it.each(NIC_PATH_NAMES)('10: neighbours never help (%s)', (path) => {
    const fewFirst = [1, 2, 4, 8, 12].map((sharers) => ({ path, sharers, bandwidthMbps: 100 }));

    expect(neverFalling(fewFirst.map((load) => -gbps(load)))).toBe(true);
    expect(neverFalling(fewFirst.map((load) => p99(load)))).toBe(true);
  });

  it('10: with many VMs on one PMD the kernel path carries more bulk TCP than vhost-user (M218, M225)', () => {
    const crowded = { sharers: 12, linkSpeedMbps: 100_000 };

    expect(gbps({ ...crowded, path: 'vhost_net' })).toBeGreaterThan(gbps({ ...crowded, path: 'vhost_user' }));
  });

  it('13: at low load polling costs most host CPU and a VF least; at high load polling beats the kernel', () => {
    const low = { bandwidthMbps: 100, queues: 4 };
    const high = { bandwidthMbps: 1024, packetRateKpps: 2000, queues: 4 };

    expect(cores({ ...low, path: 'vhost_user' })).toBeGreaterThan(cores({ ...low, path: 'vhost_net' }));
    expect(cores({ ...low, path: 'vhost_net' })).toBeGreaterThan(cores({ ...low, path: 'sriov_vf' }));
    expect(cores({ ...high, path: 'vhost_user' })).toBeLessThan(cores({ ...high, path: 'vhost_net' }));
  });
});
