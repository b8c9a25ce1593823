import type { HostClaim } from '../../fleet/host-claims';
import type { Hold, HostInMotion } from './host-in-motion';
import type { TargetMove } from './ordered-moves';
import type { FoundPlace, PlaceSearch } from './place-search';
import { spotOf } from './spot';

/** Where a VM is to lie on its target host beside all the others that come there. */
export interface Aim extends FoundPlace {
  /** Whether it is free as long as nobody has left. */
  readonly isOpen: boolean;
}

export interface Aims {
  readonly placed: ReadonlyMap<TargetMove, Aim>;
  /** Those that find no place beside the others. */
  readonly left: readonly TargetMove[];
}

/** So many orders are tried; what is hard to place shows by failing, and goes first the next time. */
const MOST_ORDERS = 8;

/**
 * Places for all who come to one host, on what it has when all have left that are to leave. A VM that may sit down in the
 * only place of another makes the order matter, so several are tried.
 *
 * @param beside what others will hold there for good.
 * @param timeLeftMs at 0 or less, the first order has to do.
 */
export function aimsOn(
  host: HostInMotion,
  arrivals: readonly TargetMove[],
  search: PlaceSearch,
  beside: readonly HostClaim[] = [],
  timeLeftMs: () => number = () => Infinity,
): Aims {
  let order = arrivals;
  let best = inOrder(host, order, search, beside);
  const tried = new Set<string>();
  for (let round = best; round.left.length > 0 && tried.size < MOST_ORDERS && timeLeftMs() > 0;) {
    const { left } = round;
    order = [...left, ...order.filter((move) => !left.includes(move))];
    const name = order.map(({ vm }) => vm.reservationId).join();
    if (tried.has(name)) break;
    tried.add(name);
    round = inOrder(host, order, search, beside);
    if (round.left.length < best.left.length) best = round;
  }
  return best;
}

const isGoneInTheEnd = ({ leavesBy, freedBy }: Hold): boolean => leavesBy !== null || freedBy !== null;
const isNobody = (): boolean => false;

function inOrder(
  host: HostInMotion,
  order: readonly TargetMove[],
  search: PlaceSearch,
  beside: readonly HostClaim[],
): Aims {
  const placed = new Map<TargetMove, Aim>();
  const left: TargetMove[] = [];
  const claims = [...beside];
  for (const move of order) {
    const aim = aimOf(host, move, search, claims);
    if (aim === null) {
      left.push(move);
    } else {
      placed.set(move, aim);
      claims.push(aim.claim);
    }
  }
  return { placed, left };
}

/** The place that is best in the end, by the names of what is free already where that lies as well. */
function aimOf(host: HostInMotion, move: TargetMove, search: PlaceSearch, beside: readonly HostClaim[]): Aim | null {
  const inTheEnd = search.best(move, [host.when(isGoneInTheEnd, beside)]);
  if (inTheEnd === null || host.nobodyLeaves) return inTheEnd && { ...inTheEnd, isOpen: true };
  const already = search.best(move, [host.when(isNobody, beside)]);
  const isAsGood = already !== null && spotOf(already.claim) === spotOf(inTheEnd.claim);
  return isAsGood ? { ...already, isOpen: true } : { ...inTheEnd, isOpen: false };
}
