import { Arrangement } from '../heuristic/arrangement';
import { RankedHosts } from '../heuristic/ranked-hosts';
import type { ObjectiveWeights } from '../objective';
import type { Choices } from '../options/choices';
import { LeastCosts } from './least-costs';

/**
 * What no plan can go below: each VM at its best place as if it were alone, no fewer hosts in use than are needed, and no
 * more VFs of use than could be.
 *
 * @param leastHosts hosts that are in use in any plan; see `hostsNeeded`.
 */
export function bestPlacesBound(choices: Choices, weights: ObjectiveWeights, leastHosts: number): number {
  const { task, book } = choices.sources;
  const arrangement = new Arrangement(choices, weights, { noGoods: [], maxMoves: null });
  const costs = new LeastCosts(choices, new RankedHosts(book), weights);
  const vms = [...task.mustLeave, ...task.mayMove];
  const ends = vms.reduce((sum, vm) => sum + costs.ofEnd(vm), 0);
  return ends + hostsBound(arrangement, weights, costs, leastHosts) - strandedGain(choices, weights, arrangement);
}

/** To empty a host its VMs have to move: so many are emptied as may be, those first that cost the least. */
function hostsBound(
  arrangement: Arrangement,
  { hostInUse }: ObjectiveWeights,
  costs: LeastCosts,
  leastHosts: number,
): number {
  if (hostInUse === 0) return 0;
  const { hosts } = arrangement.choices.sources.book.emptied;
  const inUse = hosts.filter(({ hostName }) => arrangement.isInUse(hostName));
  const emptying = inUse
    .filter(({ hostName }) => !arrangement.isHeld(hostName))
    .map(({ hostName }) => arrangement.guestsOn(hostName).reduce((sum, vm) => sum + Math.max(0, costs.ofMove(vm)), 0))
    .sort((a, b) => a - b);
  let best = hostInUse * inUse.length;
  let moves = 0;
  for (let emptied = 1; emptied <= Math.min(emptying.length, inUse.length - leastHosts); emptied++) {
    moves += emptying[emptied - 1] ?? 0;
    best = Math.min(best, hostInUse * (inUse.length - emptied) + moves);
  }
  return best;
}

/** What a plan can gain at most by VFs that come to be of use: those of the VMs that move, or all where others may leave. */
function strandedGain({ sources }: Choices, weights: ObjectiveWeights, arrangement: Arrangement): number {
  const { task, book } = sources;
  const open = new Set(task.fleet.hosts.filter(({ state }) => state === 'active').map(({ hostName }) => hostName));
  const leavesOpen = task.mayMove.length > 0 || task.mustLeave.some(({ hostName }) => open.has(hostName));
  if (leavesOpen) return arrangement.chargedBefore;
  const vfs = task.mustLeave.reduce((sum, vm) => {
    const takes = book.presentOf(vm)?.takes ?? [];
    return sum + takes.filter(({ row }) => row.endsWith('/vfs')).reduce((all, { amount }) => all + amount, 0);
  }, 0);
  return Math.min(arrangement.chargedBefore, weights.strandedVf * vfs);
}
