import type { FleetInMotion } from './fleet-in-motion';
import type { Hold } from './host-in-motion';
import type { TargetMove } from './ordered-moves';
import { fitsWhenGone } from './turn';

/** What a move waits for that has no step: all moves of any one of the sets have to take their VMs away. */
export type Needs = ReadonlyMap<TargetMove, readonly (readonly TargetMove[])[]>;

/** What one move waits for; empty when nothing that waits makes room for it. */
export function needsOf(move: TargetMove, motion: FleetInMotion): readonly (readonly TargetMove[])[] {
  const leaving =
    motion.host(move.toHost)?.holds.filter(({ leavesBy }) => leavesBy !== null && leavesBy !== move) ?? [];
  const fits = (gone: readonly Hold[]): boolean => fitsWhenGone(move, new Set(gone), motion);
  const single = leaving.filter((hold) => fits([hold]));
  if (single.length > 0) return single.map((hold) => movesOf([hold]));
  if (leaving.length < 2 || !fits(leaving)) return [];
  let needed = leaving;
  for (const hold of leaving) {
    const without = needed.filter((other) => other !== hold);
    if (fits(without)) needed = without;
  }
  return [movesOf(needed)];
}

function movesOf(holds: readonly Hold[]): readonly TargetMove[] {
  return holds.flatMap(({ leavesBy }) => leavesBy ?? []);
}

/** Moves that wait for each other, and for nobody else: as few as there are. */
export function mutuallyWaiting(needs: Needs): readonly TargetMove[] {
  let fewest: ReadonlySet<TargetMove> | null = null;
  for (const move of needs.keys()) {
    const reached = reachedFrom(move, needs);
    if (fewest === null || reached.size < fewest.size) fewest = reached;
  }
  return [...needs.keys()].filter((move) => fewest?.has(move) === true);
}

function reachedFrom(move: TargetMove, needs: Needs): ReadonlySet<TargetMove> {
  const reached = new Set<TargetMove>();
  const open = [move];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of blockersOf(next, needs)) {
      if (reached.has(other)) continue;
      reached.add(other);
      open.push(other);
    }
  }
  return reached;
}

/** The shortest ring of moves each of which waits for the next. */
export function shortestRing(moves: readonly TargetMove[], needs: Needs): readonly TargetMove[] {
  let shortest: readonly TargetMove[] | null = null;
  for (const move of moves) {
    const ring = ringThrough(move, needs);
    if (ring !== null && (shortest === null || ring.length < shortest.length)) shortest = ring;
  }
  return shortest ?? moves;
}

function ringThrough(start: TargetMove, needs: Needs): readonly TargetMove[] | null {
  const cameBy = new Map<TargetMove, TargetMove>();
  const open = [start];
  for (const next of open) {
    for (const other of blockersOf(next, needs)) {
      if (other === start) return backTo(start, next, cameBy);
      if (cameBy.has(other)) continue;
      cameBy.set(other, next);
      open.push(other);
    }
  }
  return null;
}

function backTo(
  start: TargetMove,
  last: TargetMove,
  cameBy: ReadonlyMap<TargetMove, TargetMove>,
): readonly TargetMove[] {
  const ring = [last];
  for (let at = last; at !== start;) {
    at = cameBy.get(at) as TargetMove;
    ring.unshift(at);
  }
  return ring;
}

function blockersOf(move: TargetMove, needs: Needs): readonly TargetMove[] {
  return [...new Set((needs.get(move) ?? []).flat())];
}

/** Of these moves, those that get their turn when the VMs of some of them have stepped aside. */
export function freedBySteppingAside(
  moves: readonly TargetMove[],
  aside: readonly TargetMove[],
  needs: Needs,
): ReadonlySet<TargetMove> {
  const gone = new Set(aside);
  const placed = new Set<TargetMove>();
  for (let before = -1; before < placed.size;) {
    before = placed.size;
    for (const move of moves) {
      if (placed.has(move)) continue;
      const isFree = (needs.get(move) ?? []).some((all) => all.every((other) => gone.has(other)));
      if (!isFree) continue;
      placed.add(move);
      gone.add(move);
    }
  }
  return placed;
}
