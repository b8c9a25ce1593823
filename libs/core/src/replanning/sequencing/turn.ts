import type { HostClaim } from '../../fleet/host-claims';
import type { HostState } from '../../fleet/host-state';
import { aimsOn } from './aims';
import { whatIsFreed } from './freed';
import type { FleetInMotion } from './fleet-in-motion';
import type { Hold, HostInMotion } from './host-in-motion';
import type { TargetMove } from './ordered-moves';
import type { FoundPlace } from './place-search';
import { withAllBefore, type PlannedDependency, type PlannedStep } from './planned-step';
import { clash, spotOf } from './spot';

/** A place that a VM can take, and which steps have to have ended before. */
export interface Turn {
  readonly found: FoundPlace;
  readonly waitsFor: readonly PlannedDependency[];
}

/** `as_aimed`: in the spot that is best in the end. `anywhere`: wherever the others that are to come keep a place. */
export type Where = 'as_aimed' | 'anywhere';

/** The turn of a move at its end; null when it has to wait for a step that is not planned. */
export function turnOf(move: TargetMove, motion: FleetInMotion, where: Where): Turn | null {
  const host = motion.host(move.toHost);
  const first = motion.aside.get(move) ?? null;
  return host === null ? null : leastWait(move, host, first, (when) => placeAmongRivals(move, when, motion, where));
}

/** The turn of a move to a host where it only steps aside. */
export function turnAside(move: TargetMove, host: HostInMotion, motion: FleetInMotion): Turn | null {
  const others = motion.claimsAimedAt(motion.arrivalsAt(host.hostName));
  return leastWait(move, host, null, (when) => motion.search.best(move, [when(others)]));
}

/** Whether the move would find a place at its end when these holds come free beside those that have a step. */
export function fitsWhenGone(move: TargetMove, gone: ReadonlySet<Hold>, motion: FleetInMotion): boolean {
  const isFree = (hold: Hold): boolean => hold.freedBy !== null || gone.has(hold);
  const host = motion.host(move.toHost);
  return host !== null && placeAmongRivals(move, (beside) => host.when(isFree, beside), motion, 'anywhere') !== null;
}

/** The host at a moment, with these claims beside. */
type At = (beside: readonly HostClaim[]) => HostState;

/**
 * A place that leaves all others that are to come to the host a place as well: the search's own choice where it does, else
 * one beside where they are aimed at.
 */
function placeAmongRivals(move: TargetMove, at: At, motion: FleetInMotion, where: Where): FoundPlace | null {
  const { search } = motion;
  const aim = motion.aimOf(move);
  const rivals = motion.rivalsOf(move);
  const isAsAimed = ({ claim }: FoundPlace): boolean => aim !== null && spotOf(claim) === spotOf(aim.claim);
  const suits = (found: FoundPlace): boolean => where === 'anywhere' || isAsAimed(found);
  const found = search.best(move, [at([])]);
  if (found === null) return null;
  const aims = motion.claimsAimedAt(rivals);
  const isInNobodysWay = isAsAimed(found) && !aims.some((claim) => clash(claim, found.claim));
  if (suits(found) && (isInNobodysWay || haveAPlace(rivals, found, motion))) return found;
  const beside = rivals.length === 0 ? null : search.best(move, [at(aims)]);
  return beside !== null && suits(beside) ? beside : null;
}

function haveAPlace(rivals: readonly TargetMove[], { claim, placement }: FoundPlace, motion: FleetInMotion): boolean {
  const host = motion.host(placement.hostName);
  return host !== null && aimsOn(host, rivals, motion.search, [claim]).left.length === 0;
}

/**
 * A place with as few steps before it as can be: none where it fits beside everybody, else those that hold what it takes by
 * name, and of others none that it could do without.
 *
 * A place is looked for beside everybody but those whose steps it waits for, and beside all whose steps come earlier in the
 * order. So it is safe in whatever order the graph allows: whoever is there when its step begins was there in the search as
 * well, or is the one whose place was found beside this.
 */
function leastWait(
  move: TargetMove,
  host: HostInMotion,
  first: PlannedStep | null,
  attempt: (at: At) => FoundPlace | null,
): Turn | null {
  const always = first === null ? [] : [first];
  const at =
    (steps: readonly PlannedStep[]): At =>
    (beside) => {
      const ended = withAllBefore([...always, ...steps]);
      return host.when(({ freedBy }) => freedBy !== null && ended.has(freedBy), beside);
    };
  const free = freeingSteps(host);
  const most = attempt(at(free));
  if (most === null) return null;
  let steps: readonly PlannedStep[] = [];
  let found = free.length === 0 ? most : attempt(at(steps));
  if (found === null) {
    steps = enough(free, namedBy(host, most), (tried) => attempt(at(tried)) !== null);
    found = attempt(at(steps)) ?? most;
  }
  return { found, waitsFor: [...movesOn(first), ...steps.map((step) => frees(step, steps))] };

  function frees(step: PlannedStep, all: readonly PlannedStep[]): PlannedDependency {
    const claim = host.holds.find(({ freedBy }) => freedBy === step)?.claim;
    const before = at(all.filter((other) => other !== step))([]);
    return { step, reason: whatIsFreed(claim as HostClaim, (found as FoundPlace).claim, move.request, before) };
  }
}

/** A VM that has stepped aside is there before it moves on. */
export function movesOn(first: PlannedStep | null): readonly PlannedDependency[] {
  return first === null ? [] : [{ step: first, reason: `the VM steps aside to ${first.toHost} first` }];
}

/** Steps whose end frees something of the host, the earliest first. */
function freeingSteps({ holds }: HostInMotion): readonly PlannedStep[] {
  return holds.flatMap(({ freedBy }) => freedBy ?? []).sort((a, b) => a.number - b.number);
}

/** Steps that free a CPU or a device that the place names. */
function namedBy({ holds }: HostInMotion, { claim }: FoundPlace): readonly PlannedStep[] {
  return holds.flatMap(({ freedBy, claim: held }) => (freedBy !== null && clash(held, claim) ? [freedBy] : []));
}

/** Some of the steps that are enough, and of which none can be left out. All together they are. */
function enough(
  all: readonly PlannedStep[],
  likely: readonly PlannedStep[],
  areEnough: (steps: readonly PlannedStep[]) => boolean,
): readonly PlannedStep[] {
  const tried = [...likely];
  const rest = all.filter((step) => !likely.includes(step));
  while (rest.length > 0 && !areEnough(tried)) tried.push(rest.shift() as PlannedStep);
  let needed: readonly PlannedStep[] = tried;
  for (const step of tried) {
    const without = needed.filter((other) => other !== step);
    if (areEnough(without)) needed = without;
  }
  return needed;
}
