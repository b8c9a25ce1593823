import Table from 'cli-table3';
import { type Cell, textOf } from '../cell';
import { displayWidth } from '../display-width';
import { printable, printableLines } from '../printable';
import { fitWidths, wrap } from '../wrap';

/** The frame that the `openstack` command draws. */
const FRAME = {
  ...{ top: '-', 'top-mid': '+', 'top-left': '+', 'top-right': '+' },
  ...{ bottom: '-', 'bottom-mid': '+', 'bottom-left': '+', 'bottom-right': '+' },
  ...{ left: '|', 'left-mid': '+', mid: '-', 'mid-mid': '+', right: '|', 'right-mid': '+', middle: '|' },
};

/** Two blanks and a bar a column, and the last bar. */
const FRAME_OF_COLUMN = 3;
const LAST_BAR = 1;

/** @param maxWidth columns of the terminal that the table may take; null: as many as it needs */
export function tableFormat(
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
  maxWidth: number | null,
): string {
  const head = names.map(printable);
  const body = rows.map((row) => row.map((cell) => printableLines(textOf(cell))));
  const lines = [head, ...body];
  const natural = head.map((_, index) => Math.max(...lines.map((row) => widest(row[index] ?? ''))));
  const room = maxWidth === null ? Infinity : maxWidth - FRAME_OF_COLUMN * head.length - LAST_BAR;
  const widths = natural.reduce((sum, width) => sum + width, 0) <= room ? natural : fitWidths(natural, room);
  const fitted = lines.map((row) => row.map((text, index) => wrap(text, widths[index] ?? 1)));
  const [first = [], ...rest] = fitted;
  // A head given as such gets a rule below it; compact leaves out the rules between rows.
  const table = new Table({ head: [...first], chars: FRAME, style: { head: [], border: [], compact: true } });
  table.push(...rest);
  return `${table.toString()}\n`;
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map(displayWidth));
}
