import type { BenchmarkConditions } from '../benchmarks/benchmark-conditions';
import type { SeriesKey } from '../benchmarks/series-key';
import type { SeriesStatistics } from '../benchmarks/series-statistics';
import { type ParameterName, PARAMETERS } from '../model/parameters.data';
import { pathModel, type PathModel } from '../model/path-model';
import { calibrate, type CalibrationSeries } from './calibrate';
import { seriesQuestions } from './series-questions';

const COMMON = { hostName: 'compute-01', vcpus: 4, numa: 'local', sharers: 1 } as const;
const UNSAID = { messageBytes: null, streams: null } as const;

const nic = (path: 'vhost_net' | 'virtio' | 'vhost_user' | 'native'): BenchmarkConditions => ({
  ...COMMON,
  ...UNSAID,
  device: 'nic',
  path,
  linkSpeedMbps: 100_000,
  queues: 1,
  interrupts: 'posted',
  topology: 'wire',
});
const disk = (ioThread: boolean): BenchmarkConditions => ({
  ...COMMON,
  ...UNSAID,
  device: 'disk',
  path: 'virtio_blk',
  storage: 'nvme',
  ioThread,
});

const roundTrip = (path: 'vhost_net' | 'virtio' | 'native'): SeriesKey => ({
  conditions: nic(path),
  workload: 'round_trip',
  messageBytes: 64,
  streams: 1,
  queueDepth: null,
});
const bulk = (path: 'vhost_net' | 'virtio'): SeriesKey => ({
  conditions: nic(path),
  workload: 'bulk_tcp',
  messageBytes: 131_072,
  streams: 1,
  queueDepth: null,
});
const packets = (messageBytes: number): SeriesKey => ({
  conditions: nic('vhost_net'),
  workload: 'bulk_udp',
  messageBytes,
  streams: 4,
  queueDepth: null,
});
const reads = (ioThread: boolean): SeriesKey => ({
  conditions: disk(ioThread),
  workload: 'random_read',
  messageBytes: 4096,
  streams: 4,
  queueDepth: 32,
});

/** What an operator would measure who knows what to measure; several sizes and hosts make the same twice. */
const KEYS: readonly SeriesKey[] = [
  roundTrip('native'),
  roundTrip('vhost_net'),
  roundTrip('virtio'),
  bulk('vhost_net'),
  bulk('virtio'),
  packets(18),
  packets(210),
  packets(466),
  packets(82),
  packets(338),
  reads(true),
  reads(false),
];

/** The parameters that the operators' hardware has others of than the published hosts: times that take longer or shorter. */
const TIMES: readonly ParameterName[] = [
  'native.rtt_us',
  'vhost_net.adder_us',
  'vhost_net.bulk_ns_per_byte',
  'vhost_net.stack_packet_ns',
];

function hardware(factor: number): PathModel {
  const changed = Object.fromEntries(
    TIMES.map((name) => [name, { ...PARAMETERS[name], default: PARAMETERS[name].default * factor }]),
  );
  return pathModel('truth', { ...PARAMETERS, ...changed });
}

const statisticsOf = (centre: number, runs = 10, cv = 0.02): SeriesStatistics => ({
  runs,
  centre,
  sd: centre * cv,
  cv,
  interval: null,
});

/** What this hardware measures, a little off, as measurements are. */
function measuredOn(truth: PathModel, runs = 10): readonly CalibrationSeries[] {
  return KEYS.map((key, nth) => {
    const noise = 1 + 0.01 * (nth % 2 === 0 ? 1 : -1);
    const statistics = Object.fromEntries(
      Object.entries(seriesQuestions(key)).map(([metric, predict]) => [
        metric,
        statisticsOf(predict(truth) * noise, runs),
      ]),
    );
    return { id: `series-${nth}`, key, statistics };
  });
}

const medianError = (errors: readonly number[]): number => [...errors].sort((a, b) => a - b)[errors.length >> 1] ?? NaN;

describe.each([
  ['30 % faster', 0.7],
  ['twice as slow', 2],
])('an operator whose hardware is %s', (_what, factor) => {
  const truth = hardware(factor);
  const { parameters, errors, heldBackError } = calibrate(measuredOn(truth));

  it.each(TIMES)('gets a posterior that covers the truth: %s', (name) => {
    const fitted = parameters.find((parameter) => parameter.name === name);
    const off = Math.abs(Math.log((PARAMETERS[name].default * factor) / (fitted?.posterior.value ?? NaN)));

    expect(off).toBeLessThan(1.645 * (fitted?.posterior.sdLn ?? 0));
    expect(fitted?.posterior.sdLn).toBeLessThan(fitted?.prior.sdLn ?? 0);
    expect(fitted?.clipped).toBe(false);
  });

  it('is predicted with less than half the error, also where it was held back', () => {
    const off = (of: 'before' | 'after') => errors.map((error) => Math.abs(error[of] / error.measured - 1));

    expect(medianError(off('after'))).toBeLessThan(medianError(off('before')) / 2);
    expect(errors.filter(({ heldBack }) => heldBack)).toHaveLength(1);
    expect(heldBackError?.after).toBeLessThan((heldBackError?.before ?? 0) / 2);
  });
});

describe('calibrating', () => {
  it('is more certain with more runs', () => {
    const [few, many] = [2, 20].map((runs) => calibrate(measuredOn(hardware(2), runs)).parameters);
    const adder = (of: typeof few) => of?.find(({ name }) => name === 'vhost_net.adder_us')?.posterior.sdLn;

    expect(adder(many)).toBeLessThan(adder(few) ?? 0);
  });

  it('leaves parameters alone that no series has a part in', () => {
    const names = calibrate(measuredOn(hardware(2)).slice(0, 1)).parameters.map(({ name }) => name);

    expect(names).toEqual(['native.rtt_us']);
  });

  it('does not fit to what scatters too much', () => {
    const [series] = measuredOn(hardware(2));
    const wild = { ...series, statistics: { rttP50Us: statisticsOf(80, 10, 0.2) } } as CalibrationSeries;

    expect(calibrate([wild])).toEqual({ parameters: [], errors: [], heldBackError: null });
  });

  it('makes nothing of nothing', () => {
    expect(calibrate([])).toEqual({ parameters: [], errors: [], heldBackError: null });
  });
});
