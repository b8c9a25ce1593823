import type { CellPages } from '../fleet/host-state';
import type { PageSizeRequest } from '../nova/memory-page-size';
import { grantedPageSize, NO_PAGES, smallestPagesHold } from './page-size';

const SMALL = { sizeKib: 4, total: 262144, used: 0 };
const HUGE = { sizeKib: 2048, total: 1024, used: 600 };
const GIGANTIC = { sizeKib: 1048576, total: 2, used: 1 };

describe('the pages that a cell grants', () => {
  it.each`
    memoryMib | request    | pages                      | granted     | case
    ${800}    | ${2048}    | ${[SMALL, HUGE]}           | ${2048}     | ${'424 pages are free, 400 are asked for'}
    ${801}    | ${2048}    | ${[SMALL, HUGE]}           | ${NO_PAGES} | ${'an odd MiB is no whole number of 2 MiB pages'}
    ${850}    | ${2048}    | ${[SMALL, HUGE]}           | ${NO_PAGES} | ${'425 pages are more than are free'}
    ${1024}   | ${1048576} | ${[SMALL, HUGE, GIGANTIC]} | ${1048576}  | ${'one of two 1 GiB pages is left'}
    ${2048}   | ${1048576} | ${[SMALL, HUGE, GIGANTIC]} | ${NO_PAGES} | ${'but not two'}
    ${1024}   | ${4096}    | ${[SMALL, HUGE]}           | ${NO_PAGES} | ${'a size that the host has not'}
    ${1024}   | ${'large'} | ${[SMALL, HUGE, GIGANTIC]} | ${1048576}  | ${'large takes the largest'}
    ${512}    | ${'large'} | ${[SMALL, HUGE, GIGANTIC]} | ${2048}     | ${'large goes down where the largest does not divide'}
    ${512}    | ${'large'} | ${[SMALL]}                 | ${NO_PAGES} | ${'large never takes the smallest'}
    ${512}    | ${'large'} | ${[HUGE]}                  | ${NO_PAGES} | ${'not even when it is huge'}
    ${512}    | ${'any'}   | ${[SMALL, HUGE]}           | ${2048}     | ${'any tries the largest first'}
    ${801}    | ${'any'}   | ${[SMALL, HUGE]}           | ${4}        | ${'any goes down to the smallest'}
    ${512}    | ${'small'} | ${[SMALL, HUGE]}           | ${4}        | ${'small takes the smallest'}
    ${2048}   | ${'small'} | ${[SMALL, HUGE]}           | ${NO_PAGES} | ${'small is not overcommitted'}
    ${512}    | ${'any'}   | ${[]}                      | ${NO_PAGES} | ${'a cell that reports no pages'}
  `(
    '$request for $memoryMib MiB: $case',
    (given: { memoryMib: number; request: PageSizeRequest; pages: CellPages[]; granted: number }) => {
      expect(grantedPageSize(given.pages, given.memoryMib, given.request)).toBe(given.granted);
    },
  );
});

describe('memory without a page size', () => {
  it.each`
    memoryMib | used      | onlyFree | holds    | case
    ${1024}   | ${262144} | ${false} | ${true}  | ${'may be overcommitted against others'}
    ${1025}   | ${0}      | ${false} | ${false} | ${'never against itself'}
    ${1024}   | ${0}      | ${true}  | ${true}  | ${'fits free pages'}
    ${1024}   | ${1}      | ${true}  | ${false} | ${'does not when only free pages count and one is used'}
  `(
    '$case',
    ({ memoryMib, used, onlyFree, holds }: { memoryMib: number; used: number; onlyFree: boolean; holds: boolean }) => {
      expect(smallestPagesHold([{ ...SMALL, used }, HUGE], memoryMib, onlyFree)).toBe(holds);
    },
  );

  it('has no place in a cell without pools', () => {
    expect(smallestPagesHold([], 1, false)).toBe(false);
  });
});
