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

/** How many items back a place in the list is remembered, and so how many may be gone when the next page is asked for. */
const REMEMBERED = 20;

/** Items before a place in the list, the last one first. */
interface Place {
  readonly markers: readonly string[];
  /** Whether these are all that there were: without them, the place is the beginning. */
  readonly reachesBack: boolean;
}

const BEGINNING: Place = { markers: [], reachesBack: true };

/**
 * The items page by page: whoever reads them slowly holds one page. The marker of a page is the last item of the one
 * before. It may be deleted meanwhile, and is refused then: the item before it stands for the same place.
 *
 * @throws CloudError, also when pages go round in a circle
 */
export async function* readPages(client: ServiceClient, list: PagedList): AsyncGenerator<WireRecord> {
  const seen = new Set<string>();
  for (let place: Place | null = BEGINNING; place !== null;) {
    const page: Page = await readPage(client, list, place);
    yield* page.items;
    place = page.next;
    const marker = place?.markers[0];
    if (marker === undefined) continue;
    if (seen.has(marker)) throw circle(list);
    seen.add(marker);
  }
}

interface Page {
  readonly items: readonly WireRecord[];
  /** Null: it was the last. */
  readonly next: Place | null;
}

async function readPage(client: ServiceClient, list: PagedList, place: Place): Promise<Page> {
  const [marker, ...earlier] = place.markers;
  try {
    const document = await client.read(list.path, { ...list.query, limit: list.pageSize, marker });
    const items = document.records(list.items);
    return { items, next: hasMore(document, list) ? placeAfter(document, list, items, place) : null };
  } catch (error) {
    const isLost = earlier.length === 0 && !place.reachesBack;
    if (!isMarkerGone(error) || marker === undefined || isLost) throw error;
    return readPage(client, list, { ...place, markers: earlier });
  }
}

function hasMore(document: WireRecord, { items, more }: PagedList): boolean {
  return nextAddress(document, items, more) !== null;
}

/** The marker that the service names, the page's items, and what was before them. */
function placeAfter(document: WireRecord, list: PagedList, items: readonly WireRecord[], before: Place): Place {
  const told = markerIn(nextAddress(document, list.items, list.more));
  const ids = items.map((item) => item.text('id')).reverse();
  if (told === null && ids.length === 0) throw circle(list);
  const markers = [...new Set([...(told === null ? [] : [told]), ...ids, ...before.markers])];
  const kept = markers.slice(0, REMEMBERED);
  return { markers: kept, reachesBack: before.reachesBack && kept.length === markers.length };
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
