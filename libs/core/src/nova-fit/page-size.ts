import type { CellPages } from '../fleet/host-state';
import type { PageSizeRequest } from '../nova/memory-page-size';

/** No pool of the cell can back the memory as asked. */
export const NO_PAGES = -1;

/**
 * The page size that backs a guest cell's memory on a host cell: the largest pool that fits for `large` (never the
 * smallest size) and `any`, the smallest size for `small`. A pool fits when enough pages are free and the memory is
 * a whole number of them; page sizes asked for are never overcommitted
 * (`nova/virt/hardware.py _numa_cell_supports_pagesize_request`, handbook 3.7 step 3a).
 *
 * @param pages Pools of the host cell, smallest size first.
 * @returns Page size in KiB, or {@link NO_PAGES}.
 */
export function grantedPageSize(pages: readonly CellPages[], memoryMib: number, request: PageSizeRequest): number {
  const memoryKib = memoryMib * 1024;
  const highest = request === 'small' ? 0 : pages.length - 1;
  const lowest = request === 'large' ? 1 : 0;
  for (let i = highest; i >= lowest; i--) {
    const pool = pages[i];
    if (pool === undefined || (typeof request === 'number' && pool.sizeKib !== request)) continue;
    if (isWholePages(pool, memoryKib) && memoryKib <= (pool.total - pool.used) * pool.sizeKib) return pool.sizeKib;
  }
  return NO_PAGES;
}

/**
 * Whether memory without a page size request finds room among a cell's smallest pages. It may be overcommitted
 * against other guests, not against itself; with `onlyFree` not even that.
 *
 * @param pages Pools of the host cell, smallest size first, at least one.
 */
export function smallestPagesHold(pages: readonly CellPages[], memoryMib: number, onlyFree: boolean): boolean {
  const pool = pages[0];
  if (pool === undefined) return false;
  const memoryKib = memoryMib * 1024;
  const count = onlyFree ? pool.total - pool.used : pool.total;
  return isWholePages(pool, memoryKib) && memoryKib <= count * pool.sizeKib;
}

function isWholePages(pool: CellPages, memoryKib: number): boolean {
  return memoryKib % pool.sizeKib === 0;
}
