import type { Fleet } from '../../fleet/fleet';
import type { Placement } from '../decision';
import type { PlanningPolicy } from '../planning-policy';
import { placeMove, type MoveTrial } from './place-move';
import type { PlannedMoves, VmMove } from './vm-move';
import { whenAllHaveLeft } from './when-all-have-left';

/** Up to so many VMs every order is tried: 64 searches at most, for orders that begin alike share them. */
const EVERY_ORDER_UP_TO = 4;
/** Searches for more VMs than that. An order of 64 takes 64 of them, so there is time for several. */
const MAX_SEARCHES = 512;

/**
 * Finds new places for VMs that move together. All of them leave first, so that two may change places, device for
 * device; then each is placed as advice would place it, on what the ones before it left. In which order is free: the
 * order given is tried first, then others, for a VM with a choice may sit down in the only place of another.
 *
 * Pure: the same input gives the same answer.
 *
 * @throws RequestRefusedByNovaError when flavor and image of a VM contradict each other, which callers check before.
 */
export function planMoves(moves: readonly VmMove[], fleet: Fleet, policy: PlanningPolicy): PlannedMoves {
  const left = whenAllHaveLeft(moves, fleet);
  const place = (nth: number, on: Fleet): MoveTrial => placeMove(moves[nth] as VmMove, on, policy);
  const asGiven = [...moves.keys()];
  const first = placeInOrder(asGiven, left, place);
  const places =
    first.stuck.length === 0
      ? first.placed
      : moves.length <= EVERY_ORDER_UP_TO
        ? placeInAnyOrder(asGiven, left, place)
        : placeHardestFirst(asGiven, first, left, place);
  if (places === null) return { fits: false, refusals: asGiven.map((nth) => first.refusals.get(nth)?.() ?? null) };
  return { fits: true, placements: asGiven.map((nth) => places.get(nth) as Placement) };
}

type Place = (nth: number, on: Fleet) => MoveTrial;
type Places = ReadonlyMap<number, Placement>;

interface Round {
  readonly placed: Places;
  /** Those that found no place, in order. */
  readonly stuck: readonly number[];
  readonly refusals: ReadonlyMap<number, MoveTrial['why']>;
}

/** Places one after the other, and goes on past one that finds no place: the caller is told of all of them. */
function placeInOrder(order: readonly number[], fleet: Fleet, place: Place): Round {
  const placed = new Map<number, Placement>();
  const refusals = new Map<number, MoveTrial['why']>();
  let on = fleet;
  for (const nth of order) {
    const { placement, after, why } = place(nth, on);
    if (placement === null) {
      refusals.set(nth, why);
    } else {
      placed.set(nth, placement);
      on = after();
    }
  }
  return { placed, stuck: [...refusals.keys()], refusals };
}

/**
 * The first order in which all find a place; null when there is none. A VM that finds none here finds none further on,
 * where more is taken, so the orders that go on from here are not tried.
 */
function placeInAnyOrder(waiting: readonly number[], fleet: Fleet, place: Place): Places | null {
  const trials = waiting.map((nth) => ({ nth, ...place(nth, fleet) }));
  if (trials.some(({ placement }) => placement === null)) return null;
  if (trials.length <= 1) return new Map(trials.map(({ nth, placement }) => [nth, placement as Placement]));
  for (const { nth, placement, after } of trials) {
    const rest = placeInAnyOrder(
      waiting.filter((other) => other !== nth),
      after(),
      place,
    );
    if (rest !== null) return new Map([...rest, [nth, placement as Placement]]);
  }
  return null;
}

/**
 * Those that found no place go first the next time, round after round: what is hard to place shows by failing. Ends
 * when all have a place, when one that went first of all found none, or when an order comes again.
 */
function placeHardestFirst(asGiven: readonly number[], first: Round, fleet: Fleet, place: Place): Places | null {
  const tried = new Set<string>();
  let order = asGiven;
  let round = first;
  for (let searches = order.length; searches + order.length <= MAX_SEARCHES; searches += order.length) {
    const { stuck } = round;
    if (stuck[0] === order[0]) return null;
    order = [...stuck, ...order.filter((nth) => !stuck.includes(nth))];
    const name = order.join();
    if (tried.has(name)) return null;
    tried.add(name);
    round = placeInOrder(order, fleet, place);
    if (round.stuck.length === 0) return round.placed;
  }
  return null;
}
