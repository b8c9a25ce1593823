import type { LinearModel } from '@iopath/core';

/**
 * What a linear program costs at least, by weak duality: any price of each row gives such a bound, whether the solver ended
 * or not, so nothing rests on its tolerances.
 *
 * For prices y, `cost·x = y·(A x) + (cost − y A)·x`; a row's part is least at its lower end where its price is positive and
 * at its upper end where it is negative, a column's likewise by its reduced cost. A price whose end is infinite is taken as 0.
 */
export function dualBound(model: LinearModel, prices: ArrayLike<number>): number {
  const reduced = Float64Array.from(model.columns, (column) => column.cost);
  let bound = model.offset;
  model.rows.forEach((row, index) => {
    const price = prices[index] ?? 0;
    const end = price > 0 ? row.lower : row.upper;
    if (price === 0 || !Number.isFinite(price) || !Number.isFinite(end)) return;
    bound += price * end;
    for (const { column, factor } of row.entries) reduced[column] = (reduced[column] ?? 0) - price * factor;
  });
  model.columns.forEach((column, index) => {
    const cost = reduced[index] ?? 0;
    if (cost !== 0) bound += cost * (cost > 0 ? column.lower : column.upper);
  });
  return bound;
}
