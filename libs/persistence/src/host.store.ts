import { diffInventory, type HostAdminState, type Inventory } from '@iopath/core';
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
import type { Database, Session } from './database';
import { isForeignKeyViolation } from './database-errors';
import { setPhysicalNetworks } from './host-networks';
import { followDevices, orphanHolds } from './host-orphans';
import { SEE_PUT_AGAIN } from './host-source.sql';
import * as sql from './host.sql';
import { toInventoryColumns } from './inventory-columns';
import { keepInventoryChange } from './inventory-history/keep-inventory-change';
import { inventoryHash, merged, readSources, writePut } from './merged-host';
import { pageOf, unknownMarker } from './paging';
import { stored, toInventory } from './rows';

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

interface LockedHost {
  readonly generation: number;
  readonly inventory_hash: string;
  readonly is_merged: boolean;
}

const INVENTORY: Cause = { actor: 'inventory', reason: 'the inventory was written', requestId: null };

/** Hosts and their inventories. */
export class PostgresHostStore extends HostStore {
  constructor(private readonly database: Database) {
    super();
  }

  putInventory(
    hostName: string,
    generation: number | null,
    inventory: Inventory,
    cause: Cause = INVENTORY,
  ): Promise<InventoryWritten> {
    const hash = inventoryHash(inventory);
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

interface InventoryWrite {
  readonly session: Session;
  readonly hostName: string;
  readonly generation: number | null;
  /** As it is put, and its hash. */
  readonly inventory: Inventory;
  readonly hash: string;
}

async function putOver(write: InventoryWrite, host: LockedHost): Promise<InventoryWritten> {
  const { session, hostName, generation, inventory, hash } = write;
  const stored = host.is_merged ? await readSources(session, hostName) : null;
  const putHash = stored === null ? host.inventory_hash : (stored.rows.get('put')?.hash ?? null);
  // Hosts that only the cloud told of are not there for who puts them the first time, and say so by their generation.
  const isFirstPut = putHash === null;
  const now = stored === null ? { inventory, hash } : merged({ ...stored.sources, put: inventory });
  if (putHash === hash) return seeAgain(write, host, now.inventory);
  if (generation === null && !isFirstPut) throw alreadyExists(hostName);
  if (generation !== null && generation !== host.generation) throw generationConflict(hostName, host.generation);

  if (stored !== null) await writePut(session, hostName, inventory, hash);
  const [before] = await session.query<{ inventory: Inventory }>(sql.READ_INVENTORY, [hostName]);
  await session.query(sql.REPLACE, toInventoryColumns(hostName, now.inventory, now.hash));
  return finish(
    { ...write, inventory: now.inventory },
    { created: isFirstPut, generation: host.generation + 1, before: before?.inventory ?? null },
  );
}

/** @param effective what it makes together with what the cloud says */
async function seeAgain(
  { session, hostName, inventory }: InventoryWrite,
  { generation, is_merged }: LockedHost,
  effective: Inventory,
): Promise<InventoryWritten> {
  if (inventory.observedAtMs !== null) {
    const observedAt = new Date(inventory.observedAtMs);
    await session.query(sql.SEE_AGAIN, [hostName, observedAt]);
    if (is_merged) await session.query(SEE_PUT_AGAIN, [hostName, observedAt]);
  }
  const changes = { added: [], removed: [], changed: [] };
  return {
    created: false,
    generation,
    changes,
    orphanedAllocations: await followDevices(session, hostName, effective),
    summary: [],
  };
}

async function finish(
  write: InventoryWrite,
  done: { readonly created: boolean; readonly generation: number; readonly before: Inventory | null },
): Promise<InventoryWritten> {
  const { session, hostName, inventory } = write;
  await setPhysicalNetworks(session, hostName, inventory);
  const { created, generation, before } = done;
  const orphanedAllocations = await followDevices(session, hostName, inventory);
  const summary = await keepInventoryChange(session, { hostName, generation, before, after: inventory });
  return { created, generation, changes: diffInventory(before, inventory), orphanedAllocations, summary };
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

function notFound(hostName: string): Refusal {
  return new Refusal('not_found', 'host.not_found', `There is no host ${hostName}.`);
}

function alreadyExists(hostName: string): Refusal {
  return new Refusal('conflict', 'host.already_exists', `Host ${hostName} exists; name the generation you saw.`);
}

function generationConflict(hostName: string, generation: number): Refusal {
  const message = `Host ${hostName} is at generation ${generation}; read it again and repeat the change on that.`;
  return new Refusal('conflict', 'host.generation_conflict', message);
}
