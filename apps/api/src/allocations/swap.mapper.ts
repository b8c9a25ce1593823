import type { Fault, Placement } from '@iopath/core';
import type { Cause } from '@iopath/usecases';
import { type MoveWish, Refusal, type Swap, type SwappedVm } from '@iopath/usecases';
import { fromPlacement } from '../recommendations/placement.mapper';
import { fromAllocation, fromReservation } from './allocation.dto';
import type { MoveDto, NewPlaceDto, SwapDto, SwappedVmDto } from './swap.dto';

/** @throws Refusal invalid `request.invalid` with a fault for each move that does not name one VM. */
export function toSwap({ moves, reason, dry_run: dryRun }: SwapDto, { requestId, caller }: Cause): Swap {
  const wishes = moves.map(toWish);
  const faults = wishes.flatMap((wish) => ('pointer' in wish ? [wish] : []));
  if (faults.length > 0) throw new Refusal('invalid', 'request.invalid', 'Each move has to name one VM.', faults);
  return {
    moves: wishes.flatMap((wish) => ('pointer' in wish ? [] : [wish])),
    reason: reason ?? null,
    requestId,
    ...(caller === undefined ? {} : { caller }),
    dryRun,
  };
}

function toWish(move: MoveDto, nth: number): MoveWish | Fault {
  const pointer = `/moves/${nth}`;
  const { recommendation_id: recommendationId, member, allocation_id: allocationId } = move;
  const where = { toHost: move.to_host ?? null, generation: move.generation ?? null };
  if (recommendationId !== undefined && allocationId !== undefined) {
    const message = 'either recommendation_id or allocation_id is to be given, not both';
    return { pointer: `${pointer}/allocation_id`, code: 'move.vm_named_two_ways', message };
  }
  if (recommendationId !== undefined) return { vm: { recommendationId, member: member ?? 0 }, ...where };
  if (allocationId === undefined) {
    return { pointer, code: 'move.vm_not_named', message: 'recommendation_id or allocation_id has to be given' };
  }
  if (member === undefined) return { vm: { allocationId }, ...where };
  const message = 'an allocation is of one VM; member goes with recommendation_id';
  return { pointer: `${pointer}/member`, code: 'move.vm_named_two_ways', message };
}

/** @param nowMs the moment that the age of facts is counted to. */
export function fromSwappedVm(vm: SwappedVm, nowMs: number): SwappedVmDto {
  return {
    recommendation_id: vm.recommendationId,
    member: vm.member,
    from_host: vm.fromHost,
    to_host: vm.toHost,
    reservation: vm.reservation && fromReservation(vm.reservation),
    allocations: vm.allocations.map(fromAllocation),
    placement: vm.placement && newPlace(vm.placement, nowMs),
  };
}

/** How many other hosts could take it was not looked at where one was named, so how it moves on is left out. */
function newPlace(placement: Placement, nowMs: number): NewPlaceDto {
  const {
    migration: _moves,
    vf_allocations: _devices,
    reservations: _holds,
    ...place
  } = fromPlacement(placement, NOTHING_HELD, nowMs);
  return place;
}

const NOTHING_HELD = { allocations: [], reservations: [] };
