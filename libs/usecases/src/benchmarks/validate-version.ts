import {
  type BenchmarkMetric,
  isUnstable,
  type Measurement,
  seriesQuestions,
  SHIPPED_MODEL,
  type SkippedRow,
  validateModel,
} from '@iopath/core';
import type { BenchmarkStore } from '../ports/benchmark-store.port';
import type { BenchmarkTools } from '../ports/benchmark-tools.port';
import type { ModelStore } from '../ports/model-store.port';
import { judgedSeries, type JudgedSeries } from './judged-series';

/** A measured value beside what a version predicts for it. */
export interface ComparedValue {
  readonly measured: number;
  readonly predicted: number;
  /** Kept from the fit to judge it by. */
  readonly heldBack: boolean;
}

/**
 * What a version is held against: `calibration`, the series that it came of, as they were then; `series`, those there are;
 * `table`, where there are none.
 */
export type VersionValidation =
  | { readonly by: 'calibration' | 'series'; readonly values: readonly (ComparedValue & { metric: BenchmarkMetric })[] }
  | { readonly by: 'table'; readonly values: readonly (ComparedValue & { metric: string; unit: string })[] };

export interface ValidateVersionPorts {
  readonly models: Pick<ModelStore, 'get'>;
  readonly benchmarks: Pick<BenchmarkStore, 'list'>;
  readonly tools: BenchmarkTools;
  /** Measurements to show the form of the comparison by while there are no series. */
  readonly table: () => readonly (Measurement | SkippedRow)[];
}

/** More than can be told apart in a picture. */
const MOST_SERIES = 1_000;

/** Holds a version of the performance model against what was measured. */
export class ValidateVersion {
  constructor(private readonly ports: ValidateVersionPorts) {}

  /** Null when there is no such version. */
  async execute(version: string): Promise<VersionValidation | null> {
    if (version !== SHIPPED_MODEL.version) return this.ofCalibrated(version);
    const { benchmarks, tools, table } = this.ports;
    const { items } = await benchmarks.list({ hostName: null, origin: null }, MOST_SERIES, null);
    const values = items.flatMap((series) => comparedOf(judgedSeries(series, tools)));
    return values.length > 0 ? { by: 'series', values } : { by: 'table', values: comparedRows(table()) };
  }

  private async ofCalibrated(version: string): Promise<VersionValidation | null> {
    const model = await this.ports.models.get(version);
    if (model === null) return null;
    const errors = model.calibration.scopes.flatMap((scope) => scope.errors);
    const values = errors.map(({ metric, measured, after, heldBack }) => {
      return { metric, measured, predicted: after, heldBack };
    });
    return { by: 'calibration', values };
  }
}

/** What scatters too much says nothing of a model. */
function comparedOf(series: JudgedSeries): readonly (ComparedValue & { metric: BenchmarkMetric })[] {
  return Object.entries(seriesQuestions(series)).flatMap(([name, predict]) => {
    const metric = name as BenchmarkMetric;
    const statistics = series.statistics[metric];
    if (statistics === undefined || isUnstable(statistics)) return [];
    const predicted = predict(SHIPPED_MODEL);
    return Number.isFinite(predicted) ? [{ metric, measured: statistics.centre, predicted, heldBack: false }] : [];
  });
}

function comparedRows(table: readonly (Measurement | SkippedRow)[]) {
  return validateModel(SHIPPED_MODEL, table).validated.map(({ row, predicted }) => {
    return { metric: row.metric, unit: row.unit, measured: row.value, predicted: predicted.value, heldBack: false };
  });
}
