import { Refusal } from '@iopath/usecases';
import type { AllocationToChange, LatestReservation } from './allocation-change';
import {
  confirmedForAnother,
  deviceGone,
  expired,
  generationConflict,
  notReserved,
  released,
} from './allocation-refusals';
import type { Session } from './database';
import { confirmReservations, endReservations } from './ledger';

/**
 * Confirms the VM of an allocation. One VM has all of its devices or is none: confirming one device confirms the
 * reservation and all that it still has reserved, or the rest would expire under the running VM.
 */
export async function confirmOne(
  session: Session,
  allocation: AllocationToChange,
  asked: { readonly id: string; readonly serverId: string; readonly generation: number | null },
): Promise<Refusal | null> {
  const { id, serverId, generation } = asked;
  if (allocation.state !== 'reserved') return refuseConfirm(id, allocation, serverId);
  if (allocation.overdue === true) return expireNow(session, id, [allocation.reservation_id]);
  if (generation !== null && generation !== allocation.generation) return generationConflict(id, allocation.generation);
  if (allocation.device_gone) return deviceGone(id);
  const confirmed = await confirmReservations(session, [{ id: allocation.reservation_id, serverId }]);
  // The write asks for the time itself, and it is the write that counts.
  return confirmed === 1 ? null : expireNow(session, id, [allocation.reservation_id]);
}

/** Confirms every VM of a recommendation, one server each, or none. Gives how many reservations changed, or why none did. */
export async function confirmAll(
  session: Session,
  id: string,
  latest: readonly LatestReservation[],
  serverIds: readonly string[],
): Promise<number | Refusal> {
  const overdue = latest.filter((reservation) => reservation.overdue).map((reservation) => reservation.id);
  if (overdue.length > 0) return expireNow(session, id, overdue);
  const refusal = refuseConfirmAll(id, latest, serverIds);
  if (refusal !== null) return refusal;
  const chosen = latest.map((reservation, index) => ({ id: reservation.id, serverId: serverIds[index] ?? '' }));
  const confirmed = await confirmReservations(session, chosen);
  // Some were in time and some were not: thrown, so that none is.
  if (confirmed < latest.filter(({ state }) => state === 'reserved').length) throw expired(id);
  return confirmed;
}

/** Gives back what ran out and was not swept yet, and tells so. */
export async function expireNow(session: Session, id: string, reservationIds: readonly string[]): Promise<Refusal> {
  await endReservations(session, reservationIds, 'expired');
  return expired(id);
}

/** Why an allocation that is not `reserved` cannot be confirmed; null when it is confirmed already, for this server. */
function refuseConfirm(id: string, { state, server_id }: AllocationToChange, serverId: string): Refusal | null {
  if (state === 'expired') return expired(id);
  if (state === 'released') return released(id);
  return server_id === serverId ? null : confirmedForAnother(id, server_id);
}

function refuseConfirmAll(
  id: string,
  latest: readonly LatestReservation[],
  serverIds: readonly string[],
): Refusal | null {
  if (latest.length === 0) return notReserved(id);
  if (latest.length !== serverIds.length) {
    const message = `Recommendation ${id} holds ${latest.length} VMs, but ${serverIds.length} servers were named.`;
    return new Refusal('invalid', 'recommendation.server_count_mismatch', message);
  }
  if (latest.some(({ state }) => state === 'expired')) return expired(id);
  if (latest.some(({ state }) => state === 'released')) return released(id);
  const other = latest.find(({ state, server_id }, index) => state !== 'reserved' && server_id !== serverIds[index]);
  if (other !== undefined) return confirmedForAnother(other.id, other.server_id);
  return latest.some((reservation) => reservation.device_gone) ? deviceGone(id) : null;
}
