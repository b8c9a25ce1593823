import { groupBy } from '../../group-by';
import { askTable, type AskedRow } from './asked-rows';
import type { Measurement, SkippedRow } from './measurement';
import { quantile } from './quantile';
import { neighbourhoodOf, predictRow, type RowPrediction } from './row-interval';
import type { PathModel } from '../model/path-model';

/** A predicted row beside what was measured. */
export interface ValidatedRow {
  readonly row: Measurement;
  readonly predicted: RowPrediction;
  /** `predicted / measured - 1`: of the value, and of the fraction of native, which has the same native under both. */
  readonly error: number;
  readonly covered: boolean;
}

/** Absolute errors as shares of what was measured; null where no row speaks. */
export interface ErrorSummary {
  readonly rows: number;
  readonly medianAbsError: number | null;
  readonly p90AbsError: number | null;
}

export interface Validation {
  readonly rows: number;
  readonly validated: readonly ValidatedRow[];
  readonly skipped: readonly SkippedRow[];
  /** Rows that have a fraction of native, the native rows themselves not counted. */
  readonly fraction: ErrorSummary;
  readonly value: ErrorSummary;
  readonly intervalCoverage: number | null;
  readonly byPath: Readonly<Record<string, GroupSummary>>;
  readonly byMetric: Readonly<Record<string, GroupSummary>>;
}

export interface GroupSummary extends ErrorSummary {
  readonly intervalCoverage: number | null;
}

function comparedOf({ row }: AskedRow, predicted: RowPrediction): ValidatedRow {
  return {
    row,
    predicted,
    error: predicted.value / row.value - 1,
    covered: predicted.low <= row.value && row.value <= predicted.high,
  };
}

/** True for a row whose fraction of native says something: what is its own native value is 1 whatever a model does. */
export function hasFraction({ path, fractionOfNative, value, nativeValue }: Measurement): boolean {
  return fractionOfNative !== null && (path !== 'native' || value !== nativeValue);
}

export function errorSummary(rows: readonly ValidatedRow[]): ErrorSummary {
  const errors = rows.map(({ error }) => Math.abs(error));
  return { rows: rows.length, medianAbsError: quantile(errors, 0.5), p90AbsError: quantile(errors, 0.9) };
}

export function coverageOf(rows: readonly ValidatedRow[]): number | null {
  return rows.length === 0 ? null : rows.filter(({ covered }) => covered).length / rows.length;
}

function summariesBy(
  rows: readonly ValidatedRow[],
  of: (row: Measurement) => string,
): Readonly<Record<string, GroupSummary>> {
  const groups = [...groupBy(rows, ({ row }) => of(row))].sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(
    groups.map(([name, group]) => [name, { ...errorSummary(group), intervalCoverage: coverageOf(group) }]),
  );
}

/** Predicts every row of a table that the model can, each under its own conditions, and compares. */
export function validateModel(model: PathModel, table: readonly (Measurement | SkippedRow)[]): Validation {
  const { asked, skipped } = askTable(table);
  const neighbourhood = neighbourhoodOf(model.version, model.parameters);
  const validated = asked.map((each) => comparedOf(each, predictRow(neighbourhood, each.question)));
  return {
    rows: table.length,
    validated,
    skipped,
    fraction: errorSummary(validated.filter(({ row }) => hasFraction(row))),
    value: errorSummary(validated),
    intervalCoverage: coverageOf(validated),
    byPath: summariesBy(validated, ({ path }) => path),
    byMetric: summariesBy(validated, ({ metric }) => metric),
  };
}
