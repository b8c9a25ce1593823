import type { BenchmarkMetric, SeriesStatistics } from '@iopath/core';
import { jStat } from 'jstat';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { mean, median, quantileSorted, sampleStandardDeviation, sampleWithReplacement } from 'simple-statistics';

/** Quantiles are skewed, and so are their means. */
const QUANTILES: readonly BenchmarkMetric[] = [
  'rttP50Us',
  'rttP99Us',
  'rttP999Us',
  'diskP50Us',
  'diskP99Us',
  'diskP999Us',
];
const RESAMPLES = 2_000;
/** One seed for all: the same runs give the same interval. */
const SEED = 20_261_121;
const [LOW, HIGH] = [0.025, 0.975];

/**
 * What runs say together of one metric, one value a run, in the metric's unit.
 *
 * @throws RangeError when there is no run.
 */
export function seriesOf(metric: BenchmarkMetric, values: readonly number[]): SeriesStatistics {
  if (values.length === 0) throw new RangeError('a series has at least one run');
  const runs = [...values];
  const isQuantile = QUANTILES.includes(metric);
  const centre = isQuantile ? median(runs) : mean(runs);
  if (runs.length === 1) return { runs: 1, centre, sd: null, cv: null, interval: null };
  const sd = sampleStandardDeviation(runs);
  return {
    runs: runs.length,
    centre,
    sd,
    cv: sd / mean(runs),
    interval: isQuantile ? bootstrapOfMedian(runs) : ofMean(runs, centre, sd),
  };
}

function ofMean(runs: readonly number[], centre: number, sd: number): readonly [number, number] {
  const half = (jStat.studentt.inv(HIGH, runs.length - 1) * sd) / Math.sqrt(runs.length);
  return [centre - half, centre + half];
}

function bootstrapOfMedian(runs: number[]): readonly [number, number] {
  const generator = xoroshiro128plus(SEED);
  const draw = (): number => uniformFloat64(generator);
  const medians = Array.from({ length: RESAMPLES }, () => median(sampleWithReplacement(runs, runs.length, draw)));
  medians.sort((a, b) => a - b);
  return [quantileSorted(medians, LOW), quantileSorted(medians, HIGH)];
}
