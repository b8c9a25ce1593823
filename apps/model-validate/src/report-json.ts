import type { ErrorSummary, GroupSummary, OrderingResult, Validation } from '@iopath/core';

/** The validation as one JSON document; errors are shares of what was measured. */
export function reportJson(validation: Validation, orderings: readonly OrderingResult[], leftOut: ErrorReport | null) {
  return {
    rows: validation.rows,
    predicted: validation.validated.length,
    skipped: validation.skipped,
    fraction: errors(validation.fraction),
    value: errors(validation.value),
    interval_coverage: validation.intervalCoverage,
    by_path: byName(validation.byPath),
    by_metric: byName(validation.byMetric),
    orderings,
    ...(leftOut !== null && {
      leave_group_out: { groups: leftOut.groups, fraction: errors(leftOut.fraction), value: errors(leftOut.value) },
    }),
  };
}

export interface ErrorReport {
  readonly groups: number;
  readonly fraction: ErrorSummary;
  readonly value: ErrorSummary;
}

function errors({ rows, medianAbsError, p90AbsError }: ErrorSummary) {
  return { rows, median_abs_error: medianAbsError, p90_abs_error: p90AbsError };
}

function byName(groups: Readonly<Record<string, GroupSummary>>) {
  return Object.fromEntries(
    Object.entries(groups).map(([name, group]) => [
      name,
      { ...errors(group), interval_coverage: group.intervalCoverage },
    ]),
  );
}
