import { isThin, isUnstable, type SeriesStatistics, spreadOfSeries } from './series-statistics';

const series = (runs: number, cv: number | null): SeriesStatistics => ({ runs, centre: 1, sd: cv, cv, interval: null });

describe('how much a series says', () => {
  it('is nothing when its runs scatter by more than 15 %', () => {
    expect([0.02, 0.15, 0.151].map((cv) => isUnstable(series(10, cv)))).toEqual([false, false, true]);
    expect(isUnstable(series(1, null))).toBe(false);
  });

  it('is more with each run, down to the error of the model', () => {
    const spreads = [5, 10, 20, 1_000_000].map((runs) => spreadOfSeries(series(runs, 0.1)));

    expect(spreads).toEqual([...spreads].sort((a, b) => b - a));
    expect(spreads.at(-1)).toBeCloseTo(0.05, 4);
  });

  it('counts few runs as if they scattered as far as is let pass', () => {
    expect(isThin(series(4, 0.01))).toBe(true);
    expect(spreadOfSeries(series(4, 0.01))).toBeCloseTo(Math.sqrt(0.15 ** 2 / 4 + 0.05 ** 2), 12);
    expect(spreadOfSeries(series(1, null))).toBeCloseTo(Math.sqrt(0.15 ** 2 + 0.05 ** 2), 12);
  });
});
