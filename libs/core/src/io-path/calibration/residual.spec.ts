import type { SeriesKey } from '../benchmarks/series-key';
import { SHIPPED_MODEL } from '../model/path-model';
import type { CalibrationSeries } from './calibrate';
import { residualOf } from './residual';

const KEY: SeriesKey = {
  conditions: {
    device: 'nic',
    hostName: 'compute-01',
    path: 'native',
    vcpus: 4,
    numa: 'local',
    sharers: 1,
    messageBytes: null,
    streams: null,
    linkSpeedMbps: 100_000,
    queues: 1,
    interrupts: 'posted',
    topology: 'wire',
  },
  workload: 'round_trip',
  messageBytes: 64,
  streams: 1,
  queueDepth: null,
};
const RTT_US = SHIPPED_MODEL.parameters['native.rtt_us'].default;

const measured = (factor: number, cv = 0.02): CalibrationSeries => {
  const centre = RTT_US * factor;
  return {
    id: String(factor),
    key: KEY,
    statistics: { rttP50Us: { runs: 6, centre, sd: centre * cv, cv, interval: null } },
  };
};

describe('the residual of a model', () => {
  it.each([
    ['0 where it is right', [1], 0],
    ['the logarithm of how many times as much is measured', [2], Math.log(2)],
    ['the median: one odd series does not move it', [1, 1, 9], 0],
  ])('is %s', (_what, factors, residual) => {
    expect(
      residualOf(
        factors.map((factor) => measured(factor)),
        SHIPPED_MODEL,
      ),
    ).toBeCloseTo(residual);
  });

  it('is not known of nothing, nor of what scatters too much', () => {
    expect(residualOf([], SHIPPED_MODEL)).toBeNull();
    expect(residualOf([measured(2, 0.2)], SHIPPED_MODEL)).toBeNull();
  });
});
