import { CloudError, type CloudServiceType } from '@iopath/usecases';
import type { WireRecord } from '../wire/wire-record';
import type { Query, ServiceClient } from './service-client';

/** A list that comes in pages: `limit` and `marker` in, items and where the next page begins out. */
export interface PagedList {
  readonly service: CloudServiceType;
  readonly path: string;
  readonly query?: Query;
  /** The name of the list in the answer. */
  readonly items: string;
  /** What says that there is more: `<items>_links` (Nova, Neutron), or `next` (Glance). */
  readonly more: 'links' | 'next';
  readonly pageSize: number;
}

/** How many of a page's items may be gone by the time the next page is asked for. */
const TRIED_MARKERS = 5;

/**
 * The items page by page: whoever reads them slowly holds one page. The marker of a page is the last item of the one
 * before. It may be deleted meanwhile, and is refused then: the one before it stands for the same place.
 *
 * @throws CloudError, also when pages go round in a circle
 */
export async function* readPages(client: ServiceClient, list: PagedList): AsyncGenerator<WireRecord> {
  const seen = new Set<string>();
  let markers: readonly string[] | null = [];
  while (markers !== null) {
    const page: Page = await readPage(client, list, markers);
    yield* page.items;
    markers = page.nextMarkers;
    const marker = markers?.[0];
    if (marker === undefined) continue;
    if (seen.has(marker)) throw circle(list);
    seen.add(marker);
  }
}

interface Page {
  readonly items: readonly WireRecord[];
  /** Null: it was the last. */
  readonly nextMarkers: readonly string[] | null;
}

/** @param markers the first is the one to ask with; empty for the first page */
async function readPage(client: ServiceClient, list: PagedList, markers: readonly string[]): Promise<Page> {
  const [marker, ...earlier] = markers;
  const query = { ...list.query, limit: list.pageSize, marker };
  try {
    const document = await client.read(list.path, query);
    const items = document.records(list.items);
    const next = hasMore(document, list) ? markersOf(document, list, items) : null;
    return { items, nextMarkers: next };
  } catch (error) {
    if (!isMarkerGone(error) || marker === undefined || earlier.length === 0) throw error;
    return readPage(client, list, earlier);
  }
}

function hasMore(document: WireRecord, { items, more }: PagedList): boolean {
  return nextAddress(document, items, more) !== null;
}

/** Items that may stand for the place where the page ends, the best first: what the service says, then the last ones. */
function markersOf(document: WireRecord, list: PagedList, items: readonly WireRecord[]): readonly string[] {
  const told = markerIn(nextAddress(document, list.items, list.more));
  const ids = items.slice(-TRIED_MARKERS).map((item) => item.text('id'));
  const last = ids.reverse().filter((id) => id !== told);
  const markers = told === null ? last : [told, ...last];
  if (markers.length === 0) throw circle(list);
  return markers;
}

function nextAddress(document: WireRecord, items: string, more: PagedList['more']): string | null {
  if (more === 'next') return document.textOrNull('next');
  const next = (document.recordsOrNull(`${items}_links`) ?? []).find((link) => link.textOrNull('rel') === 'next');
  return next?.text('href') ?? null;
}

/** Only the marker is taken from the address: its host and path are what the service believes of itself. */
function markerIn(address: string | null): string | null {
  if (address === null || !URL.canParse(address, 'http://service')) return null;
  return new URL(address, 'http://service').searchParams.get('marker');
}

/** Nova and Glance: 400 "marker [x] not found"; Neutron: 404 or 400 with the resource's "could not be found". */
function isMarkerGone(error: unknown): boolean {
  return (
    error instanceof CloudError &&
    ((error.status === 400 && /marker|could not be found/i.test(error.message)) || error.status === 404)
  );
}

function circle({ service, path }: PagedList): CloudError {
  const message = `${service} pages ${path} in a circle.`;
  return new CloudError(service, message, null, 'cloud.malformed_answer', null, false);
}
