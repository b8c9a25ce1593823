import type { Aspects } from './aspects';
import { compareSets, concedesNoMore, extended, type ConcessionSet } from './concession-set';
import type { TwinHosts } from './twin-hosts';
import type { Trials } from './trials';

/** Hosts that are alike, and what certainly still stands in its way after a set of concessions. */
interface Suspect {
  readonly twins: TwinHosts;
  /** Empty when only a trial can tell. */
  readonly unmet: readonly Aspects[];
}

interface Node {
  readonly set: ConcessionSet;
  readonly suspects: Map<TwinHosts, Suspect>;
}

/**
 * On so many different hosts a set of none, one, two or three concessions is tried at most before it is given up. Fleets of
 * some hundred different hosts are searched wholly; on larger ones a set that helps a few hosts only may not be found,
 * and every set that is told is right nevertheless.
 */
const MOST_HOSTS: readonly number[] = [Infinity, 256, 64, 16];

/**
 * All minimal sets of concessions that let some host take the VM, smallest first: each works, and none that concedes less
 * does. Found from the refusals: a set that helps a host changes something that each of its blockers reads, so only such
 * concessions are added to a set, host by host, and what certainly does not help is not tried.
 *
 * @param mostConcessions size of the largest sets.
 */
export function minimalSets(trials: Trials, mostConcessions: number): readonly ConcessionSet[] {
  const found: ConcessionSet[] = [];
  let level: readonly Node[] = [{ set: [], suspects: firstSuspects(trials) }];
  for (let size = 0; size <= mostConcessions && level.length > 0; size++) {
    const next = new Map<string, Node>();
    for (const { set, suspects } of level) {
      if (found.some((other) => concedesNoMore(other, set, trials.concessions))) continue;
      const failed = failures(set, spread([...suspects.values()], MOST_HOSTS[size] ?? Infinity), trials);
      if (failed === null) found.push(set);
      else if (size < mostConcessions) branch(set, failed, size + 1 === mostConcessions, trials, next);
    }
    level = [...next.values()].sort((a, b) => compareSets(a.set, b.set));
  }
  return found.flatMap((set) => leastOf(set, trials)).filter(isFirst);
}

function firstSuspects(trials: Trials): Map<TwinHosts, Suspect> {
  return new Map(trials.twins.map((twins) => [twins, { twins, unmet: trials.blockers(twins) }]));
}

/** Tries a set on each suspect. Null when it works on one; else each with what stands in its way. */
function failures(set: ConcessionSet, suspects: readonly Suspect[], trials: Trials): readonly Suspect[] | null {
  const failed: Suspect[] = [];
  for (const suspect of suspects) {
    const { twins } = suspect;
    const unmet = suspect.unmet.length > 0 ? suspect.unmet : trials.blockersAfter(set, twins);
    if (unmet.length === 0) return null;
    failed.push({ twins, unmet });
  }
  return failed;
}

/** Adds to a set that failed each concession that touches the first of what stands in the way of one of the hosts. */
function branch(
  set: ConcessionSet,
  failed: readonly Suspect[],
  isLast: boolean,
  { concessions }: Trials,
  next: Map<string, Node>,
): void {
  for (const [position, { aspects }] of concessions.entries()) {
    const longer = extended(set, position, concessions);
    if (longer === null) continue;
    for (const { twins, unmet } of failed) {
      if (((unmet[0] ?? 0) & aspects) === 0) continue;
      const left = unmet.filter((blocker) => (blocker & aspects) === 0);
      // A largest set that leaves something in the way cannot work.
      if (!isLast || left.length === 0) suspect(nodeOf(longer, next), { twins, unmet: left });
    }
  }
}

/** Of two ways to the same set the one that spares a trial counts. */
function suspect({ suspects }: Node, { twins, unmet }: Suspect): void {
  const known = suspects.get(twins);
  if (known === undefined || known.unmet.length === 0) suspects.set(twins, { twins, unmet });
}

function nodeOf(set: ConcessionSet, nodes: Map<string, Node>): Node {
  const key = set.join(',');
  let node = nodes.get(key);
  if (node === undefined) {
    node = { set, suspects: new Map() };
    nodes.set(key, node);
  }
  return node;
}

/** At most so many of them, from all over the list. */
function spread<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)] as Item);
}

/**
 * The set itself where all that concede less fail on every host, else those of them that are minimal: where not every host
 * was tried, a smaller set may have been missed.
 */
function leastOf(set: ConcessionSet, trials: Trials): readonly ConcessionSet[] {
  const working = smallerSets(set, trials)
    .filter((smaller) => trials.twins.some((twins) => trials.unlocks(smaller, twins)))
    .sort(compareSets);
  if (working.length === 0) return [set];
  const { concessions } = trials;
  return working.filter((one) => !working.some((other) => other !== one && concedesNoMore(other, one, concessions)));
}

/** Every set but the empty one that concedes less: without some of its concessions, or with earlier ones of their ladders. */
function smallerSets(set: ConcessionSet, { concessions }: Trials): readonly ConcessionSet[] {
  let sets: ConcessionSet[] = [[]];
  for (const position of set) {
    const ladder = concessions[position]?.ladder;
    const rungs = [...concessions.keys()].filter((at) => at <= position && concessions[at]?.ladder === ladder);
    sets = sets.flatMap((smaller) => [smaller, ...rungs.map((rung) => [...smaller, rung])]);
  }
  return sets.filter((smaller) => smaller.length > 0 && compareSets(smaller, set) !== 0);
}

function isFirst(set: ConcessionSet, index: number, sets: readonly ConcessionSet[]): boolean {
  return sets.findIndex((other) => compareSets(other, set) === 0) === index;
}
