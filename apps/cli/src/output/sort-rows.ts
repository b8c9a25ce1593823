import type { Cell } from './cell';

/**
 * Rows in the order of some columns' values, the first of them counting most: numbers by size, all else by code points,
 * and what is not known last, whichever way.
 *
 * @param indexes of the columns in a row
 */
export function sortRows(
  rows: readonly (readonly Cell[])[],
  indexes: readonly number[],
  isDescending: boolean,
): readonly (readonly Cell[])[] {
  return rows.toSorted((left, right) => {
    for (const index of indexes) {
      const order = compare(left[index]?.value, right[index]?.value, isDescending ? -1 : 1);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function compare(left: unknown, right: unknown, direction: 1 | -1): number {
  const isLeftKnown = left !== null && left !== undefined;
  const isRightKnown = right !== null && right !== undefined;
  if (!isLeftKnown || !isRightKnown) return Number(isRightKnown) - Number(isLeftKnown);
  if (typeof left === 'number' && typeof right === 'number') return direction * (left - right);
  const [a, b] = [sortText(left), sortText(right)];
  return a === b ? 0 : direction * (a < b ? -1 : 1);
}

function sortText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
