import type { FleetInMotion } from './fleet-in-motion';
import { freedBySteppingAside, type Needs } from './needs';
import type { TargetMove } from './ordered-moves';
import { turnAside, type Turn } from './turn';

/** A VM that can make room for others, and what that costs in the points of `objective.ts`. */
export interface StepAside {
  readonly move: TargetMove;
  readonly turn: Turn;
  readonly cost: number;
}

/** Of more VMs than that no pairs are tried. */
const MOST_FOR_PAIRS = 24;

/**
 * The VM that steps aside first so that moves which wait for each other get their turns: one where one is enough, and the
 * cheapest of those. Of many that are entangled the one that helps the most is taken, step by step. Null when no VM has
 * anywhere to go.
 */
export function whoStepsAside(
  moves: readonly TargetMove[],
  needs: Needs,
  mayStepAside: (move: TargetMove) => boolean,
  motion: FleetInMotion,
): StepAside | null {
  const able = moves.filter(mayStepAside).flatMap((move) => placeAside(move, motion) ?? []);
  const freedBy = (aside: readonly StepAside[]): number =>
    freedBySteppingAside(
      moves,
      aside.map(({ move }) => move),
      needs,
    ).size;
  const sets = [
    able.map((one) => [one]),
    able.length > MOST_FOR_PAIRS ? [] : able.flatMap((one, nth) => able.slice(nth + 1).map((other) => [one, other])),
  ];
  for (const tried of sets) {
    const enough = tried.filter((aside) => freedBy(aside) === moves.length);
    if (enough.length > 0) return cheapest(enough)[0] ?? null;
  }
  const helpful = able.map((one) => ({ one, freed: freedBy([one]) })).filter(({ freed }) => freed > 0);
  helpful.sort((a, b) => b.freed - a.freed || a.one.cost - b.one.cost);
  return helpful[0]?.one ?? null;
}

function cheapest(sets: readonly (readonly StepAside[])[]): readonly StepAside[] {
  const costOf = (set: readonly StepAside[]): number => set.reduce((sum, { cost }) => sum + cost, 0);
  return sets.reduce((best, other) => (costOf(other) < costOf(best) ? other : best));
}

/** A place on any host but its own and its target, beside all who are to come there; null when there is none. */
function placeAside(move: TargetMove, motion: FleetInMotion): StepAside | null {
  const { target, search } = motion;
  const avoided = new Set([move.toHost, motion.whereIs(move), ...target.lostHosts]);
  const hosts = target.fleet.hosts.filter(({ hostName }) => !avoided.has(hostName));
  const found = search.best(
    move,
    hosts.map((host) => motion.stateAmongArrivals(host)),
  );
  const host = found === null ? null : motion.host(found.placement.hostName);
  const turn = host === null ? null : turnAside(move, host, motion);
  return turn === null ? null : { move, turn, cost: target.weights.move[turn.found.how.mechanism] };
}
