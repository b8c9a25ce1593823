import { isUnstable } from '../benchmarks/series-statistics';
import type { PathModel } from '../model/path-model';
import type { CalibrationSeries } from './calibrate';
import { seriesQuestions } from './series-questions';

/** Beyond this a model no longer tells of the hosts that are measured: it is wrong by more than a third. */
export const LARGEST_RESIDUAL = 0.3;

/**
 * How far what is measured lies from what a model predicts: the median of `ln(measured / predicted)`. 0 is right, 0.7 twice as
 * much as predicted. Null where no series says anything of the model.
 */
export function residualOf(series: readonly CalibrationSeries[], model: PathModel): number | null {
  const residuals = series
    .flatMap(({ key, statistics }) =>
      Object.entries(seriesQuestions(key)).flatMap(([metric, predict]) => {
        const found = statistics[metric as keyof typeof statistics];
        return found === undefined || isUnstable(found) ? [] : [Math.log(found.centre / predict(model))];
      }),
    )
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const [low, high] = [residuals[(residuals.length - 1) >> 1], residuals[residuals.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
