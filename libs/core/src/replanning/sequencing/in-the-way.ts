import type { HostClaim } from '../../fleet/host-claims';
import type { RejectionCount } from '../../planning/decision';
import type { HeldVm } from '../held-vm';
import type { NoGood } from '../options/move-option';
import { vmRef } from '../vm-ref';
import type { FleetInMotion } from './fleet-in-motion';
import type { Hold, HostInMotion } from './host-in-motion';
import type { ImpossibleMove, TargetMove } from './ordered-moves';

/** A move that is not made, and what the next target must not have again. */
export interface HeldBack {
  readonly impossible: ImpossibleMove;
  readonly noGood: NoGood;
}

/** Why no VM of a ring of moves, each of which waits for the next, steps aside. */
export type RingReason = 'no_place' | 'over_max_moves';

export function heldBackByRing(move: TargetMove, ring: readonly TargetMove[], reason: RingReason): HeldBack {
  const inTheWay = ring.map(({ vm }) => vmRef(vm));
  const names = inTheWay.map(({ name }) => name).join(', ');
  const why = reason === 'no_place' ? 'there is nowhere to step aside to' : 'max_moves leaves none to step aside with';
  return {
    impossible: {
      move,
      code: reason === 'no_place' ? 'vm.in_cycle' : 'vm.over_max_moves',
      detail: `${names} wait for each other to leave, and ${why}`,
      rejections: [],
      inTheWay,
    },
    noGood: { ends: ring.map(({ vm, toHost }) => ({ vm: vm.reservationId, hostName: toHost })) },
  };
}

/** A move whose target has no place for it even when all have left that are to leave. */
export function heldBackByTarget(move: TargetMove, motion: FleetInMotion): HeldBack {
  const host = motion.host(move.toHost);
  if (host === null) return noPlace(move, [unknownHost(move.toHost)], []);
  const inTheEnd = [presentInTheEnd(move, host, motion)].map((present) => stateWith(present, host));
  const rejections = motion.search.refusals(move, inTheEnd);
  const held = noPlace(move, rejections, fewestInTheWay(move, host, motion));
  const forbidden = motion.search.forbidden(move, inTheEnd);
  return forbidden === null ? held : { ...held, impossible: { ...held.impossible, ...forbidden } };
}

function noPlace(move: TargetMove, rejections: readonly RejectionCount[], inTheWay: readonly HeldVm[]): HeldBack {
  const { vm, toHost } = move;
  const together = inTheWay.length === 0 ? [] : [vm, ...inTheWay];
  const others = inTheWay.map(({ request }) => request.name).join(', ');
  const beside = inTheWay.length === 0 ? '' : ` beside ${others}`;
  return {
    impossible: {
      move,
      code: 'vm.no_place',
      detail: `${toHost} has no place for ${vm.request.name}${beside}`,
      rejections,
      inTheWay: together.map(vmRef),
    },
    noGood: { ends: [vm, ...inTheWay].map(({ reservationId }) => ({ vm: reservationId, hostName: toHost })) },
  };
}

/** Somebody who may move and is on the host in the end: there already, or still to come. */
interface Presence {
  readonly vm: HeldVm;
  readonly hold: Hold | null;
  readonly comesWith: HostClaim | null;
}

function presentInTheEnd(move: TargetMove, host: HostInMotion, motion: FleetInMotion): readonly Presence[] {
  const stay = host.holds.filter((hold) => hold.leavesBy === null && hold.freedBy === null);
  const come = motion.rivalsOf(move).flatMap((rival) => {
    const aim = motion.aimOf(rival);
    return aim === null ? [] : [{ vm: rival.vm, hold: null, comesWith: aim.claim }];
  });
  return [...stay.map((hold) => ({ vm: hold.vm, hold, comesWith: null })), ...come];
}

function stateWith(present: readonly Presence[], host: HostInMotion) {
  const holds = new Set(present.map(({ hold }) => hold));
  return host.when(
    (hold) => !holds.has(hold),
    present.flatMap(({ comesWith }) => comesWith ?? []),
  );
}

/** The smallest set of VMs beside which the host has no place for the move's; empty when it has none in any case. */
function fewestInTheWay(move: TargetMove, host: HostInMotion, motion: FleetInMotion): readonly HeldVm[] {
  const refuses = (present: readonly Presence[]): boolean =>
    motion.search.best(move, [stateWith(present, host)]) === null;
  let inTheWay = presentInTheEnd(move, host, motion);
  for (const one of inTheWay) {
    if (motion.target.timeLeftMs() <= 0) break;
    const others = inTheWay.filter((other) => other !== one);
    if (refuses(others)) inTheWay = others;
  }
  return inTheWay.map(({ vm }) => vm);
}

function unknownHost(hostName: string): RejectionCount {
  const example = { hostName, required: 'a host of the fleet', available: 'no host of this name' };
  return { code: 'host.unknown', hosts: 1, paths: 0, example };
}
