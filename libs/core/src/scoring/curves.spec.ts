import fc from 'fast-check';
import { amountWorth, latencyAt, latencyWorth } from './curves';

describe('the worth of a latency', () => {
  it.each([
    [10, 40, 1, 'far below the target'],
    [40, 40, 1, 'at the target'],
    [80, 40, 0.5, 'twice the target: half way to worthless, for latencies are felt as ratios'],
    [160, 40, 0, 'four times the target'],
    [1000, 40, 0, 'beyond'],
  ])('%d µs against %d µs is %d: %s', (latencyUs, targetUs, worth) => {
    expect(latencyWorth(latencyUs, targetUs)).toBeCloseTo(worth, 10);
  });

  it('of an overloaded path is nothing', () => {
    expect(latencyWorth(null, 1_000_000)).toBe(0);
  });

  it('never grows with the latency and stays within 0..1', () => {
    const microseconds = fc.double({ min: 0.1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(microseconds, microseconds, microseconds, (a, b, target) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(latencyWorth(high, target)).toBeLessThanOrEqual(latencyWorth(low, target));
        expect(latencyWorth(low, target)).toBeLessThanOrEqual(1);
        expect(latencyWorth(high, target)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the latency at a percentile', () => {
  const predicted = { p50: 1, p99: 2, p999: 3, interval: [1, 3], summands: [] } as const;

  it.each([
    [50, 1],
    [75, 2],
    [99, 2],
    [99.9, 3],
  ])('p%d reads the next one predicted at or above it', (percentile, latencyUs) => {
    expect(latencyAt(predicted, { targetUs: 10, percentile })).toBe(latencyUs);
  });

  it('without a need is p99', () => {
    expect(latencyAt(predicted, null)).toBe(2);
  });
});

describe('the worth of an amount', () => {
  it.each([
    [5, 10, 0.5],
    [10, 10, 1],
    [20, 10, 1],
    [0, 0, 1],
  ])('%d where %d is needed is %d', (available, needed, worth) => {
    expect(amountWorth(available, needed)).toBe(worth);
  });
});
