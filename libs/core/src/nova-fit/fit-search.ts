import type { CellState } from '../fleet/host-state';
import { cellShortage, pagesFor, type CellDemand, type CellLimits } from './cell-fit';
import { NO_PAGES } from './page-size';

/** Placing a guest cell on a host cell has not been judged yet. */
const UNJUDGED = -2;

/**
 * Steps after which a search is given up. Nova would go on for minutes (bug 1978372); refusing such a host errs on
 * the safe side. Hosts and guests of real sizes stay far below.
 */
const MOST_STEPS = 100_000;

/** Sets of host cells are remembered as sums of powers of two, exact up to this many cells. */
const MOST_REMEMBERED_CELLS = 52;

/**
 * Goes through the ways to place guest cells on distinct host cells, in the order in which Nova goes through
 * permutations, but without visiting those that cannot work or that use the same host cells as an earlier one:
 * neither PCI affinity nor anything else that Nova asks afterwards depends on which guest cell lies where.
 *
 * One peculiarity of Nova is kept: the page size that a guest cell is granted by the first host cell with suitable
 * pages stays its request for all others, even if that first cell has no CPUs for it.
 */
export class FitSearch {
  /** Host cell of each guest cell placed so far, as an index into `cells`. */
  private readonly chosen: number[] = [];
  private readonly nextToTry: number[] = [0];
  private readonly taken: boolean[];
  private takenSet = 0;
  private readonly exhausted = new Set<number>();
  private readonly granted: number[];
  private readonly settledPageSize: (number | null)[];
  private steps = 0;

  constructor(
    private readonly demands: readonly CellDemand[],
    private readonly cells: readonly CellState[],
    private readonly limits: CellLimits,
  ) {
    this.taken = new Array<boolean>(cells.length).fill(false);
    this.granted = new Array<number>(demands.length * cells.length).fill(UNJUDGED);
    this.settledPageSize = new Array<number | null>(demands.length).fill(null);
  }

  /** The next placement: an index into the host cells for each guest cell; null when there is no other. */
  next(): readonly number[] | null {
    while (this.steps++ < MOST_STEPS) {
      const guest = this.chosen.length;
      const host = this.nextToTry[guest] ?? 0;
      if (host >= this.cells.length) {
        this.remember();
        if (!this.takeBack()) return null;
        continue;
      }
      this.nextToTry[guest] = host + 1;
      if (this.taken[host] === true || this.pageSize(guest, host) === NO_PAGES) continue;
      this.take(host);
      if (this.exhausted.has(this.takenSet)) this.takeBack();
      else if (guest + 1 === this.demands.length) return this.found();
      else this.nextToTry[guest + 1] = 0;
    }
    return null;
  }

  /** Page size in KiB for a guest cell on a host cell, as `pagesFor` gives it; NO_PAGES when it does not fit at all. */
  pageSize(guest: number, host: number): number {
    const pair = guest * this.cells.length + host;
    const known = this.granted[pair];
    if (known !== undefined && known !== UNJUDGED) return known;
    return (this.granted[pair] = this.judge(guest, host));
  }

  private judge(guest: number, host: number): number {
    const demand = this.demands[guest];
    const cell = this.cells[host];
    if (demand === undefined || cell === undefined) return NO_PAGES;
    const asked = demand.cell.pageSize;
    const size = pagesFor(cell, demand, this.settledPageSize[guest] ?? asked, this.limits);
    if (size === NO_PAGES) return NO_PAGES;
    if (asked !== null) this.settledPageSize[guest] = size;
    return cellShortage(cell, demand, this.limits) === null ? size : NO_PAGES;
  }

  private found(): readonly number[] {
    const placement = this.chosen.slice();
    this.remember();
    this.takeBack();
    return placement;
  }

  private take(host: number): void {
    this.chosen.push(host);
    this.taken[host] = true;
    this.takenSet += 2 ** host;
  }

  private takeBack(): boolean {
    const host = this.chosen.pop();
    if (host === undefined) return false;
    this.taken[host] = false;
    this.takenSet -= 2 ** host;
    return true;
  }

  /** The host cells taken now have been tried to the end: nothing new comes of taking them in another order. */
  private remember(): void {
    if (this.cells.length <= MOST_REMEMBERED_CELLS) this.exhausted.add(this.takenSet);
  }
}
