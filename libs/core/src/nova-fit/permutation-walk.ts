import type { CellState } from '../fleet/host-state';
import { judgePair, type CellDemand, type CellLimits, type PairJudgement } from './cell-fit';
import { NO_PAGES } from './page-size';

/**
 * Pairs asked after which a walk is given up. Nova would go on for minutes (bug 1978372); refusing such a host errs on
 * the safe side. Guests of up to four cells on hosts of up to eight stay far below.
 */
const MOST_STEPS = 20_000;

/** Guest cells on host cells. */
export interface WalkedPlacement {
  /** Host cell of each guest cell, as an index into the walk's cells. */
  readonly hosts: readonly number[];
  /** False when Nova accepts the placement without having asked all of it, and then cannot claim it. */
  readonly isClaimable: boolean;
}

/** Above any kernel id of a NUMA node. */
const IDS = 65_536;

/**
 * Goes through the ways to place guest cells on distinct host cells exactly as Nova does: permutation by permutation,
 * remembering of each pair whether it fitted. Nova keeps that memory under the ids of the two cells, and renames a
 * guest cell after the host cell on which it fitted last, so that one guest cell is taken at another's word. Nova
 * therefore overlooks placements and accepts some that its compute host then cannot claim; whoever wants to agree
 * with it must overlook the former, and may not promise the latter
 * (`nova/virt/hardware.py numa_fit_instance_to_host`, since the cache for bug 1978372).
 */
export class PermutationWalk {
  /** Host cell of each guest cell in the permutation at hand, as an index into `cells`; null when there is none left. */
  private permutation: number[] | null;
  /** What Nova calls each guest cell by now. */
  private readonly guestIds: number[];
  private readonly fitted = new Map<number, boolean>();
  private readonly settledPageSize: (number | null)[];
  /** Host cell whose CPUs a guest cell was last given; Nova keeps those pins wherever the cell goes afterwards. */
  private readonly pinnedAt: (number | null)[];
  private readonly given = new Set<string>();
  private steps = 0;

  constructor(
    private readonly demands: readonly CellDemand[],
    private readonly cells: readonly CellState[],
    private readonly limits: CellLimits,
  ) {
    this.permutation = demands.map((_, guest) => guest);
    this.guestIds = demands.map(({ cell }) => cell.id);
    this.settledPageSize = demands.map(() => null);
    this.pinnedAt = demands.map(() => null);
  }

  /** The next placement on a set of host cells not given before; null when there is no other. */
  next(): WalkedPlacement | null {
    while (this.permutation !== null && this.steps < MOST_STEPS) {
      const placement = this.permutation;
      const { failedAt, learned } = this.walk(placement);
      // What a walk learns can change the next one of the same beginning; when it learned nothing, that one fails too.
      this.permutation = this.following(placement, failedAt === null || learned ? placement.length - 1 : failedAt);
      if (failedAt !== null) continue;
      const set = [...placement].sort((a, b) => a - b).join();
      // Who comes back for another placement has refused this set of host cells already, and so has Nova.
      if (this.given.has(set)) continue;
      this.given.add(set);
      return { hosts: placement, isClaimable: this.isSound(placement) };
    }
    return null;
  }

  /** Page size in KiB for a guest cell of a placement, as `pagesFor` gives it. */
  pageSize(guest: number, host: number): number {
    const { pages, shortage } = this.look(guest, host);
    return shortage === null ? pages : NO_PAGES;
  }

  private walk(placement: readonly number[]): { readonly failedAt: number | null; readonly learned: boolean } {
    let learned = false;
    for (const [guest, host] of placement.entries()) {
      this.steps++;
      const hostId = (this.cells[host] as CellState).id;
      const pair = hostId * IDS + (this.guestIds[guest] as number);
      const known = this.fitted.get(pair);
      const fits = known ?? this.isGiven(guest, host);
      learned ||= known === undefined || (fits && this.guestIds[guest] !== hostId);
      this.fitted.set(pair, fits);
      if (!fits) return { failedAt: guest, learned };
      this.guestIds[guest] = hostId;
    }
    return { failedAt: null, learned };
  }

  private isGiven(guest: number, host: number): boolean {
    const { pages, shortage } = this.judge(guest, host);
    if (pages === NO_PAGES) return false;
    if (shortage === null || shortage.endsWith('_overcommitted')) this.pack(guest, host);
    return shortage === null;
  }

  /** Nova renames a pinned guest cell as soon as it has CPUs for it, even if the host cell then proves overcommitted. */
  private pack(guest: number, host: number): void {
    if (this.demands[guest]?.pinned !== true) return;
    this.pinnedAt[guest] = host;
    this.guestIds[guest] = (this.cells[host] as CellState).id;
  }

  /** The page size that a guest cell is granted first stays its request, even if that host cell has no CPUs for it. */
  private judge(guest: number, host: number): PairJudgement {
    const demand = this.demands[guest] as CellDemand;
    const judgement = this.look(guest, host);
    if (judgement.pages !== NO_PAGES && demand.cell.pageSize !== null) this.settledPageSize[guest] = judgement.pages;
    return judgement;
  }

  /** The same without a trace. */
  private look(guest: number, host: number): PairJudgement {
    const settled = this.settledPageSize[guest] ?? null;
    return judgePair(this.cells[host] as CellState, this.demands[guest] as CellDemand, settled, this.limits);
  }

  /**
   * Whether every guest cell has room where it lies, and its pins and page size, rather than being taken at another's
   * word: Nova accepts those too, and fails when it claims or starts them on the compute host.
   */
  private isSound(placement: readonly number[]): boolean {
    return placement.every((host, guest) => {
      const demand = this.demands[guest] as CellDemand;
      const pinnedHere = !demand.pinned || this.pinnedAt[guest] === host;
      const sized = typeof demand.cell.pageSize !== 'string' || this.settledPageSize[guest] !== null;
      return pinnedHere && sized && this.pageSize(guest, host) !== NO_PAGES;
    });
  }

  /** The first permutation in order that differs from this one in a position up to the given one. */
  private following(permutation: readonly number[], position: number): number[] | null {
    for (let at = position; at >= 0; at--) {
      const begun = permutation.slice(0, at);
      for (let host = (permutation[at] as number) + 1; host < this.cells.length; host++) {
        if (!begun.includes(host)) return this.completed([...begun, host]);
      }
    }
    return null;
  }

  private completed(begun: number[]): number[] {
    for (let host = 0; begun.length < this.demands.length; host++) if (!begun.includes(host)) begun.push(host);
    return begun;
  }
}
