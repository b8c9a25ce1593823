import type { HostState } from '../../fleet/host-state';
import type { HeldVm } from '../held-vm';
import type { ObjectiveWeights } from '../objective';
import type { Choice } from '../options/choice';
import type { Arrangement } from './arrangement';
import type { RankedHosts } from './ranked-hosts';

/** A way for a VM to end, and what it adds to the value. */
export interface FoundEnd {
  readonly choice: Choice;
  readonly added: number;
}

/** How a VM that is out of the arrangement ends best, as everybody else is now. */
export class BestEnds {
  constructor(
    private readonly arrangement: Arrangement,
    private readonly ranked: RankedHosts,
    private readonly weights: ObjectiveWeights,
  ) {}

  /**
   * @param without hosts that are not to be looked at.
   * @returns null where it ends nowhere.
   */
  find(vm: HeldVm, without?: (host: HostState) => boolean): FoundEnd | null {
    return this.findSome(vm, 1, without)[0] ?? null;
  }

  /** The best ends on so many different hosts, best first. */
  findSome(vm: HeldVm, most: number, without?: (host: HostState) => boolean): readonly FoundEnd[] {
    const { choices } = this.arrangement;
    const { book } = choices.sources;
    const found: FoundEnd[] = [];
    const consider = (choice: Choice): void => {
      if (!this.arrangement.allows(vm, choice)) return;
      insert(found, { choice, added: this.arrangement.addedBy(vm, choice) }, most);
    };
    const staying = choices.staying(vm);
    const own = book.host(vm.hostName);
    if (staying !== null && own !== undefined && without?.(own) !== true) consider(staying);
    const before = book.presentOf(vm)?.score ?? null;
    const least = choices.leastDisruption(vm);
    for (const { host, bound } of this.ranked.of(book.kindOf(vm))) {
      const worst = found.length < most ? Infinity : (found.at(-1)?.added ?? Infinity);
      if (least + this.weights.scoreLost * ((before ?? bound) - bound) >= worst) break;
      if (host.hostName === vm.hostName || without?.(host) === true) continue;
      for (const choice of choices.on(vm, host)) consider(choice);
    }
    return found;
  }
}

/** Keeps the best of each host, best first; of equals the one that came first. */
function insert(found: FoundEnd[], end: FoundEnd, most: number): void {
  const same = found.findIndex(({ choice }) => choice.hostName === end.choice.hostName);
  if (same >= 0) {
    if ((found[same] as FoundEnd).added <= end.added) return;
    found.splice(same, 1);
  }
  let at = found.length;
  while (at > 0 && (found[at - 1] as FoundEnd).added > end.added) at--;
  found.splice(at, 0, end);
  if (found.length > most) found.pop();
}
