import fc from 'fast-check';
import { seriesOf } from './series-of';

describe('a series of runs', () => {
  it('has the sample deviation (n - 1) and the interval of Student', () => {
    // t(0.975, 4) = 2.776; the numbers were worked out by hand.
    const { centre, sd, cv, interval } = seriesOf('throughputMbps', [9, 10, 11, 10, 10]);

    expect(centre).toBe(10);
    expect(sd).toBeCloseTo(Math.sqrt(0.5), 12);
    expect(cv).toBeCloseTo(Math.sqrt(0.5) / 10, 12);
    expect(interval?.[1]).toBeCloseTo(10 + (2.776445 * Math.sqrt(0.5)) / Math.sqrt(5), 5);
  });

  it('takes the median of quantiles, which one bad run does not move', () => {
    expect(seriesOf('rttP99Us', [50, 51, 49, 50, 400]).centre).toBe(50);
  });

  it('says nothing of the spread of a single run', () => {
    expect(seriesOf('iops', [100_000])).toEqual({ runs: 1, centre: 100_000, sd: null, cv: null, interval: null });
  });

  it('is nothing without runs', () => {
    expect(() => seriesOf('iops', [])).toThrow(RangeError);
  });

  const runs = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 12 });

  it.each(['throughputMbps', 'rttP99Us'] as const)(
    'holds its centre in its interval, the same each time: %s',
    (metric) => {
      fc.assert(
        fc.property(runs, (values) => {
          const { centre, interval } = seriesOf(metric, values);
          const [low, high] = interval ?? [0, 0];

          expect(low).toBeLessThanOrEqual(centre * (1 + 1e-9));
          expect(high).toBeGreaterThanOrEqual(centre * (1 - 1e-9));
          expect(seriesOf(metric, values)).toEqual(seriesOf(metric, values));
        }),
        { numRuns: 25 },
      );
    },
  );
});
