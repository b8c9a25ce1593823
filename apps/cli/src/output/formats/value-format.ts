import type { Cell } from '../cell';
import { printable } from '../printable';

/** One line a row, values parted by spaces. Lists and objects are JSON, so that a line stays one. */
export function valueFormat(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(({ value }) => rawText(value)).join(' ')}\n`).join('');
}

function rawText(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}
