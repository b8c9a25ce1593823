import { diffInventory, type Inventory } from '@iopath/core';
import { type InventoryWritten, Refusal } from '@iopath/usecases';
import type { Session } from './database';
import { setPhysicalNetworks } from './host-networks';
import { followDevices } from './host-orphans';
import { SEE_PUT_AGAIN, SET_PUT_OBSERVATIONS } from './host-source.sql';
import * as sql from './host.sql';
import { toInventoryColumns } from './inventory-columns';
import { keepInventoryChange } from './inventory-history/keep-inventory-change';
import { dropLayers } from './inventory-layers';
import { merged, readSources, writePut } from './merged-host';

/** A host whose row is locked for the transaction. */
export interface LockedHost {
  readonly generation: number;
  readonly inventory_hash: string;
  readonly is_merged: boolean;
  readonly is_layered: boolean;
}

export interface InventoryWrite {
  readonly session: Session;
  readonly hostName: string;
  readonly generation: number | null;
  /** As it is put, and its hash. */
  readonly inventory: Inventory;
  readonly hash: string;
}

/** Puts an inventory over the one that a host has; layers that it was made of are gone then. */
export async function putOver(write: InventoryWrite, host: LockedHost): Promise<InventoryWritten> {
  const written = await writeOver(write, host, ({ isFirstPut }) => {
    if (write.generation === null && !isFirstPut) throw alreadyExists(write.hostName);
  });
  if (host.is_layered) await dropLayers(write.session, write.hostName);
  return written;
}

/**
 * Makes `write.inventory` what was put of a host. Where it is that already, only what was seen moves.
 *
 * @param allow is asked before anything changes, and throws where it may not
 */
export async function writeOver(
  write: InventoryWrite,
  host: LockedHost,
  allow: (asked: { readonly isFirstPut: boolean }) => void = () => undefined,
): Promise<InventoryWritten> {
  const { session, hostName, generation, inventory, hash } = write;
  const stored = host.is_merged ? await readSources(session, hostName) : null;
  const putHash = stored === null ? host.inventory_hash : (stored.rows.get('put')?.hash ?? null);
  // Hosts that only the cloud told of are not there for who puts them the first time, and say so by their generation.
  const isFirstPut = putHash === null;
  const now = stored === null ? { inventory, hash } : merged({ ...stored.sources, put: inventory });
  if (putHash === hash) return seeAgain(write, host, now.inventory);
  allow({ isFirstPut });
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
  if (await isFreeOtherwise(session, hostName, effective)) {
    await session.query(sql.SET_OBSERVATIONS, [hostName, JSON.stringify(effective)]);
    if (is_merged) await session.query(SET_PUT_OBSERVATIONS, [hostName, JSON.stringify(inventory)]);
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

/** What is free of the pages, pool by pool, as `FREE_PAGES` reads it of what is stored. */
export function freePagesOf({ numaNodes }: Inventory): readonly number[] {
  return numaNodes.flatMap(({ pages }) => pages.flatMap((pool) => pool.free ?? []));
}

/** Whether other pages are free than when the host was last seen; of documents that say nothing of it nothing is read. */
async function isFreeOtherwise(session: Session, hostName: string, inventory: Inventory): Promise<boolean> {
  const free = freePagesOf(inventory);
  if (free.length === 0) return false;
  const [stored] = await session.query<{ free: readonly number[] }>(sql.FREE_PAGES, [hostName]);
  return JSON.stringify(stored?.free ?? []) !== JSON.stringify(free);
}

export async function finish(
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

export function notFound(hostName: string): Refusal {
  return new Refusal('not_found', 'host.not_found', `There is no host ${hostName}.`);
}

export function alreadyExists(hostName: string): Refusal {
  return new Refusal('conflict', 'host.already_exists', `Host ${hostName} exists; name the generation you saw.`);
}

export function generationConflict(hostName: string, generation: number): Refusal {
  const message = `Host ${hostName} is at generation ${generation}; read it again and repeat the change on that.`;
  return new Refusal('conflict', 'host.generation_conflict', message);
}
