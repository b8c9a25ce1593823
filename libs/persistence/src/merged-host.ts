import { createHash } from 'node:crypto';
import { canonicalInventory, canonicalJson, type HostSources, type Inventory, mergeHost } from '@iopath/core';
import type { Session } from './database';
import * as sql from './host-source.sql';
import { toInventory } from './rows';

interface SourceRow {
  readonly source: keyof HostSources;
  readonly document: unknown;
  readonly document_hash: string;
  readonly observed_at: Date | null;
}

/** What the sources of one host say, as stored. */
export interface HostSourceRows {
  readonly sources: HostSources;
  readonly rows: ReadonlyMap<keyof HostSources, { readonly hash: string; readonly observedAt: Date | null }>;
}

/** Hash of an inventory's content, its `observed_at` aside. */
export function inventoryHash(inventory: Inventory): string {
  return hashOf(canonicalInventory(inventory));
}

/** Hash of another document. */
export function documentHash(document: unknown): string {
  return hashOf(canonicalJson(document));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Null for a host that is as it was put: no service of the cloud has told of it. */
export async function readSources(session: Session, hostName: string): Promise<HostSourceRows | null> {
  const rows = await session.query<SourceRow>(sql.SOURCES_OF, [hostName]);
  if (rows.length === 0) return null;
  const document = (source: keyof HostSources): unknown => rows.find((row) => row.source === source)?.document ?? null;
  const put = rows.find(({ source }) => source === 'put');
  return {
    sources: {
      put: put === undefined ? null : toInventory(put.document, put.observed_at),
      // The database holds only what this library wrote, so documents are trusted.
      nova: document('nova') as HostSources['nova'],
      placement: document('placement') as HostSources['placement'],
      neutron: document('neutron') as HostSources['neutron'],
    },
    rows: new Map(rows.map((row) => [row.source, { hash: row.document_hash, observedAt: row.observed_at }])),
  };
}

/** What the sources make together, with its hash. */
export function merged(sources: HostSources): { readonly inventory: Inventory; readonly hash: string } {
  const { inventory } = mergeHost(sources);
  return { inventory, hash: inventoryHash(inventory) };
}

export async function writePut(session: Session, hostName: string, inventory: Inventory, hash: string): Promise<void> {
  const observedAt = inventory.observedAtMs === null ? null : new Date(inventory.observedAtMs);
  await session.query(sql.WRITE, [hostName, 'put', JSON.stringify(inventory), hash, null, observedAt]);
}
