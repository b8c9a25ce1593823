import { keepsGroupPolicy } from '@iopath/core';
import {
  type Cause,
  GroupMovedError,
  type HeldByVm,
  type ReservationMove,
  StaleSnapshotError,
  SwapStore,
} from '@iopath/usecases';
import { beginBecauseOf } from './cause';
import type { Database, Session } from './database';
import { staleWhenRaced } from './database-errors';
import { endReservations, lockHosts, movePlannedHosts, toLedgerRows } from './ledger';
import { type AllocationRow, type ReservationRow, toAllocation, toReservation } from './rows';
import { keptPlaceOf } from './replans/kept-place';
import { HARD_POLICIES, lockGroup, type ServerGroup } from './locked-plan';
import * as sql from './swap.sql';

interface HolderRow {
  readonly id: string;
  readonly project_id: string;
  /** Null, in SQL or in JSON, without a group. */
  readonly server_group: ServerGroup | null;
}

interface HeldRow {
  readonly id: string;
  readonly state: string;
  readonly server_id: string | null;
  readonly expires_at: Date | null;
  readonly earlier: number;
}

/** A reservation on its way, with what is known of it under the locks. */
interface Leaving {
  readonly move: ReservationMove;
  readonly holder: HolderRow;
  readonly held: HeldRow;
}

/** Moves reservations between hosts. Locks are taken in the order that `ledger.ts` tells. */
export class PostgresSwapStore extends SwapStore {
  constructor(private readonly database: Database) {
    super();
  }

  async swap(moves: readonly ReservationMove[], cause: Cause): Promise<readonly HeldByVm[]> {
    return staleWhenRaced(() =>
      this.database.transaction(async (session) => {
        const leaving = await lockAll(session, moves);
        await movePlannedHosts(
          session,
          moves.map(({ placement }) => placement),
        );
        // All end before any begins: a device may go from one VM to another.
        const ids = leaving.map(({ held }) => held.id);
        await endReservations(session, ids, 'released');
        return readBack(session, await begin(session, leaving));
      }, beginBecauseOf(cause)),
    );
  }
}

/** @throws StaleSnapshotError when a reservation is not as it was read. */
async function lockAll(session: Session, moves: readonly ReservationMove[]): Promise<readonly Leaving[]> {
  const recommendationIds = [...new Set(moves.map(({ recommendationId }) => recommendationId))];
  const holders = await session.query<HolderRow>(sql.LOCK_RECOMMENDATIONS, [recommendationIds]);
  await holdGroups(session, holders, moves);
  const hostNames = moves.flatMap(({ fromHost, placement }) => [fromHost, placement.hostName]);
  await lockHosts(session, [...new Set(hostNames)]);

  const held = await session.query<HeldRow>(sql.HELD, [moves.map(({ reservationId }) => reservationId)]);
  const fences = moves.flatMap((move) => move.fences);
  const passed = await session.query(sql.AS_FENCED, [
    fences.map(({ allocationId }) => allocationId),
    fences.map(({ generation }) => generation),
  ]);
  if (passed.length < fences.length) throw new StaleSnapshotError('A device has changed since it was looked at.');
  return moves.map((move) => {
    const holder = holders.find(({ id }) => id === move.recommendationId);
    const row = held.find(({ id }) => id === move.reservationId);
    if (holder !== undefined && row !== undefined) return { move, holder, held: row };
    throw new StaleSnapshotError(`Reservation ${move.reservationId} has ended since it was planned for.`);
  });
}

/**
 * Holds the server groups of the VMs, in the order of their ids, and asks once more whether they go together with the
 * VMs that stay: rivals on other hosts may have placed some meanwhile.
 *
 * @throws GroupMovedError
 */
async function holdGroups(
  session: Session,
  holders: readonly HolderRow[],
  moves: readonly ReservationMove[],
): Promise<void> {
  const bound = holders.flatMap(({ id, server_group: group }) =>
    group !== null && HARD_POLICIES.includes(group.policy) ? [{ recommendation: id, group }] : [],
  );
  const leaving = moves.map(({ reservationId }) => reservationId);
  for (const groupId of [...new Set(bound.map(({ group }) => group.id))].sort()) {
    await lockGroup(session, groupId);
    const staying = await session.query<{ host_name: string }>(sql.STAYING_HOSTS, [groupId, leaving]);
    const stays = staying.map((row) => row.host_name);
    for (const { recommendation, group } of bound.filter((one) => one.group.id === groupId)) {
      const going = moves.filter(({ recommendationId }) => recommendationId === recommendation);
      const hosts = going.map(({ placement }) => placement.hostName);
      if (keepsGroupPolicy(group.policy, hosts, stays)) continue;
      throw new GroupMovedError(`Server group ${groupId} is on ${stays.join(', ')} by now.`);
    }
  }
}

/** Writes the new reservations, in the states of the old ones; gives their ids, in order. */
async function begin(session: Session, leaving: readonly Leaving[]): Promise<Begun> {
  const rows = leaving.map(({ move, holder, held }) => {
    const { recommendationId, member, placement } = move;
    const { reservation, allocations } = toLedgerRows(recommendationId, member, held.earlier, placement);
    const holds = {
      recommendation_id: recommendationId,
      project_id: holder.project_id,
      // An orphan's server is known, and what it holds is there again.
      state: held.state === 'orphaned' ? 'confirmed' : held.state,
      server_id: held.server_id,
      expires_at: held.expires_at,
    };
    return {
      reservation: {
        ...reservation,
        ...holds,
        group_id: holder.server_group?.id ?? null,
        kept_place: keptPlaceOf(placement),
      },
      allocations: allocations.map((allocation) => ({ ...allocation, ...holds })),
    };
  });
  const reservations = rows.map(({ reservation }) => reservation);
  const allocations = rows.flatMap((row) => row.allocations);
  await session.query(sql.INSERT, [JSON.stringify(reservations), JSON.stringify(allocations)]);
  return {
    ids: reservations.map(({ id }) => id),
    recommendationIds: reservations.map(({ recommendation_id }) => recommendation_id),
  };
}

interface Begun {
  readonly ids: readonly string[];
  readonly recommendationIds: readonly string[];
}

async function readBack(session: Session, { ids, recommendationIds }: Begun): Promise<readonly HeldByVm[]> {
  const reservations = (await session.query<ReservationRow>(sql.RESERVATIONS, [ids])).map(toReservation);
  const rows = await session.query<AllocationRow>(sql.ALLOCATIONS, [recommendationIds, ids]);
  const allocations = rows.map(toAllocation);
  return ids.flatMap((id) =>
    reservations
      .filter((reservation) => reservation.id === id)
      .map((reservation) => ({
        reservation,
        allocations: allocations.filter(({ reservationId }) => reservationId === id),
      })),
  );
}
