import type { Fault } from '@iopath/core';
import type { Allocation, AllocationState, AllocationStore, Reservation } from '../ports/allocation-store.port';
import type { Recommendation, RecommendationStore } from '../ports/recommendation-store.port';
import type { GenerationFence } from '../ports/swap-store.port';
import { Refusal } from '../refusal';
import type { MoveWish, VmName } from './swap';

/** A VM that a swap names, with what it holds. */
export interface VmToSwap {
  readonly recommendation: Recommendation;
  readonly member: number;
  readonly reservation: Reservation;
  readonly allocations: readonly Allocation[];
  readonly fences: readonly GenerationFence[];
  /** Null for one that is where it is to go already. */
  readonly move: { readonly toHost: string | null } | null;
}

const HELD: readonly AllocationState[] = ['reserved', 'confirmed', 'orphaned'];

interface Found {
  readonly recommendation: Recommendation;
  readonly member: number;
  /** The device that it was named by; null when it was named by its recommendation. */
  readonly named: Allocation | null;
}

/**
 * Reads the VMs that a swap names, and holds their present state against it.
 *
 * @throws Refusal invalid `request.invalid` when there is no such VM, or one is named twice; conflict
 *   `recommendation.not_reserved`, `allocation.expired`, `allocation.released`, `allocation.generation_conflict`,
 *   `allocation.moving` when one holds nothing to move, is on its way already, or is not as the caller saw it. The first conflict gives the code, the faults are all.
 */
export async function vmsToSwap(
  wishes: readonly MoveWish[],
  stores: { readonly recommendations: RecommendationStore; readonly allocations: Pick<AllocationStore, 'get'> },
  nowMs: number,
): Promise<readonly VmToSwap[]> {
  const known = new Map<string, Promise<Recommendation | null>>();
  const recommendationOf = (id: string): Promise<Recommendation | null> => {
    const reading = known.get(id) ?? stores.recommendations.get(id);
    known.set(id, reading);
    return reading;
  };
  const found: Found[] = [];
  const faults: Fault[] = [];
  for (const [nth, { vm }] of wishes.entries()) {
    const result = await find(vm, `/moves/${nth}`, recommendationOf, stores.allocations);
    if ('pointer' in result) faults.push(result);
    else found.push(result);
  }
  faults.push(...(faults.length === 0 ? namedTwice(found) : []));
  if (faults.length > 0) {
    throw new Refusal('invalid', 'request.invalid', 'There is nothing to move as it stands; see errors.', faults);
  }
  const results = found.map((vm, nth) => withHold(vm, wishes[nth] as MoveWish, nth, nowMs));
  const conflicts = results.flatMap((result) => ('pointer' in result ? [result] : []));
  const [first] = conflicts;
  if (first !== undefined) throw new Refusal('conflict', first.code, first.message, conflicts);
  return results.flatMap((result) => ('pointer' in result ? [] : [result]));
}

async function find(
  name: VmName,
  pointer: string,
  recommendationOf: (id: string) => Promise<Recommendation | null>,
  allocations: Pick<AllocationStore, 'get'>,
): Promise<Found | Fault> {
  if ('allocationId' in name) {
    const named = await allocations.get(name.allocationId);
    const recommendation = named && (await recommendationOf(named.recommendationId));
    if (named !== null && recommendation !== null) return { recommendation, member: named.member, named };
    const message = `There is no allocation ${name.allocationId}.`;
    return { pointer: `${pointer}/allocation_id`, code: 'allocation.unknown', message };
  }
  const { recommendationId, member } = name;
  const recommendation = await recommendationOf(recommendationId);
  if (recommendation === null) {
    const message = `There is no recommendation ${recommendationId}.`;
    return { pointer: `${pointer}/recommendation_id`, code: 'recommendation.unknown', message };
  }
  const { count } = recommendation.request;
  if (member < count) return { recommendation, member, named: null };
  const message = count === 1 ? 'The recommendation is for one VM, number 0.' : `Its VMs are 0 to ${count - 1}.`;
  return { pointer: `${pointer}/member`, code: 'member.unknown', message };
}

function namedTwice(vms: readonly Found[]): readonly Fault[] {
  const seen = new Set<string>();
  return vms.flatMap(({ recommendation: { id }, member }, nth) => {
    const vm = `${id} ${member}`;
    const isNew = !seen.has(vm);
    seen.add(vm);
    if (isNew) return [];
    const message = `VM ${member} of recommendation ${id} is named above.`;
    return [{ pointer: `/moves/${nth}`, code: 'move.vm_named_twice', message }];
  });
}

function withHold(
  { recommendation, member, named }: Found,
  wish: MoveWish,
  nth: number,
  nowMs: number,
): VmToSwap | Fault {
  const pointer = `/moves/${nth}`;
  const held = recommendation.reservations.filter((hold) => hold.member === member && isLive(hold, nowMs));
  const live = held.find(({ moveOf }) => moveOf === null);
  const target = held.find(({ moveOf }) => moveOf !== null);
  if (target !== undefined) {
    const message = `VM ${member} of recommendation ${recommendation.id} is on its way to ${target.hostName}.`;
    return { pointer, code: 'allocation.moving', message };
  }
  if (live === undefined) return { pointer, ...whyNothing(recommendation, member) };
  const allocations = recommendation.allocations.filter(
    ({ reservationId, state }) => reservationId === live.id && HELD.includes(state),
  );
  const { toHost, generation } = wish;
  const vm = { recommendation, member, reservation: live, allocations };
  // One that lost its host, or a device of it, is healed by a move, be it to where it is.
  const isWhole = [live, ...allocations].every(({ state }) => state !== 'orphaned');
  if (toHost === live.hostName && isWhole) return { ...vm, fences: [], move: null };
  if (named !== null && named.reservationId !== live.id) {
    const message = `Allocation ${named.id} is ${named.state}: its VM holds others on ${live.hostName} now.`;
    return { pointer, code: 'allocation.released', message };
  }
  const seen = generation === null ? [] : named === null ? allocations : [named];
  const passed = generation === null ? undefined : passedBy(generation, seen);
  if (passed !== undefined) return { pointer, code: 'allocation.generation_conflict', message: passed };
  const fences = seen.map(({ id: allocationId, generation: at }) => ({ allocationId, generation: at }));
  return { ...vm, fences, move: { toHost } };
}

/** How the devices differ from what the caller saw; undefined when they do not. */
function passedBy(generation: number, devices: readonly Allocation[]): string | undefined {
  if (devices.length === 0) return 'The VM holds no device, and so nothing that has a generation.';
  const other = devices.find((device) => device.generation !== generation);
  return other && `Allocation ${other.id} is at generation ${other.generation}.`;
}

/** What ran out is no hold any more, though nobody swept it yet. */
function isLive({ state, expiresAtMs }: Reservation, nowMs: number): boolean {
  return HELD.includes(state) && (state !== 'reserved' || expiresAtMs === null || expiresAtMs > nowMs);
}

function whyNothing({ id, reservations }: Recommendation, member: number): { code: string; message: string } {
  const vm = `VM ${member} of recommendation ${id}`;
  const last = reservations.filter((hold) => hold.member === member).at(-1);
  if (last === undefined) return { code: 'recommendation.not_reserved', message: `Nothing was reserved for ${vm}.` };
  if (last.state === 'released') return { code: 'allocation.released', message: `What ${vm} held was released.` };
  return { code: 'allocation.expired', message: `What ${vm} held ran out.` };
}
