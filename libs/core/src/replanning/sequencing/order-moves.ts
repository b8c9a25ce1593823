import type { NoGood } from '../options/move-option';
import type { ReplanStep } from '../replan-plan';
import { vmRef } from '../vm-ref';
import { FleetInMotion } from './fleet-in-motion';
import { heldBackByRing, heldBackByTarget, type RingReason } from './in-the-way';
import { mutuallyWaiting, needsOf, shortestRing } from './needs';
import type { ImpossibleMove, OrderedMoves, TargetAssignment, TargetMove } from './ordered-moves';
import type { PlannedStep } from './planned-step';
import { whoStepsAside } from './step-aside';
import { clash, spotOf } from './spot';
import { movesOn, turnOf, type Turn, type Where } from './turn';

/**
 * Turns a target into a graph of steps that is safe at every moment in every order that the graph allows: a step holds what it
 * takes on its target from its begin, and what the VM leaves until its end.
 *
 * Moves get their turns one after the other, each in a place that the search for advice finds on its target host, as it is
 * when only those have left whose steps it waits for, and all have come whose steps are earlier in the order. Where moves
 * wait for each other a VM steps aside; where none can, as few moves as need be are held back, and the rest goes on.
 *
 * Pure: the same input gives the same answer, unless time runs out.
 *
 * @throws RequestRefusedByNovaError when flavor and image of a VM contradict each other, which callers check before.
 */
export function orderMoves(target: TargetAssignment): OrderedMoves {
  const mustNotStepAside = new Set<string>();
  for (;;) {
    const ordering = new Ordering(target, mustNotStepAside);
    const ordered = ordering.run();
    if (ordering.leftAside.length === 0) return ordered;
    // Better not moved at all than left half way.
    for (const { vm } of ordering.leftAside) mustNotStepAside.add(vm.reservationId);
  }
}

type Sets = readonly (readonly TargetMove[])[];

class Ordering {
  /** Moves that were held back when their VMs had stepped aside. */
  readonly leftAside: TargetMove[] = [];
  private readonly motion: FleetInMotion;
  private readonly impossible: ImpossibleMove[] = [];
  /** By their texts. */
  private readonly noGoods = new Map<string, NoGood>();
  private readonly rings = new Map<TargetMove, { readonly ring: readonly TargetMove[]; readonly reason: RingReason }>();
  /** At which revision of its target a move was refused its turn, and what it waited for. */
  private readonly refused: Readonly<Record<Where, Map<TargetMove, number>>> = {
    as_aimed: new Map(),
    anywhere: new Map(),
  };
  private readonly needs = new Map<TargetMove, { readonly revision: number; readonly sets: Sets }>();

  constructor(
    private readonly target: TargetAssignment,
    private readonly mustNotStepAside: ReadonlySet<string>,
  ) {
    this.motion = new FleetInMotion(target);
  }

  run(): OrderedMoves {
    for (const hostName of new Set(this.target.moves.map(({ toHost }) => toHost))) this.aimAt(hostName);
    while (this.motion.waiting.size > 0) {
      if (!this.giveTurns('as_aimed') && !this.giveTurns('anywhere')) this.breakRing();
    }
    return {
      steps: this.motion.steps.map(toReplanStep),
      impossible: this.impossible,
      noGoods: [...this.noGoods.values()],
    };
  }

  /** Finds room for all who are to come to the host. Those that find it free already have their turn at once. */
  private aimAt(hostName: string): void {
    const { motion } = this;
    const host = motion.host(hostName);
    if (host === null) {
      for (const move of motion.arrivalsAt(hostName)) this.holdBack(move);
      return;
    }
    const { placed, left } = motion.aimAt(host);
    for (const [move, aim] of placed) {
      if (aim.isOpen) motion.take(move, aim, movesOn(motion.aside.get(move) ?? null), false);
    }
    // One that is held back may make others stay, and they are aimed anew then.
    for (const move of left) {
      if (motion.waiting.has(move) && motion.aimOf(move) === null) this.holdBack(move);
    }
  }

  /** Gives every move its turn that can have it; of those that fit anywhere only the first, for others may fit better then. */
  private giveTurns(where: Where): boolean {
    const { motion } = this;
    let isGiven = false;
    for (const move of [...motion.waiting]) {
      if (!motion.waiting.has(move) || this.waitsStill(move, where)) continue;
      const turn = turnOf(move, motion, where);
      if (turn === null) continue;
      this.give(move, turn);
      isGiven = true;
      if (where === 'anywhere') break;
    }
    return isGiven;
  }

  /** Whether nothing has changed on its target since the move was refused its turn. */
  private waitsStill(move: TargetMove, where: Where): boolean {
    const revision = this.motion.host(move.toHost)?.revision ?? 0;
    const refused = this.refused[where];
    if (refused.get(move) === revision) return true;
    refused.set(move, revision);
    return false;
  }

  private give(move: TargetMove, { found, waitsFor }: Turn): void {
    const { motion } = this;
    const aim = motion.aimOf(move);
    const rivals = motion.claimsAimedAt(motion.rivalsOf(move));
    motion.take(move, found, waitsFor, false);
    const isAsAimed = aim !== null && spotOf(aim.claim) === spotOf(found.claim);
    if (!isAsAimed || rivals.some((claim) => clash(claim, found.claim))) this.aimAt(move.toHost);
  }

  /** Nobody has a turn: somebody has to step aside, or to stay. */
  private breakRing(): void {
    const { motion } = this;
    const needs = new Map([...motion.waiting].map((move) => [move, this.needsOf(move)]));
    for (const [move, sets] of needs) if (sets.length === 0) return this.holdBack(move);
    const moves = mutuallyWaiting(needs);
    const aside = whoStepsAside(moves, needs, (move) => this.mayStepAside(move), motion);
    const { maxMoves } = this.target.limits;
    const isOverMaxMoves = maxMoves !== null && motion.steps.length + motion.waiting.size + 1 > maxMoves;
    if (aside !== null && !isOverMaxMoves) {
      motion.take(aside.move, aside.turn.found, aside.turn.waitsFor, true);
      return;
    }
    const ring = shortestRing(moves, needs);
    const reason: RingReason = aside === null ? 'no_place' : 'over_max_moves';
    for (const move of ring) this.rings.set(move, { ring, reason });
    const stays = ring.filter((move) => !motion.aside.has(move)).at(-1) ?? ring[0];
    if (stays !== undefined) this.holdBack(stays);
  }

  private needsOf(move: TargetMove): Sets {
    const revision = this.motion.host(move.toHost)?.revision ?? 0;
    const known = this.needs.get(move);
    if (known?.revision === revision) return known.sets;
    const sets = needsOf(move, this.motion);
    this.needs.set(move, { revision, sets });
    return sets;
  }

  private mayStepAside(move: TargetMove): boolean {
    return !this.motion.aside.has(move) && !this.mustNotStepAside.has(move.vm.reservationId);
  }

  /** The VM stays, and those that were to come in its place have to make do. */
  private holdBack(move: TargetMove): void {
    const { motion } = this;
    const inRing = this.rings.get(move);
    const { impossible, noGood } =
      inRing === undefined ? heldBackByTarget(move, motion) : heldBackByRing(move, inRing.ring, inRing.reason);
    this.impossible.push(impossible);
    this.noGoods.set(JSON.stringify(noGood), noGood);
    if (motion.aside.has(move)) this.leftAside.push(move);
    const stays = motion.whereIs(move);
    motion.holdBack(move);
    this.aimAt(stays);
  }
}

function toReplanStep({
  number,
  move,
  isTemporary,
  fromHost,
  toHost,
  placement,
  how,
  waitsFor,
}: PlannedStep): ReplanStep {
  const { mechanism, action, interruption } = how;
  return {
    id: idOf(number),
    vm: vmRef(move.vm),
    isTemporary,
    fromHost,
    toHost,
    mechanism,
    action,
    interruption,
    placement,
    waitsFor: waitsFor.map(({ step, reason }) => ({ step: idOf(step.number), reason })),
  };
}

function idOf(number: number): string {
  return `s${number}`;
}
