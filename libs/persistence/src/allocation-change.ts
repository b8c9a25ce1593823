import type { AllocationState, Cause, Refusal } from '@iopath/usecases';
import { allocationNotFound, expired, recommendationNotFound } from './allocation-refusals';
import * as sql from './allocation.sql';
import { beginBecauseOf } from './cause';
import type { Database, Session } from './database';
import { isTooLate } from './database-errors';
import { lockHosts } from './ledger';
import { isUuid } from './name-based-uuid';

/** An allocation whose host is locked, so that nobody else changes it or its siblings. */
export interface AllocationToChange {
  readonly state: AllocationState;
  readonly server_id: string | null;
  readonly generation: number;
  readonly reservation_id: string;
  readonly overdue: boolean | null;
  readonly live_siblings: number;
  /** Whether it, or a device of the same VM, waits for a device that left the inventory. */
  readonly device_gone: boolean;
  /** Whether it is held where its VM is to move to. */
  readonly is_of_move: boolean;
}

/** The reservation that counts for one VM of a recommendation: the one that holds, else the last that it had. */
export interface LatestReservation {
  readonly id: string;
  readonly member: number;
  readonly state: AllocationState;
  readonly server_id: string | null;
  readonly overdue: boolean;
  readonly device_gone: boolean;
}

/**
 * Runs a change of one allocation under its host's lock. A refusal is returned, not thrown, by `change`: what it has
 * written (an expiry found late) is to stay.
 */
export async function changeAllocation(
  database: Database,
  id: string,
  cause: Cause | undefined,
  change: (session: Session, allocation: AllocationToChange) => Promise<Refusal | null>,
): Promise<Refusal | null> {
  if (!isUuid(id)) throw allocationNotFound(id);
  return expiredWhenTooLate(id, () =>
    database.transaction(async (session) => {
      const [host] = await session.query(sql.LOCK_HOST_OF, [id]);
      // An orphan whose host was deleted: its reservation stands for the host.
      if (host === undefined) await session.query(sql.LOCK_RESERVATION_OF, [id]);
      const [allocation] = await session.query<AllocationToChange>(sql.READ, [id]);
      return allocation === undefined ? allocationNotFound(id) : change(session, allocation);
    }, beginBecauseOf(cause)),
  );
}

/** Runs a change of all that a recommendation holds, under the locks of the recommendation and of its hosts. */
export async function changeRecommendation<T>(
  database: Database,
  id: string,
  cause: Cause | undefined,
  change: (session: Session, latest: readonly LatestReservation[]) => Promise<T>,
): Promise<T> {
  if (!isUuid(id)) throw recommendationNotFound(id);
  return expiredWhenTooLate(id, () =>
    database.transaction(async (session) => {
      const [found] = await session.query(sql.LOCK_RECOMMENDATION, [id]);
      if (found === undefined) throw recommendationNotFound(id);
      const hosts = await session.query<{ host_name: string }>(sql.HOSTS_OF_RECOMMENDATION, [id]);
      await lockHosts(
        session,
        hosts.map((host) => host.host_name),
      );
      return change(session, await session.query<LatestReservation>(sql.LATEST_RESERVATIONS, [id]));
    }, beginBecauseOf(cause)),
  );
}

/** The time may run out between looking at it and writing: the database then refuses, and all is as it was. */
async function expiredWhenTooLate<T>(id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isTooLate(error) ? expired(id) : error;
  }
}
