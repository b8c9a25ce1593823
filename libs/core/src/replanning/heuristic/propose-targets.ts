import type { HeldVm } from '../held-vm';
import type { ObjectiveWeights } from '../objective';
import type { Choice } from '../options/choice';
import type { Choices } from '../options/choices';
import { Arrangement, type ArrangementLimits } from './arrangement';
import { BestEnds } from './best-end';
import { construct } from './construct';
import { emptyHosts } from './empty-hosts';
import { Improvement } from './improve';
import { RankedHosts } from './ranked-hosts';

/** Who ends where, were the rows all there is to keep to; null for who finds no place. */
export type Ends = ReadonlyMap<HeldVm, Choice | null>;

/** What is known before the search begins. */
export interface SearchHints {
  /** Ends to begin with, as far as they still hold; left out: everybody where he is. */
  readonly from?: Ends | undefined;
  /** How much of hosts like it is in use where the fewest are, by host name; see `hostsNeeded`. */
  readonly shares?: ReadonlyMap<string, number>;
}

/** VMs times hosts. */
const MOST_IMPROVED = 20_000;

const NO_SHARES: ReadonlyMap<string, number> = new Map();

/**
 * A good target, found without a solver: a place for everybody who must leave, then changes of single VMs and of pairs as
 * long as they help. The same input gives the same target, unless time runs out.
 *
 */
export function proposeTargets(
  choices: Choices,
  weights: ObjectiveWeights,
  limits: ArrangementLimits,
  timeLeftMs: () => number,
  { from, shares = NO_SHARES }: SearchHints = {},
): Arrangement {
  const arrangement = new Arrangement(choices, weights, limits);
  const ranked = new RankedHosts(choices.sources.book);
  const ends = new BestEnds(arrangement, ranked, weights);
  if (from !== undefined) adopt(from, arrangement);
  construct(arrangement, ends, timeLeftMs);
  if (weights.hostInUse > 0) emptyHosts(arrangement, shares, timeLeftMs);
  if (isWorthImproving(choices, weights)) new Improvement(arrangement, ends, ranked, timeLeftMs).run();
  return arrangement;
}

/** Where whole hosts are to come free, single changes bring little once hosts were emptied, and in a large fleet take long. */
function isWorthImproving({ sources: { task, book } }: Choices, { hostInUse }: ObjectiveWeights): boolean {
  const vms = task.mustLeave.length + task.mayMove.length;
  return hostInUse === 0 || vms * book.emptied.hosts.length <= MOST_IMPROVED;
}

/** Puts VMs where they were to end, unless that is not allowed any more. */
function adopt(from: Ends, arrangement: Arrangement): void {
  const changed = [...from].filter(
    ([vm, end]) => end !== null && end.mechanism !== null && arrangement.endOf(vm) !== end,
  );
  const stays = new Map(changed.map(([vm]) => [vm, arrangement.takeOut(vm)]));
  const adopted: HeldVm[] = [];
  for (const [vm, end] of changed) {
    const staying = stays.get(vm) ?? null;
    if (end !== null && arrangement.allows(vm, end)) {
      arrangement.put(vm, end);
      adopted.push(vm);
    } else if (staying !== null) {
      arrangement.put(vm, staying);
    }
  }
  // One that stays after all may be what another must not end beside; then that one stays, too, and so on.
  let left: readonly HeldVm[] = adopted;
  for (let before = Infinity; left.length < before;) {
    before = left.length;
    left = left.filter((vm) => {
      const end = arrangement.takeOut(vm);
      const isAllowed = end !== null && arrangement.allows(vm, end);
      const next = isAllowed ? end : (stays.get(vm) ?? null);
      if (next !== null) arrangement.put(vm, next);
      return isAllowed;
    });
  }
}
