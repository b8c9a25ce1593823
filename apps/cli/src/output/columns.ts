import { UsageError } from '../exit-codes';

/** Names are the same whatever their case, and whether their words are parted by spaces, `_` or `-`. */
function key(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_');
}

/**
 * The columns that are asked for, in the order in which they are.
 *
 * @throws UsageError naming those that there are
 */
export function pickColumns<Named extends { readonly name: string }>(
  columns: readonly Named[],
  asked: readonly string[],
): readonly Named[] {
  return asked.map((name) => findColumn(columns, name));
}

/** @throws UsageError naming those that there are */
export function findColumn<Named extends { readonly name: string }>(columns: readonly Named[], asked: string): Named {
  const found = columns.find(({ name }) => key(name) === key(asked));
  if (found !== undefined) return found;
  const names = columns.map(({ name }) => name).join(', ');
  throw new UsageError(`There is no column "${asked}". There are: ${names}.`);
}
