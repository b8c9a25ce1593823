import type { Inventory, InventoryFacts } from '@iopath/core';
import type { Session } from './database';
import { PUT_OF } from './host-source.sql';
import * as sql from './inventory-layer.sql';
import { readSources } from './merged-host';
import { toInventory } from './rows';

interface DocumentRow {
  readonly inventory: Inventory;
  readonly observed_at: Date | null;
}

interface LayerRow {
  readonly format: string;
  readonly facts: InventoryFacts;
  readonly observed_at: Date;
}

/** Whether layers were imported of a host, and whether services of the cloud tell of it. */
export interface HostMakings {
  readonly is_layered: boolean;
  readonly is_merged: boolean;
}

/** What the inventory of a host is made of: what was put, if anything was, and the layers over it, by format. */
export interface LayeredHost {
  readonly base: Inventory | null;
  readonly layers: ReadonlyMap<string, InventoryFacts>;
}

/** As stored. Of a host without layers the base is what was put, and null where only the cloud told of it. */
export async function readLayers(session: Session, hostName: string, host: HostMakings): Promise<LayeredHost> {
  if (!host.is_layered) return { base: await putOf(session, hostName, host.is_merged), layers: new Map() };
  const [base] = await session.query<DocumentRow>(sql.BASE_OF, [hostName]);
  const rows = await session.query<LayerRow>(sql.LAYERS_OF, [hostName]);
  const layers = rows.map(({ format, facts, observed_at }) => {
    return [format, { ...facts, observedAtMs: observed_at.getTime() }] as const;
  });
  return { base: base === undefined ? null : toInventory(base.inventory, base.observed_at), layers: new Map(layers) };
}

/** Keeps what was put, before its place is taken by what is laid over it. */
export async function keepBase(session: Session, hostName: string, base: Inventory): Promise<void> {
  const observedAt = base.observedAtMs === null ? null : new Date(base.observedAtMs);
  await session.query(sql.KEEP_BASE, [hostName, JSON.stringify(base), observedAt]);
}

export async function dropLayers(session: Session, hostName: string): Promise<void> {
  await session.query(sql.DROP_LAYERS, [hostName]);
}

async function putOf(session: Session, hostName: string, isMerged: boolean): Promise<Inventory | null> {
  if (isMerged) return (await readSources(session, hostName))?.sources.put ?? null;
  const [put] = await session.query<DocumentRow>(PUT_OF, [hostName]);
  return put === undefined ? null : toInventory(put.inventory, put.observed_at);
}
