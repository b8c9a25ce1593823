import {
  MEASUREMENT_COLUMNS,
  readMeasurement,
  type Measurement,
  type MeasurementRecord,
  type SkippedRow,
} from '@iopath/core';
import { parse } from 'csv-parse/sync';

/** A text that is not a table of measurements at all. */
export class NotATableError extends Error {}

/**
 * Reads a table of measurements from CSV with a line of headings. A row that cannot be read is skipped with the reason;
 * the same id twice is, too, from the second time on.
 * @throws NotATableError when it is not CSV or lacks a column.
 */
export function readTable(csv: string): readonly (Measurement | SkippedRow)[] {
  const records = recordsOf(csv);
  const ids = new Set<string>();
  return records.map((record, index): Measurement | SkippedRow => {
    const id = record.id.trim();
    if (id === '') return { id: `row ${index + 1}`, reason: 'it has no id' };
    if (ids.has(id)) return { id, reason: 'its id is there already' };
    ids.add(id);
    return readMeasurement(record);
  });
}

function recordsOf(csv: string): readonly MeasurementRecord[] {
  const records = parsed(csv);
  const [first] = records;
  if (first === undefined) throw new NotATableError('The table has no rows.');
  const missing = MEASUREMENT_COLUMNS.filter((column) => !(column in first));
  if (missing.length > 0) throw new NotATableError(`The table lacks the columns ${missing.join(', ')}.`);
  return records.map(
    (record) =>
      Object.fromEntries(MEASUREMENT_COLUMNS.map((column) => [column, record[column] ?? ''])) as MeasurementRecord,
  );
}

function parsed(csv: string): readonly Readonly<Record<string, string>>[] {
  try {
    return parse(csv, { bom: true, columns: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new NotATableError(`The table is not CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
}
