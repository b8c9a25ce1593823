import type { HostAdminState, Inventory } from '@iopath/core';
import {
  type Cause,
  HostStore,
  type HostSummary,
  type InventoryWritten,
  type Page,
  Refusal,
  type StoredInventory,
} from '@iopath/usecases';
import { beginBecauseOf } from './cause';
import type { Database } from './database';
import { isForeignKeyViolation } from './database-errors';
import { orphanHolds } from './host-orphans';
import * as sql from './host.sql';
import { toInventoryColumns } from './inventory-columns';
import { inventoryHash } from './merged-host';
import { pageOf, unknownMarker } from './paging';
import { stored, toInventory } from './rows';
import {
  freePagesOf,
  alreadyExists,
  finish,
  generationConflict,
  type LockedHost,
  notFound,
  putOver,
} from './write-inventory';

/** Everything of a host but its inventory, which a list must not drag along. */
const SUMMARY = {
  hostName: true,
  state: true,
  generation: true,
  availabilityZone: true,
  aggregates: true,
  pfs: true,
  vfs: true,
  observedAt: true,
  updatedAt: true,
  _count: { select: { liveAllocations: { where: { kind: 'vf' } } } },
} as const;

interface SummaryRow {
  readonly hostName: string;
  readonly state: string;
  readonly generation: number;
  readonly availabilityZone: string | null;
  readonly aggregates: readonly string[];
  readonly pfs: number;
  readonly vfs: number;
  readonly observedAt: Date | null;
  readonly updatedAt: Date;
  readonly _count: { readonly liveAllocations: number };
}

const INVENTORY: Cause = { actor: 'inventory', reason: 'the inventory was written', requestId: null };

/** Hosts and their inventories. */
export class PostgresHostStore extends HostStore {
  constructor(private readonly database: Database) {
    super();
  }

  async putInventory(
    hostName: string,
    generation: number | null,
    inventory: Inventory,
    cause: Cause = INVENTORY,
  ): Promise<InventoryWritten> {
    const hash = inventoryHash(inventory);
    const seen = await this.seeSame(hostName, hash, inventory);
    if (seen !== null) return seen;
    return this.database.transaction(async (session) => {
      const write = { session, hostName, generation, inventory, hash };
      const [host] = await session.query<LockedHost>(sql.LOCK, [hostName]);
      if (host !== undefined) return putOver(write, host);
      if (generation !== null) throw notFound(hostName);

      const [created] = await session.query<{ generation: number }>(
        sql.INSERT,
        toInventoryColumns(hostName, inventory, hash),
      );
      if (created !== undefined) return finish(write, { created: true, generation: created.generation, before: null });
      // Another writer created it between the two statements, and has committed.
      const [rival] = await session.query<LockedHost>(sql.LOCK, [hostName]);
      if (rival === undefined) throw alreadyExists(hostName);
      return putOver(write, rival);
    }, beginBecauseOf(cause));
  }

  /** Most of what comes is what there is already. Null: it is not, or more has to be asked. */
  private async seeSame(hostName: string, hash: string, inventory: Inventory): Promise<InventoryWritten | null> {
    const observedAt = inventory.observedAtMs === null ? null : new Date(inventory.observedAtMs);
    const free = freePagesOf(inventory);
    const [same] = await this.database.query<{ generation: number; gone: readonly string[] }>(sql.SEE_SAME, [
      hostName,
      hash,
      observedAt,
      free.length === 0 ? null : JSON.stringify(free),
    ]);
    if (same === undefined) return null;
    const changes = { added: [], removed: [], changed: [] };
    return { created: false, generation: same.generation, changes, orphanedAllocations: same.gone, summary: [] };
  }

  /** By name. */
  async list(limit: number, marker: string | null): Promise<Page<HostSummary>> {
    const { host } = this.database.prisma;
    if (marker !== null && (await host.count({ where: { hostName: marker } })) === 0) throw unknownMarker(marker);
    const rows = await host.findMany({
      select: SUMMARY,
      orderBy: { hostName: 'asc' },
      take: limit + 1,
      ...(marker === null ? {} : { cursor: { hostName: marker }, skip: 1 }),
    });
    return pageOf(rows, limit, toSummary, ({ hostName }) => hostName);
  }

  async summary(hostName: string): Promise<HostSummary | null> {
    const row = await this.database.prisma.host.findUnique({ where: { hostName }, select: SUMMARY });
    return row && toSummary(row);
  }

  async inventory(hostName: string): Promise<StoredInventory | null> {
    const row = await this.database.prisma.host.findUnique({ where: { hostName } });
    if (row === null) return null;
    const { state, generation, inventory, observedAt } = row;
    return {
      hostName,
      state: stored<HostAdminState>(state),
      generation,
      inventory: toInventory(inventory, observedAt),
    };
  }

  /** Setting the state that it has changes nothing, generation included. */
  async setState(hostName: string, generation: number, state: HostAdminState): Promise<HostSummary> {
    await this.database.transaction(async (session) => {
      const [host] = await session.query<LockedHost>(sql.LOCK, [hostName]);
      if (host === undefined) throw notFound(hostName);
      if (host.generation !== generation) throw generationConflict(hostName, host.generation);
      await session.query(sql.SET_STATE, [hostName, generation, state]);
    });
    const summary = await this.summary(hostName);
    if (summary === null) throw notFound(hostName);
    return summary;
  }

  async delete(hostName: string, orphan = false, cause?: Cause): Promise<void> {
    try {
      await this.database.transaction(async (session) => {
        if (orphan) {
          await session.query(sql.LOCK, [hostName]);
          await orphanHolds(session, hostName);
        }
        const [deleted] = await session.query(sql.DELETE, [hostName]);
        if (deleted === undefined) throw notFound(hostName);
      }, beginBecauseOf(cause));
    } catch (error) {
      if (!isForeignKeyViolation(error)) throw error;
      const message = `Host ${hostName} still carries live reservations or allocations.`;
      throw new Refusal('conflict', 'host.has_allocations', message);
    }
  }
}

function toSummary({ _count, observedAt, updatedAt, state, ...row }: SummaryRow): HostSummary {
  return {
    ...row,
    state: stored<HostAdminState>(state),
    vfsAllocated: _count.liveAllocations,
    observedAtMs: observedAt?.getTime() ?? null,
    updatedAtMs: updatedAt.getTime(),
  };
}
