import type { Evidence } from '../../history/evidence';
import type { Operation, SeenAllocation, SeenReservation } from '../../history/operation';
import { groupBy } from '../group-by';
import type { Act, Answer, ReservationOperation } from './reservation-model';

/** What was done to one VM's reservation, and seen of it. */
export interface ReservationHistory {
  readonly id: string;
  /** Ids of its allocations, as far as known. */
  readonly devices: readonly string[];
  readonly beganConfirmed: boolean;
  readonly history: readonly ReservationOperation[];
}

/** One reservation of a recommendation: which VM of it, and whether that VM ever had another. */
interface Known {
  readonly id: string;
  readonly recommendationId: string;
  readonly member: number;
  readonly isOnly: boolean;
  readonly isAlone: boolean;
}

/** Takes each operation apart into what it did to, or showed of, each reservation. */
export function reservationHistories(evidence: Pick<Evidence, 'operations' | 'rows'>): readonly ReservationHistory[] {
  const { operations, rows } = evidence;
  const devices = new Map<string, string[]>();
  const reservationOf = new Map<string, string>();
  for (const { id, reservationId } of rows.allocations) {
    devices.set(reservationId, [...(devices.get(reservationId) ?? []), id]);
    reservationOf.set(id, reservationId);
  }
  const known = knownReservations(rows.reservations);
  const histories = new Map<string, ReservationOperation[]>(rows.reservations.map(({ id }) => [id, []]));
  const add = (reservationId: string | undefined, operation: ReservationOperation) => {
    if (reservationId !== undefined) histories.get(reservationId)?.push(operation);
  };

  for (const operation of operations) {
    const { id: operationId, invokedMs, answeredMs, seen } = operation;
    for (const reservation of seen.reservations) {
      add(reservation.id, { operationId, invokedMs, answeredMs, act: sight(reservation, null) });
    }
    for (const allocation of seen.allocations) {
      add(allocation.reservationId, { operationId, invokedMs, answeredMs, act: sight(allocation, allocation.id) });
    }
    for (const { reservationId, act, isUnknown } of effectsOf(operation, reservationOf, known)) {
      add(reservationId, { operationId, invokedMs, answeredMs: isUnknown ? Infinity : answeredMs, act });
    }
  }
  const beganConfirmed = new Set(
    rows.ledger
      .filter(({ fromState, toState }) => fromState === null && (toState === 'confirmed' || toState === 'orphaned'))
      .map(({ subjectId }) => subjectId),
  );
  return [...histories].map(([id, history]) => {
    return { id, devices: devices.get(id) ?? [], beganConfirmed: beganConfirmed.has(id), history };
  });
}

interface Effect {
  readonly reservationId: string | undefined;
  readonly act: Act;
  readonly isUnknown: boolean;
}

function effectsOf(
  operation: Operation,
  reservationOf: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, readonly Known[]>,
): readonly Effect[] {
  const { kind, target, input, outcome } = operation;
  const isUnknown = outcome.kind === 'indeterminate';
  const answer: Answer =
    outcome.kind === 'ok' ? 'ok' : outcome.kind === 'refused' ? { refused: outcome.code } : 'unknown';
  const allocationId = target ?? '';
  const ofAllocation = (act: Act) => [{ reservationId: reservationOf.get(allocationId), act, isUnknown }];
  const ofAll = (act: (member: number, answer: Answer, one: Known) => Act) =>
    (known.get(target ?? '') ?? []).flatMap((one) => {
      // A refusal may be about any of the VMs, and success about any of several reservations of one VM.
      const hers: Answer = isUnknown || one.isOnly ? answer : 'maybe';
      if (outcome.kind === 'refused' && !(one.isOnly && one.isAlone)) return [];
      return [{ reservationId: one.id, act: act(one.member, hers, one), isUnknown }];
    });
  switch (kind) {
    case 'confirm':
      return ofAllocation({ kind, allocationId, serverId: textOf(input['server_id']), answer });
    case 'release':
      return ofAllocation({ kind, allocationId, answer });
    case 'renew':
      return ofAllocation({ kind, allocationId, ttlMs: Number(input['ttl_s']) * 1000, answer });
    case 'confirm_all':
      return ofAll((member, hers) => {
        const serverId = textOf((input['server_ids'] as readonly unknown[] | undefined)?.[member]);
        return { kind: 'confirm', allocationId: null, serverId, answer: hers };
      });
    case 'release_all':
      return ofAll((_member, hers) => ({ kind: 'release', allocationId: null, answer: hers }));
    case 'renew_all':
      // VMs that are still only reserved are renewed; that others of them have ended or were confirmed is no refusal.
      return ofAll((_member, hers, { isAlone }) => {
        const answer = hers === 'ok' && !isAlone ? 'maybe' : hers;
        return { kind: 'renew', allocationId: null, ttlMs: Number(input['ttl_s']) * 1000, answer };
      });
    case 'swap':
      if (outcome.kind === 'refused') return [];
      return movedBy(operation).flatMap((id) =>
        (known.get(id) ?? []).map((one) => ({ reservationId: one.id, act: { kind: 'move' as const }, isUnknown })),
      );
    case 'age':
      return [{ reservationId: allocationId, act: { kind, expiresAtMs: Number(input['expires_at_ms']) }, isUnknown }];
    default:
      return [];
  }
}

/** Ids of the recommendations whose VMs a swap names. */
export function movedBy({ input }: Pick<Operation, 'input'>): readonly string[] {
  const moves = (input['moves'] ?? []) as readonly { readonly recommendation_id: string }[];
  return [...new Set(moves.map(({ recommendation_id }) => recommendation_id))];
}

function knownReservations(rows: Evidence['rows']['reservations']): ReadonlyMap<string, readonly Known[]> {
  const byRecommendation = groupBy(rows, ({ recommendationId }) => recommendationId);
  return new Map(
    [...byRecommendation].map(([recommendationId, reservations]) => [
      recommendationId,
      reservations.map(({ id, member }) => ({
        id,
        recommendationId,
        member,
        isOnly: reservations.filter((other) => other.member === member).length === 1,
        isAlone: reservations.length === 1,
      })),
    ]),
  );
}

function sight({ state, serverId, expiresAtMs }: SeenAllocation | SeenReservation, allocationId: string | null): Act {
  return { kind: 'see', allocationId, state, serverId, expiresAtMs };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
