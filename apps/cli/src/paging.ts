import type { Schemas } from '@iopath/api-client';

/** As many as the service gives in one answer. */
const PAGE = 1000;

export interface PageQuery {
  readonly limit: number;
  readonly marker?: string;
}

/**
 * Items of a list, page by page until the last one.
 *
 * @param limit items wanted at most; undefined: all
 * @param ask gives one page and its links
 */
export async function allPages<Item>(
  limit: number | undefined,
  ask: (page: PageQuery) => Promise<{ readonly items: readonly Item[]; readonly links: readonly Schemas['LinkDto'][] }>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let marker: string | undefined;
  for (;;) {
    const wanted = Math.min(PAGE, (limit ?? Infinity) - found.length);
    const { items, links } = await ask({ limit: wanted, ...(marker !== undefined && { marker }) });
    found.push(...items);
    const next = markerOf(links);
    // A page that leads to itself would never end.
    if (next === null || next === marker || (limit !== undefined && found.length >= limit)) return found;
    marker = next;
  }
}

function markerOf(links: readonly Schemas['LinkDto'][]): string | null {
  const next = links.find(({ rel }) => rel === 'next');
  // The address may be relative; nothing but its query is read.
  return next === undefined ? null : new URL(next.href, 'http://service').searchParams.get('marker');
}
