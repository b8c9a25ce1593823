import {
  type Allocation,
  type AllocationFilter,
  AllocationStore,
  type Cause,
  type Cleanup,
  type Page,
  Refusal,
} from '@iopath/usecases';
import { changeAllocation, changeRecommendation } from './allocation-change';
import { confirmAll, confirmOne } from './allocation-confirm';
import { allocationNotFound } from './allocation-refusals';
import { releaseOne } from './allocation-release';
import { renewAll, renewOne } from './allocation-renew';
import * as sql from './allocation.sql';
import { beginBecauseOf } from './cause';
import type { Database } from './database';
import { endReservations, lockHosts } from './ledger';
import { isUuid } from './name-based-uuid';
import { pageOf, unknownMarker } from './paging';
import { toAllocation } from './rows';

const EXPIRY: Cause = { actor: 'expiry', reason: 'the reservation ran out', requestId: null };

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

  /** What has ended was changed for the last time when it ended. */
  async vfsHeldAt(hostName: string, pfAddress: string, atMs: number): Promise<number> {
    const at = new Date(atMs);
    return this.database.prisma.allocation.count({
      where: {
        hostName,
        pfAddress,
        kind: 'vf',
        createdAt: { lte: at },
        OR: [{ state: { notIn: ['released', 'expired'] } }, { updatedAt: { gt: at } }],
      },
    });
  }

  async confirm(id: string, serverId: string, generation: number | null, cause?: Cause): Promise<Allocation> {
    const asked = { id, serverId, generation };
    return this.outcome(
      id,
      await changeAllocation(this.database, id, cause, (session, allocation) => confirmOne(session, allocation, asked)),
    );
  }

  async renew(id: string, ttlS: number, generation: number | null, cause?: Cause): Promise<Allocation> {
    const asked = { id, ttlS, generation };
    return this.outcome(
      id,
      await changeAllocation(this.database, id, cause, (session, allocation) => renewOne(session, allocation, asked)),
    );
  }

  async release(id: string, cause?: Cause, cleanup: Cleanup = 'done'): Promise<Allocation> {
    return this.outcome(
      id,
      await changeAllocation(this.database, id, cause, (session, allocation) =>
        releaseOne(session, id, allocation, cleanup),
      ),
    );
  }

  async confirmRecommendation(id: string, serverIds: readonly string[], cause?: Cause): Promise<number> {
    return countOf(
      await changeRecommendation(this.database, id, cause, (session, latest) =>
        confirmAll(session, id, latest, serverIds),
      ),
    );
  }

  async renewRecommendation(id: string, ttlS: number, cause?: Cause): Promise<number> {
    return countOf(
      await changeRecommendation(this.database, id, cause, (session, latest) => renewAll(session, id, latest, ttlS)),
    );
  }

  releaseRecommendation(id: string, cause?: Cause): Promise<number> {
    return changeRecommendation(this.database, id, cause, (session, latest) =>
      endReservations(
        session,
        latest.map((reservation) => reservation.id),
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
      }, beginBecauseOf(EXPIRY));
    }
    return ended;
  }

  private async outcome(id: string, refusal: Refusal | null): Promise<Allocation> {
    if (refusal !== null) throw refusal;
    const allocation = await this.get(id);
    if (allocation === null) throw allocationNotFound(id);
    return allocation;
  }
}

function countOf(outcome: number | Refusal): number {
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}
