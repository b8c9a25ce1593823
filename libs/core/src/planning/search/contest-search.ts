import { sumOf } from '../../scoring/score';
import { agree } from './contests';
import { bestCandidate, type Candidate, type HostTrial } from './evaluate-host';
import type { DiskOption, NicOption } from './host-options';

/** An option of a NIC with the most that it can come to. */
export interface BoundedOption {
  readonly option: NicOption;
  readonly bound: number;
}

/** What is left to choose from on one host. */
export interface OpenChoice {
  /** For each NIC its options, most promising first; NICs that are alike share one list. */
  readonly nics: readonly (readonly BoundedOption[])[];
  readonly disks: readonly (readonly DiskOption[])[];
  /** The most that all disks together can come to. */
  readonly diskBound: number;
}

/** Combinations that are built on one host before the best so far has to do. */
const MAX_BUILT = 256;
/** Sums of the same numbers in another order differ by less. */
const NOTHING = 1e-9;

/**
 * Looks for the best candidate of one host over many combinations of NIC paths: depth first over the NICs, the most
 * promising path first, never into a branch that cannot beat what is found. Three things keep it from walking all of
 * paths^NICs: bounds are mostly exact, so the first combination that can be built is mostly the best; of NICs that are
 * alike only one order is tried; and a path is not given to more NICs than it has devices for.
 */
export class ContestSearch {
  private readonly chosen: BoundedOption[] = [];
  /** The most that the NICs from each index on can come to. */
  private readonly rest: readonly number[];
  private found: Candidate | null = null;
  private bestTotal = -Infinity;
  private built = 0;
  private skipsMirrors = true;
  private takesFirst = false;

  constructor(
    private readonly choice: OpenChoice,
    private readonly trial: HostTrial,
  ) {
    const rest = [0];
    for (const options of [...choice.nics].reverse())
      rest.unshift((rest[0] as number) + (options[0]?.bound ?? -Infinity));
    this.rest = rest;
  }

  /** The best candidate; null when there is none. */
  best(): Candidate | null {
    this.descend(0);
    // Nova serves ports in order, so where devices are short one order of alike NICs may do and another not.
    if (this.found === null) {
      this.skipsMirrors = false;
      this.descend(0);
    }
    return this.found;
  }

  /** Whether there is a candidate at all. */
  hasAny(): boolean {
    this.takesFirst = true;
    return this.best() !== null;
  }

  /** @param total what the NICs chosen so far can come to at most. */
  private descend(total: number): void {
    const { nics } = this.choice;
    const nic = this.chosen.length;
    const options = nics[nic];
    if (options === undefined) {
      this.build();
      return;
    }
    for (let at = this.firstUntried(nic, options); at < options.length; at++) {
      const bounded = options[at] as BoundedOption;
      if (this.isDone() || !this.canWin(total + bounded.bound + (this.rest[nic + 1] as number))) return;
      if (!this.goesWithChosen(bounded.option)) continue;
      this.chosen.push(bounded);
      this.descend(total + bounded.bound);
      this.chosen.pop();
    }
  }

  /** A NIC like the one before starts where that one stands: the other way round is the same. */
  private firstUntried(nic: number, options: readonly BoundedOption[]): number {
    const isAlike = this.skipsMirrors && nic > 0 && this.choice.nics[nic - 1] === options;
    return isAlike ? options.indexOf(this.chosen[nic - 1] as BoundedOption) : 0;
  }

  private isDone(): boolean {
    return this.built >= MAX_BUILT || (this.takesFirst && this.found !== null);
  }

  private canWin(nicTotal: number): boolean {
    const { nicSum, diskSum } = this.trial.context.weights;
    return nicSum * nicTotal + diskSum * this.choice.diskBound > this.bestTotal + NOTHING;
  }

  private goesWithChosen(option: NicOption): boolean {
    let alike = 1;
    for (const { option: other } of this.chosen) {
      if (!agree(option.path, other.path)) return false;
      if (other === option) alike++;
    }
    return alike <= devicesFor(option);
  }

  private build(): void {
    this.built++;
    const { disks } = this.choice;
    const candidate = bestCandidate(
      this.chosen.map(({ option }) => option),
      disks,
      this.trial,
    );
    if (candidate === null) return;
    const { assignment } = candidate;
    const { nicSum, diskSum } = this.trial.context.weights;
    const total =
      nicSum * sumOf(assignment.nics.map((nic) => nic.total)) +
      diskSum * sumOf(assignment.disks.map((disk) => disk.total));
    if (total <= this.bestTotal + NOTHING) return;
    this.found = candidate;
    this.bestTotal = total;
  }
}

/** How many NICs could have this path at most. */
function devicesFor({ path, pfs }: NicOption): number {
  if (path.takes === 'nothing') return Infinity;
  return path.takes === 'pf' ? pfs.length : pfs.reduce((sum, pf) => sum + pf.freeVfs.length, 0);
}
