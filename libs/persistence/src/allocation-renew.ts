import type { Refusal } from '@iopath/usecases';
import type { AllocationToChange, LatestReservation } from './allocation-change';
import { expireNow } from './allocation-confirm';
import { alreadyConfirmed, expired, generationConflict, notReserved, released } from './allocation-refusals';
import type { Session, Statement } from './database';

/** What has run out stays so, whoever looked at it before. One end for all devices of a VM, and for all VMs of a call. */
const RENEW_RESERVATIONS: Statement = {
  name: 'allocation.renew_reservations',
  text: `
    WITH hold AS (
      UPDATE reservation SET expires_at = statement_timestamp() + $2 * interval '1 second', updated_at = now()
      WHERE id = ANY($1) AND state = 'reserved' AND expires_at > clock_timestamp()
      RETURNING id, recommendation_id, expires_at
    ), device AS (
      UPDATE allocation SET expires_at = hold.expires_at, generation = allocation.generation + 1, updated_at = now()
      FROM hold
      WHERE allocation.recommendation_id = hold.recommendation_id AND allocation.reservation_id = hold.id
        AND allocation.state = 'reserved'
    )
    SELECT id FROM hold`,
};

/** Pushes the end of a VM's whole reservation to `ttlS` seconds from now. */
export async function renewOne(
  session: Session,
  allocation: AllocationToChange,
  asked: { readonly id: string; readonly ttlS: number; readonly generation: number | null },
): Promise<Refusal | null> {
  const { id, ttlS, generation } = asked;
  const { state, reservation_id: reservationId } = allocation;
  if (state !== 'reserved') return refuseRenewal(id, state);
  if (allocation.overdue === true) return expireNow(session, id, [reservationId]);
  if (generation !== null && generation !== allocation.generation) return generationConflict(id, allocation.generation);
  const renewed = await session.query(RENEW_RESERVATIONS, [[reservationId], ttlS]);
  return renewed.length === 1 ? null : expireNow(session, id, [reservationId]);
}

/** The same for every VM of a recommendation that is still only reserved. Gives how many reservations changed. */
export async function renewAll(
  session: Session,
  id: string,
  latest: readonly LatestReservation[],
  ttlS: number,
): Promise<number | Refusal> {
  const [first] = latest;
  if (first === undefined) return notReserved(id);
  const overdue = latest.filter((reservation) => reservation.overdue).map((reservation) => reservation.id);
  if (overdue.length > 0) return expireNow(session, id, overdue);
  const reserved = latest.filter(({ state }) => state === 'reserved').map((reservation) => reservation.id);
  if (reserved.length === 0) return refuseRenewal(id, first.state);
  const renewed = await session.query(RENEW_RESERVATIONS, [reserved, ttlS]);
  if (renewed.length < reserved.length) throw expired(id);
  return renewed.length;
}

function refuseRenewal(id: string, state: AllocationToChange['state']): Refusal {
  if (state === 'expired') return expired(id);
  return state === 'released' ? released(id) : alreadyConfirmed(id);
}
