import type { HostState } from '../../fleet/host-state';
import type { HeldVm } from '../held-vm';
import type { Choice } from '../options/choice';
import type { Arrangement } from './arrangement';
import type { BestEnds } from './best-end';
import { largestFirst } from './construct';
import type { RankedHosts } from './ranked-hosts';

/** Less is no improvement: costs are sums of the same numbers in another order. */
const NOTHING = 1e-9;
/** Hosts that are tried for a VM that finds no better place by itself, and guests of each that may make room. */
const MOST_HOSTS = 24;
const MOST_GUESTS = 16;

/** Makes an arrangement better by single changes, until none helps or time is up. */
export class Improvement {
  constructor(
    private readonly arrangement: Arrangement,
    private readonly ends: BestEnds,
    private readonly ranked: RankedHosts,
    private readonly timeLeftMs: () => number,
  ) {}

  run(): void {
    const vms = [...this.arrangement.vms].sort(largestFirst);
    for (let isBetter = true; isBetter && this.timeLeftMs() > 0;) {
      isBetter = false;
      for (const vm of vms) {
        if (this.timeLeftMs() <= 0) return;
        if (this.relocate(vm) || this.makeRoom(vm)) isBetter = true;
      }
    }
  }

  /** Puts one VM where it is best, everybody else as he is. */
  private relocate(vm: HeldVm): boolean {
    const { arrangement } = this;
    const before = this.valueWith(vm);
    const end = arrangement.takeOut(vm);
    const found = this.ends.find(vm);
    if (found !== null && found.added < before - NOTHING) {
      arrangement.put(vm, found.choice);
      return true;
    }
    if (end !== null) arrangement.put(vm, end);
    return false;
  }

  /**
   * Puts one VM where another is, who goes wherever it is then best: the place that came free is one of those, so that two
   * may change places.
   */
  private makeRoom(vm: HeldVm): boolean {
    const { arrangement } = this;
    const before = this.valueWith(vm);
    const end = arrangement.takeOut(vm);
    const best = this.bestByMakingRoom(vm, end === null ? before : before - NOTHING);
    if (best === null) {
      if (end !== null) arrangement.put(vm, end);
      return false;
    }
    arrangement.takeOut(best.guest);
    arrangement.put(vm, best.choice);
    arrangement.put(best.guest, best.guestTo);
    return true;
  }

  private bestByMakingRoom(vm: HeldVm, mustBeat: number): Exchange | null {
    const { arrangement } = this;
    const { choices } = arrangement;
    let best: Exchange | null = null;
    let bestAdded = mustBeat - NOTHING;
    for (const host of this.hostsFor(vm, bestAdded)) {
      const wanted = choices.on(vm, host);
      if (wanted.length === 0 || this.timeLeftMs() <= 0) continue;
      for (const guest of arrangement.guestsOn(host.hostName).slice(0, MOST_GUESTS)) {
        const with_ = this.valueWith(guest);
        const guestEnd = arrangement.takeOut(guest) as Choice;
        for (const choice of wanted) {
          if (choice.cost + Math.min(0, -with_) >= bestAdded || !arrangement.allows(vm, choice)) continue;
          const added = arrangement.addedBy(vm, choice);
          arrangement.put(vm, choice);
          const elsewhere = this.ends.find(guest);
          arrangement.takeOut(vm);
          const total = elsewhere === null ? Infinity : added + elsewhere.added - with_;
          if (elsewhere !== null && total < bestAdded) {
            bestAdded = total;
            best = { choice, guest, guestTo: elsewhere.choice };
          }
        }
        arrangement.put(guest, guestEnd);
      }
    }
    return best;
  }

  /** The most promising hosts, as far as the VM can be better off there than by what its end must beat. */
  private hostsFor(vm: HeldVm, mustBeat: number): readonly HostState[] {
    const { choices } = this.arrangement;
    const { book, weights } = choices.sources;
    const before = book.presentOf(vm)?.score ?? null;
    const least = choices.leastDisruption(vm);
    return this.ranked
      .of(book.kindOf(vm))
      .slice(0, MOST_HOSTS)
      .filter(({ bound }) => least + weights.scoreLost * ((before ?? bound) - bound) < mustBeat)
      .map(({ host }) => host);
  }

  /** What the VM's end costs with what it does to its host. */
  private valueWith(vm: HeldVm): number {
    const { arrangement } = this;
    const end = arrangement.takeOut(vm);
    if (end === null) return arrangement.costOf(vm);
    const added = arrangement.addedBy(vm, end);
    arrangement.put(vm, end);
    return added;
  }
}

/** One VM in the place of another. */
interface Exchange {
  readonly choice: Choice;
  readonly guest: HeldVm;
  readonly guestTo: Choice;
}
