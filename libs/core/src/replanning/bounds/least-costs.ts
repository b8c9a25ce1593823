import type { HeldVm } from '../held-vm';
import type { ObjectiveWeights } from '../objective';
import type { Choices } from '../options/choices';
import type { RankedHosts } from '../heuristic/ranked-hosts';

/** The least that ends of VMs can cost, whoever else is anywhere: no plan has them for less. */
export class LeastCosts {
  private readonly ofMoves = new Map<string, number>();

  constructor(
    private readonly choices: Choices,
    private readonly ranked: RankedHosts,
    private readonly weights: ObjectiveWeights,
  ) {}

  /** Of any end, being stuck included. */
  ofEnd(vm: HeldVm): number {
    const otherwise = this.choices.staying(vm) === null ? this.weights.stuck : 0;
    return Math.min(otherwise, this.ofMove(vm));
  }

  /** Of ends on another host; `Infinity` where there are none. */
  ofMove(vm: HeldVm): number {
    const known = this.ofMoves.get(vm.reservationId);
    if (known !== undefined) return known;
    const least = this.search(vm);
    this.ofMoves.set(vm.reservationId, least);
    return least;
  }

  /** Looks at places only as far as the bound on what is still to come is better than what was found. */
  private search(vm: HeldVm): number {
    const { choices, weights } = this;
    const { book } = choices.sources;
    const before = book.presentOf(vm)?.score ?? null;
    const disruption = choices.leastDisruption(vm);
    let least = Infinity;
    for (const { host, bound } of this.ranked.of(book.kindOf(vm))) {
      if (disruption + weights.scoreLost * ((before ?? bound) - bound) >= least) break;
      if (host.hostName === vm.hostName) continue;
      for (const { cost } of choices.on(vm, host)) least = Math.min(least, cost);
    }
    return least;
  }
}
