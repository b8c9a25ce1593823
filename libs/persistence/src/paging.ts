import { type Page, Refusal } from '@iopath/usecases';

/** Cuts a page out of `limit + 1` rows: the row too many only tells that there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  markerOf: (item: Item) => string,
): Page<Item> {
  const items = rows.slice(0, limit).map(toItem);
  const last = items.at(-1);
  return { items, nextMarker: rows.length > limit && last !== undefined ? markerOf(last) : null };
}

export function unknownMarker(marker: string): Refusal {
  return new Refusal('invalid', 'query.marker_unknown', `The marker "${marker}" names nothing in this list.`);
}
