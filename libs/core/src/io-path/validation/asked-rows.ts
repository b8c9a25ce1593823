import { groupBy } from '../../group-by';
import { askRow } from './ask-row';
import type { Measurement, SkippedRow } from './measurement';
import type { RowQuestion } from './row-question';

/** A row and what it asks of the model. */
export interface AskedRow {
  readonly row: Measurement;
  readonly question: RowQuestion;
}

/** What a table asks, and the rows that ask nothing, each with its reason. */
export interface AskedTable {
  readonly asked: readonly AskedRow[];
  readonly skipped: readonly SkippedRow[];
}

/** Reads every row of a table with the rows of its own test bed at hand. */
export function askTable(read: readonly (Measurement | SkippedRow)[]): AskedTable {
  const rows = read.filter((row): row is Measurement => !('reason' in row));
  const groups = groupBy(rows, ({ group }) => group);
  const asked: AskedRow[] = [];
  const skipped: SkippedRow[] = [];
  for (const row of read) {
    if ('reason' in row) {
      skipped.push(row);
      continue;
    }
    const question = askRow(row, groups.get(row.group) ?? []);
    if (typeof question === 'function') asked.push({ row, question });
    else skipped.push({ id: row.id, reason: question.reason });
  }
  return { asked, skipped };
}
