import type {
  ErrorSummary,
  FittedParameter,
  GroupSummary,
  OrderingResult,
  ValidatedRow,
  Validation,
} from '@iopath/core';
import type { ErrorReport } from './report-json';

const WORST = 10;
const REASONS = 8;

/** A validation for people: sums, paths, metrics, the worst rows, the reasons of the skipped ones, the orderings. */
export function reportText(
  validation: Validation,
  orderings: readonly OrderingResult[],
  leftOut: ErrorReport | null,
): string {
  const { rows, validated, skipped } = validation;
  return [
    `${rows} rows, ${validated.length} predicted, ${skipped.length} skipped. ${share(validation.intervalCoverage)} inside the 90 % interval.`,
    '',
    table(
      ['error', 'rows', 'median', 'p90'],
      [
        errorCells('of the fraction of native', validation.fraction),
        errorCells('of the value', validation.value),
        ...(leftOut === null ? [] : leftOutCells(leftOut)),
      ],
    ),
    groupTable('path', validation.byPath),
    groupTable('metric', validation.byMetric),
    worstTable(validated),
    reasonTable(validation),
    ...orderings.map(
      ({ id, holds, detail }) => `ordering ${id.padStart(2)} ${holds ? 'holds' : `VIOLATED: ${detail}`}`,
    ),
    '',
  ].join('\n');
}

/** Prior, data and posterior side by side. */
export function fitText(
  parameters: readonly FittedParameter[],
  shipped: (name: FittedParameter['name']) => number,
): string {
  const cells = parameters.map((each) => [
    each.name,
    figure(each.prior.value),
    each.prior.sdLn.toFixed(2),
    String(each.observations),
    figure(each.posterior.value),
    each.posterior.sdLn.toFixed(2),
    figure(shipped(each.name)),
    each.clipped ? 'clipped' : '',
  ]);
  return table(['parameter', 'prior', 'sd', 'rows', 'posterior', 'sd', 'shipped', ''], cells);
}

function leftOutCells({ groups, fraction, value }: ErrorReport): string[][] {
  const name = `of ${groups} test beds left out`;
  return [errorCells(`of the fraction, each ${name}`, fraction), errorCells(`of the value, each ${name}`, value)];
}

function errorCells(name: string, { rows, medianAbsError, p90AbsError }: ErrorSummary): string[] {
  return [name, String(rows), share(medianAbsError), share(p90AbsError)];
}

function groupTable(name: string, groups: Readonly<Record<string, GroupSummary>>): string {
  const cells = Object.entries(groups).map(([group, summary]) => [
    ...errorCells(group, summary),
    share(summary.intervalCoverage),
  ]);
  return table([name, 'rows', 'median', 'p90', 'in interval'], cells);
}

function worstTable(validated: readonly ValidatedRow[]): string {
  const off = ({ row, predicted }: ValidatedRow): number => Math.abs(Math.log(predicted.value / row.value));
  const worst = [...validated].sort((a, b) => off(b) - off(a)).slice(0, WORST);
  const cells = worst.map(({ row, predicted }) => [
    row.id,
    row.path,
    row.workload,
    `${row.metric}, ${row.unit}`,
    figure(row.value),
    figure(predicted.value),
  ]);
  return table(['worst', 'path', 'workload', 'what', 'measured', 'predicted'], cells);
}

function reasonTable({ skipped }: Validation): string {
  const byReason = new Map<string, string[]>();
  for (const { id, reason } of skipped) byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  const cells = [...byReason].map(([reason, ids]) => {
    const more = ids.length > REASONS ? ` and ${ids.length - REASONS} more` : '';
    return [String(ids.length), reason, `${ids.slice(0, REASONS).join(' ')}${more}`];
  });
  return table(['skipped', 'reason', 'ids'], cells);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line), ''].join('\n');
}

function share(value: number | null): string {
  return value === null ? '-' : `${(100 * value).toFixed(1)} %`;
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
