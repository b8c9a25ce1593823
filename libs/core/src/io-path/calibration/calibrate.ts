import type { BenchmarkMetric } from '../benchmarks/benchmark-run';
import { isUnstable, type SeriesStatistics, spreadOfSeries } from '../benchmarks/series-statistics';
import type { SeriesKey } from '../benchmarks/series-key';
import { spreadOf } from '../model/parameter';
import { type ParameterName, PARAMETERS } from '../model/parameters.data';
import { pathModel, type PathModel, SHIPPED_MODEL } from '../model/path-model';
import { type FittedParameter, fitParameters, type Observation, type Priors } from './fit-parameters';
import { PRIORS } from './priors.data';
import { seriesQuestions } from './series-questions';

/** A series with what its runs say together. */
export interface CalibrationSeries {
  readonly id: string;
  readonly key: SeriesKey;
  readonly statistics: Readonly<Partial<Record<BenchmarkMetric, SeriesStatistics>>>;
}

/** One metric of a series, as it was measured and as models predict it. */
export interface SeriesError {
  readonly seriesId: string;
  readonly metric: BenchmarkMetric;
  readonly measured: number;
  readonly before: number;
  readonly after: number;
  /** Held back from the fit to judge it by. */
  readonly heldBack: boolean;
}

export interface Calibration {
  /** Parameters that the series have a part in. */
  readonly parameters: readonly FittedParameter[];
  readonly errors: readonly SeriesError[];
  /** Median of the relative errors of what was held back, as shares; null when nothing was. */
  readonly heldBackError: { readonly before: number; readonly after: number } | null;
}

/** One in so many series is held back. */
const HELD_BACK_EVERY = 5;
/** Two hosts that look alike differ by this much though everything is known of them (model pitfall 15). */
const BETWEEN_HOSTS_SD = 0.35;

/** Parameters of a host's own hardware beside those of the paths. */
const OF_THE_HOST: readonly ParameterName[] = ['native.rtt_us', 'native.stack_packet_ns', 'native.polling_packet_ns'];

/**
 * Fits the model to series of runs: prior is the shipped parameter with its spread and what hosts differ by; posterior what
 * the series make of it. One series in five is held back, as long as another of its path and workload is fitted, and tells
 * what the fit is worth.
 */
export function calibrate(series: readonly CalibrationSeries[]): Calibration {
  const asked = series.flatMap(askedOf);
  const held = heldBack(series);
  const fitted = fitParameters(
    PARAMETERS,
    priors(),
    asked.filter(({ seriesId }) => !held.has(seriesId)).map(({ observation }) => observation),
  );
  const after = pathModel('calibrated', fitted.fitted);
  const errors = asked.map((each) => errorOf(each, after, held.has(each.seriesId)));
  return {
    parameters: fitted.parameters.filter(({ observations }) => observations > 0),
    errors,
    heldBackError: heldBackError(errors),
  };
}

/** Every fifth series of one path and workload, in the order given. */
function heldBack(series: readonly CalibrationSeries[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const held = new Set<string>();
  for (const { id, key } of series) {
    const kind = `${key.conditions.device} ${key.conditions.path} ${key.workload}`;
    const nth = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, nth);
    if (nth % HELD_BACK_EVERY === 0) held.add(id);
  }
  return held;
}

interface Asked {
  readonly seriesId: string;
  readonly metric: BenchmarkMetric;
  readonly observation: Observation;
}

/** What scatters too much is not fitted to, and of a round trip the median counts before the mean. */
function askedOf({ id, key, statistics }: CalibrationSeries): readonly Asked[] {
  const questions = Object.entries(seriesQuestions(key));
  return questions.flatMap(([name, predict]) => {
    const metric = name as BenchmarkMetric;
    const found = statistics[metric];
    if (found === undefined || isUnstable(found)) return [];
    if (metric === 'rttMeanUs' && statistics.rttP50Us !== undefined) return [];
    const observation = { measured: found.centre, sdLn: spreadOfSeries(found), predict };
    return Number.isFinite(predict(SHIPPED_MODEL)) ? [{ seriesId: id, metric, observation }] : [];
  });
}

function priors(): Priors {
  const names = [...new Set([...(Object.keys(PRIORS) as ParameterName[]), ...OF_THE_HOST])];
  return Object.fromEntries(
    names.map((name) => {
      const parameter = PARAMETERS[name];
      return [name, { value: parameter.default, sdLn: Math.hypot(spreadOf(parameter), BETWEEN_HOSTS_SD) }];
    }),
  );
}

function errorOf({ seriesId, metric, observation }: Asked, after: PathModel, heldBack: boolean): SeriesError {
  const { measured, predict } = observation;
  return { seriesId, metric, measured, before: predict(SHIPPED_MODEL), after: predict(after), heldBack };
}

function heldBackError(errors: readonly SeriesError[]): Calibration['heldBackError'] {
  const held = errors.filter(({ heldBack }) => heldBack);
  if (held.length === 0) return null;
  return {
    before: median(held.map(({ measured, before }) => Math.abs(before / measured - 1))),
    after: median(held.map(({ measured, after }) => Math.abs(after / measured - 1))),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}
