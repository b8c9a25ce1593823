import type { ComparedDevice, DeviceForecast } from '@iopath/core';
import { predictionShifts } from './prediction-shifts';

const forecast = (path: string, p99Us: number | null, throughputMbps: number): DeviceForecast => {
  return { hostName: 'compute-1', path, p50Us: null, p99Us, throughputMbps, throughputMibps: null };
};
const device = (before: DeviceForecast | null, after: DeviceForecast | null): ComparedDevice => {
  return { member: 0, device: 'data', before, after };
};

describe('how predictions shift', () => {
  it('is told by path and metric, as ratios', () => {
    const shifts = predictionShifts([
      device(forecast('vhost_net', 100, 1000), forecast('vhost_net', 50, 1000)),
      device(forecast('vhost_net', 100, 1000), forecast('vhost_net', 80, 2000)),
    ]);

    expect(shifts).toEqual([
      { path: 'vhost_net', metric: 'p99_us', devices: 2, least_ratio: 0.5, median_ratio: 0.65, largest_ratio: 0.8 },
      { path: 'vhost_net', metric: 'throughput_mbps', devices: 2, least_ratio: 1, median_ratio: 1.5, largest_ratio: 2 },
    ]);
  });

  it('leaves out what is not alike: another path, no host, an overload', () => {
    expect(
      predictionShifts([
        device(forecast('vhost_net', 100, 1), forecast('virtio', 50, 1)),
        device(null, forecast('vhost_net', 50, 1)),
        device(forecast('vhost_net', null, 0), forecast('vhost_net', 80, 2)),
      ]),
    ).toEqual([]);
  });
});
