import { type Allocation, type AllocationFilter, AllocationStore, type Page, Refusal } from '@iopath/usecases';
import * as sql from './allocation.sql';
import type { Database, Session } from './database';
import { confirmReservations, endReservations, lockHosts } from './ledger';
import { isUuid } from './name-based-uuid';
import { pageOf, unknownMarker } from './paging';
import { toAllocation } from './rows';

interface AllocationToChange {
  readonly state: Allocation['state'];
  readonly server_id: string | null;
  readonly generation: number;
  readonly reservation_id: string;
  readonly overdue: boolean | null;
  readonly live_siblings: number;
}

interface LatestReservation {
  readonly id: string;
  readonly member: number;
  readonly state: Allocation['state'];
  readonly server_id: string | null;
  readonly overdue: boolean;
}

/** The ledger of devices and VMs held. Every change takes the host's row lock first; see `ledger.ts`. */
export class PostgresAllocationStore extends AllocationStore {
  constructor(private readonly database: Database) {
    super();
  }

  /** Newest first. */
  async list(filter: AllocationFilter, limit: number, marker: string | null): Promise<Page<Allocation>> {
    const { allocation } = this.database.prisma;
    const where = Object.fromEntries(Object.entries(filter).filter(([, wanted]) => wanted !== null));
    if (marker !== null && !(isUuid(marker) && (await allocation.count({ where: { id: marker } })))) {
      throw unknownMarker(marker);
    }
    const rows = await allocation.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
      ...(marker === null ? {} : { cursor: { id: marker }, skip: 1 }),
    });
    return pageOf(rows, limit, toAllocation, ({ id }) => id);
  }

  async get(id: string): Promise<Allocation | null> {
    if (!isUuid(id)) return null;
    const row = await this.database.prisma.allocation.findUnique({ where: { id } });
    return row && toAllocation(row);
  }

  /**
   * One VM has all of its devices or is none: confirming one device confirms the VM's reservation and all that it
   * still has reserved, or the rest would expire under the running VM.
   */
  async confirm(id: string, serverId: string, generation: number | null): Promise<Allocation> {
    const refusal = await this.changing(id, async (session, allocation) => {
      if (allocation.state !== 'reserved') return refuseConfirm(id, allocation, serverId);
      if (allocation.overdue === true) {
        await endReservations(session, [allocation.reservation_id], 'expired');
        return expired(id);
      }
      if (generation !== null && generation !== allocation.generation) {
        return conflict('generation_conflict', `Allocation ${id} is at generation ${allocation.generation}.`);
      }
      await confirmReservations(session, [{ id: allocation.reservation_id, serverId }]);
      return null;
    });
    return this.outcome(id, refusal);
  }

  async release(id: string): Promise<Allocation> {
    const refusal = await this.changing(id, async (session, allocation) => {
      if (allocation.state === 'expired') return expired(id);
      if (allocation.state === 'released') return null;
      if (allocation.live_siblings > 0) await session.query(sql.RELEASE_ONE, [id]);
      else await endReservations(session, [allocation.reservation_id], 'released');
      return null;
    });
    return this.outcome(id, refusal);
  }

  async confirmRecommendation(recommendationId: string, serverIds: readonly string[]): Promise<number> {
    const outcome = await this.changingAll(recommendationId, async (session, latest) => {
      const overdue = latest.filter((reservation) => reservation.overdue).map(({ id }) => id);
      if (overdue.length > 0) {
        await endReservations(session, overdue, 'expired');
        return expired(recommendationId);
      }
      const refusal = refuseConfirmAll(recommendationId, latest, serverIds);
      if (refusal !== null) return refusal;
      return confirmReservations(
        session,
        latest.map(({ id }, index) => ({ id, serverId: serverIds[index] ?? '' })),
      );
    });
    if (outcome instanceof Refusal) throw outcome;
    return outcome;
  }

  releaseRecommendation(recommendationId: string): Promise<number> {
    return this.changingAll(recommendationId, (session, latest) =>
      endReservations(
        session,
        latest.map(({ id }) => id),
        'released',
      ),
    );
  }

  /** One short transaction a host: a sweep over many hosts must not hold them all at once. */
  async expireDue(): Promise<number> {
    const hosts = await this.database.query<{ host_name: string }>(sql.DUE_BY_HOST);
    let ended = 0;
    for (const { host_name: hostName } of hosts) {
      ended += await this.database.transaction(async (session) => {
        await lockHosts(session, [hostName]);
        const due = await session.query<{ id: string }>(sql.DUE_ON_HOST, [hostName]);
        return endReservations(
          session,
          due.map(({ id }) => id),
          'expired',
        );
      });
    }
    return ended;
  }

  /** A refusal is returned, not thrown, by `change`: what it has written (an expiry found late) is to stay. */
  private changing(
    id: string,
    change: (session: Session, allocation: AllocationToChange) => Promise<Refusal | null>,
  ): Promise<Refusal | null> {
    if (!isUuid(id)) throw notFound(id);
    return this.database.transaction(async (session) => {
      await session.query(sql.LOCK_HOST_OF, [id]);
      const [allocation] = await session.query<AllocationToChange>(sql.READ, [id]);
      return allocation === undefined ? notFound(id) : change(session, allocation);
    });
  }

  private async outcome(id: string, refusal: Refusal | null): Promise<Allocation> {
    if (refusal !== null) throw refusal;
    const allocation = await this.get(id);
    if (allocation === null) throw notFound(id);
    return allocation;
  }

  private changingAll<T>(
    recommendationId: string,
    change: (session: Session, latest: readonly LatestReservation[]) => Promise<T>,
  ): Promise<T> {
    if (!isUuid(recommendationId)) throw recommendationNotFound(recommendationId);
    return this.database.transaction(async (session) => {
      const [found] = await session.query(sql.LOCK_RECOMMENDATION, [recommendationId]);
      if (found === undefined) throw recommendationNotFound(recommendationId);
      const hosts = await session.query<{ host_name: string }>(sql.HOSTS_OF_RECOMMENDATION, [recommendationId]);
      await lockHosts(
        session,
        hosts.map((host) => host.host_name),
      );
      return change(session, await session.query<LatestReservation>(sql.LATEST_RESERVATIONS, [recommendationId]));
    });
  }
}

/** Why an allocation that is not `reserved` cannot be confirmed; null when it is confirmed already, for this server. */
function refuseConfirm(id: string, { state, server_id }: AllocationToChange, serverId: string): Refusal | null {
  if (state === 'expired') return expired(id);
  if (state === 'released') return conflict('released', `Allocation ${id} was released.`);
  return server_id === serverId ? null : confirmedForAnother(id, server_id);
}

function refuseConfirmAll(
  id: string,
  latest: readonly LatestReservation[],
  serverIds: readonly string[],
): Refusal | null {
  if (latest.length === 0) {
    return new Refusal('conflict', 'recommendation.not_reserved', `Recommendation ${id} has reserved nothing.`);
  }
  if (latest.length !== serverIds.length) {
    const message = `Recommendation ${id} holds ${latest.length} VMs, but ${serverIds.length} servers were named.`;
    return new Refusal('invalid', 'recommendation.server_count_mismatch', message);
  }
  if (latest.some(({ state }) => state === 'expired')) return expired(id);
  if (latest.some(({ state }) => state === 'released')) return conflict('released', `What ${id} held was released.`);
  const other = latest.find(({ state, server_id }, index) => state === 'confirmed' && server_id !== serverIds[index]);
  return other === undefined ? null : confirmedForAnother(other.id, other.server_id);
}

function expired(id: string): Refusal {
  return conflict('expired', `The time to confirm ${id} is over; what it held was given back.`);
}

function confirmedForAnother(id: string, serverId: string | null): Refusal {
  return conflict('confirmed_for_another_server', `${id} was confirmed for server ${serverId}.`);
}

function conflict(what: string, message: string): Refusal {
  return new Refusal('conflict', `allocation.${what}`, message);
}

function notFound(id: string): Refusal {
  return new Refusal('not_found', 'allocation.not_found', `There is no allocation ${id}.`);
}

function recommendationNotFound(id: string): Refusal {
  return new Refusal('not_found', 'recommendation.not_found', `There is no recommendation ${id}.`);
}
