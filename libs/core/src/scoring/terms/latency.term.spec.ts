import { aNicRequest } from '@iopath/testing';
import { diskInput, diskPrediction, latency, nicInput, nicPrediction } from '../../spec-score-inputs';
import { diskLatency, nicLatency } from './latency.term';

const predicted = nicPrediction({ latencyUs: latency(20, 40, 80) });

describe('the latency of a NIC (p50 20, p99 40, p99.9 80 µs)', () => {
  it.each([
    [50, 20, 1],
    [99, 20, 0.5],
    [99.9, 20, 0],
    [99.9, 80, 1],
    // Not predicted as such: the next percentile above it counts.
    [75, 20, 0.5],
    [99.5, 40, 0.5],
  ])('at percentile %d against %d µs is worth %d', (percentile, targetUs, worth) => {
    const nic = aNicRequest({ latency: { targetUs, percentile } });

    expect(nicLatency.value(nicInput({ nic, predicted }))).toBeCloseTo(worth, 10);
  });

  it('is measured by the profile’s objective when the request states no target', () => {
    expect(nicLatency.value(nicInput({ predicted }))).toBe(1);
    expect(nicLatency.reason(nicInput({ predicted }))).toBe("40 µs meets the profile's 200 µs");
  });

  it('says by how much it misses', () => {
    const nic = aNicRequest({ latency: { targetUs: 20, percentile: 99 } });

    expect(nicLatency.reason(nicInput({ nic, predicted }))).toBe('40 µs misses the target of 20 µs');
  });

  it('of an overloaded path is worth nothing', () => {
    const overloaded = nicInput({ predicted: nicPrediction({ latencyUs: null, overloaded: true }) });

    expect(nicLatency.value(overloaded)).toBe(0);
    expect(nicLatency.reason(overloaded)).toMatch(/^overloaded/);
  });
});

describe('the latency of a disk', () => {
  it('is measured like a NIC’s, against the disk’s own objective', () => {
    const slow = diskInput({ predicted: diskPrediction({ latencyUs: latency(500, 1_000, 2_000) }) });

    expect(diskLatency.value(slow)).toBeCloseTo(0.5, 10);
    expect(diskLatency.reason(slow)).toBe("1000 µs misses the profile's 500 µs");
  });
});
