import type { ObjectiveWeights } from '../../objective';
import type { OptionTable } from '../../options/move-option';
import type { TargetChoice } from '../assignment-model';
import type { LinearSolver } from '../linear-model';
import type { LeastCounts, TargetTerms } from '../target-terms';
import { packingOf } from './packing';
import { patternBound } from './pattern-bound';

/** Bounds are proven to so much; a count a little above a whole number is that number. */
const TOLERANCE = 1e-5;

/**
 * How many VMs are stuck at least, and how many hosts are in use at least beside those that always are, as far as the weights
 * charge for it. These tiers of the objective are the ones that the assignment's relaxation says little about, and they are
 * whole numbers: a pattern bound of 5.05 hosts proves 6.
 *
 * @param start a choice whose counts are looked no further than; null when there is none.
 * @param timeLimitS what the solver may take in all.
 */
export function leastCounts(
  table: OptionTable,
  weights: ObjectiveWeights,
  { alwaysInUse }: Pick<TargetTerms, 'alwaysInUse'>,
  start: TargetChoice | null,
  solver: LinearSolver,
  timeLimitS: number,
): LeastCounts {
  const packing = packingOf(table, alwaysInUse);
  const least = (points: { stuck: number; hostInUse: number }, enough: number): number =>
    Math.max(0, Math.ceil(patternBound(packing, points, enough, solver, timeLimitS / 2) - TOLERANCE));
  const had = countsOf(start, table, alwaysInUse);
  return {
    stuck: table.mustLeave.size === 0 ? 0 : least({ stuck: 1, hostInUse: 0 }, had.stuck),
    hostsInUse: weights.hostInUse === 0 ? 0 : least({ stuck: 0, hostInUse: 1 }, had.hostsInUse),
  };
}

function countsOf(start: TargetChoice | null, table: OptionTable, alwaysInUse: ReadonlySet<string>): LeastCounts {
  if (start === null) return { stuck: Infinity, hostsInUse: Infinity };
  const ends = table.vms.map((vm) => ({ vm, option: start.get(vm) ?? null }));
  const hosts = new Set(ends.flatMap(({ option }) => option?.hostName ?? []).filter((host) => !alwaysInUse.has(host)));
  return {
    stuck: ends.filter(({ vm, option }) => option === null && table.mustLeave.has(vm)).length,
    hostsInUse: hosts.size,
  };
}
