import type { HoldState } from '../../history/operation';
import type { Model, Step, TimedOperation } from './search';

/** Clocks are one here; what is left is rounding of instants to milliseconds. */
export const CLOCK_TOLERANCE_MS = 5;

/** What one operation did to one reservation, or showed of it. */
export interface ReservationOperation extends TimedOperation {
  /** Of the operation in the history. */
  readonly operationId: number;
  readonly act: Act;
}

export type Act =
  | {
      readonly kind: 'see';
      /** Null for the reservation itself. */
      readonly allocationId: string | null;
      readonly state: HoldState;
      readonly serverId: string | null;
      readonly expiresAtMs: number | null;
    }
  | {
      readonly kind: 'confirm';
      readonly allocationId: string | null;
      readonly serverId: string;
      readonly answer: Answer;
    }
  | { readonly kind: 'release'; readonly allocationId: string | null; readonly answer: Answer }
  | { readonly kind: 'renew'; readonly allocationId: string | null; readonly ttlMs: number; readonly answer: Answer }
  /** Moved to another host: in place, or by another reservation. */
  | { readonly kind: 'move' }
  /** The harness has put its end forward. */
  | { readonly kind: 'age'; readonly expiresAtMs: number };

/** `unknown`: it may have happened. `maybe`: it was done, perhaps to another reservation. Else the code of the refusal. */
export type Answer = 'ok' | 'unknown' | 'maybe' | { readonly refused: string };

/** One VM's hold. An orphaned one counts as confirmed: whether its device is there is not the client's doing. */
export interface ReservationState {
  readonly phase: 'reserved' | 'confirmed' | 'released' | 'expired';
  /** Null while it is reserved, and for one that began confirmed until its server was seen. */
  readonly serverId: string | null;
  /** Its end lies between the two; they are one once it was seen. */
  readonly expiresFromMs: number;
  readonly expiresToMs: number;
  /** Devices given back one by one. */
  readonly released: readonly string[];
}

/**
 * @param devices ids of its allocations
 * @param firstPhase a VM that was moved when it was confirmed has a reservation that begins so
 */
export function reservationModel(
  devices: readonly string[],
  firstPhase: ReservationState['phase'] = 'reserved',
): Model<ReservationState, ReservationOperation> {
  return {
    initial: { phase: firstPhase, serverId: null, expiresFromMs: 0, expiresToMs: Infinity, released: [] },
    key: ({ phase, serverId, expiresFromMs, expiresToMs, released }) =>
      `${phase} ${serverId} ${expiresFromMs} ${expiresToMs} ${released.join(',')}`,
    apply: (state, { act, invokedMs }, earliestMs, latestMs) => {
      const ways: Step<ReservationState>[] = [{ state, earliestMs }];
      const expiredMs = Math.max(earliestMs, state.expiresFromMs - CLOCK_TOLERANCE_MS);
      if (state.phase === 'reserved' && expiredMs <= latestMs) {
        ways.push({ state: { ...state, phase: 'expired' }, earliestMs: expiredMs });
      }
      return ways.flatMap((way) => effects(way, act, devices, { invokedMs, latestMs }));
    },
  };
}

interface ActTimes {
  readonly invokedMs: number;
  readonly latestMs: number;
}

function effects(
  { state, earliestMs }: Step<ReservationState>,
  act: Act,
  devices: readonly string[],
  times: ActTimes,
): readonly Step<ReservationState>[] {
  const now = (next: ReservationState) => [{ state: next, earliestMs }];
  switch (act.kind) {
    case 'see':
      return see(state, act).flatMap(now);
    case 'move':
      return isLive(state) ? [...now(state), ...now({ ...state, phase: 'released' })] : now(state);
    case 'age':
      return state.phase === 'reserved'
        ? now({ ...state, expiresFromMs: act.expiresAtMs, expiresToMs: act.expiresAtMs })
        : [];
    case 'confirm':
      return judged(state, act.answer, confirmed(state, act, earliestMs), act.allocationId, act.serverId).flatMap(now);
    case 'release':
      return judged(state, act.answer, released(state, act.allocationId, devices), act.allocationId, null).flatMap(now);
    case 'renew':
      return judged(state, act.answer, renewed(state, act, earliestMs, times), act.allocationId, null).flatMap(now);
  }
}

/** @param after the states to which success leads; none when it cannot succeed */
function judged(
  state: ReservationState,
  answer: Answer,
  after: readonly ReservationState[],
  allocationId: string | null,
  serverId: string | null,
): readonly ReservationState[] {
  if (answer === 'ok') return after;
  if (answer === 'unknown') return after;
  if (answer === 'maybe') return [state, ...after];
  return mayRefuse(state, answer.refused, allocationId, serverId) ? [state] : [];
}

/** Whether a refusal tells the truth. Codes that say nothing of the life cycle always may. */
function mayRefuse(
  state: ReservationState,
  code: string,
  allocationId: string | null,
  serverId: string | null,
): boolean {
  switch (code) {
    case 'allocation.expired':
      return state.phase === 'expired';
    case 'allocation.released':
      return state.phase === 'released' || isGivenBack(state, allocationId);
    case 'allocation.confirmed_for_another_server':
      return state.phase === 'confirmed' && state.serverId !== serverId;
    case 'allocation.already_confirmed':
      return state.phase === 'confirmed';
    case 'allocation.not_found':
    case 'recommendation.not_found':
      return false;
    default:
      return true;
  }
}

function see(state: ReservationState, seen: Extract<Act, { kind: 'see' }>): readonly ReservationState[] {
  const phase = seen.state === 'orphaned' ? 'confirmed' : seen.state;
  if (isGivenBack(state, seen.allocationId)) return phase === 'released' ? [state] : [];
  if (phase !== state.phase) return [];
  if (phase === 'confirmed' && state.serverId === null) return [{ ...state, serverId: seen.serverId }];
  if (phase === 'confirmed' && seen.serverId !== state.serverId) return [];
  if (phase !== 'reserved' || seen.expiresAtMs === null) return [state];
  const { expiresAtMs } = seen;
  const fits =
    expiresAtMs >= state.expiresFromMs - CLOCK_TOLERANCE_MS && expiresAtMs <= state.expiresToMs + CLOCK_TOLERANCE_MS;
  return fits ? [{ ...state, expiresFromMs: expiresAtMs, expiresToMs: expiresAtMs }] : [];
}

/** Confirming any device of a VM confirms the VM, in time or not at all; again for the same server changes nothing. */
function confirmed(
  state: ReservationState,
  { allocationId, serverId }: { readonly allocationId: string | null; readonly serverId: string },
  earliestMs: number,
): readonly ReservationState[] {
  if (isGivenBack(state, allocationId)) return [];
  if (state.phase === 'confirmed') return [null, serverId].includes(state.serverId) ? [{ ...state, serverId }] : [];
  const isInTime = earliestMs <= state.expiresToMs + CLOCK_TOLERANCE_MS;
  return state.phase === 'reserved' && isInTime ? [{ ...state, phase: 'confirmed', serverId }] : [];
}

/** The last device ends the reservation. What has ended by itself cannot be released, unless all of a request is. */
function released(
  state: ReservationState,
  allocationId: string | null,
  devices: readonly string[],
): readonly ReservationState[] {
  if (allocationId === null) return isLive(state) ? [{ ...state, phase: 'released' }] : [state];
  if (state.phase === 'expired') return isGivenBack(state, allocationId) ? [state] : [];
  if (state.phase === 'released' || isGivenBack(state, allocationId)) return [state];
  const given = [...state.released, allocationId].sort();
  const isLast = devices.every((device) => given.includes(device));
  return [isLast ? { ...state, phase: 'released' } : { ...state, released: given }];
}

/** The new end is counted from where the statement began, which others may see only when it has been committed. */
function renewed(
  state: ReservationState,
  { allocationId, ttlMs }: { readonly allocationId: string | null; readonly ttlMs: number },
  earliestMs: number,
  { invokedMs, latestMs }: ActTimes,
): readonly ReservationState[] {
  if (state.phase !== 'reserved' || isGivenBack(state, allocationId)) return [];
  if (earliestMs > state.expiresToMs + CLOCK_TOLERANCE_MS) return [];
  return [{ ...state, expiresFromMs: invokedMs + ttlMs, expiresToMs: latestMs + ttlMs }];
}

function isLive({ phase }: ReservationState): boolean {
  return phase === 'reserved' || phase === 'confirmed';
}

function isGivenBack({ released: given }: ReservationState, allocationId: string | null): boolean {
  return allocationId !== null && given.includes(allocationId);
}
