import { describeInventoryChange, diffInventory, type HostSources, type Inventory, summaryOf } from '@iopath/core';
import { InventoryHistory, type InventoryPreview, type KeptInventoryChange, type Page } from '@iopath/usecases';
import { type Database, ONE_READ_VIEW, type Session } from '../database';
import { deviceAddresses } from '../inventory-columns';
import { merged, readSources } from '../merged-host';
import { pageOf, unknownMarker } from '../paging';
import { toInventory } from '../rows';
import type { Statement } from '../database';
import * as sql from './inventory-history.sql';
import { toldOf, touchedBy } from './keep-inventory-change';

/** An id that a `bigint` can hold. */
const MARKER = /^[1-9]\d{0,17}$/;

type ChangeRow = Omit<KeptInventoryChange, 'atMs'> & { readonly at: Date };

const HOST: Statement = { text: 'SELECT generation, inventory, observed_at FROM host WHERE host_name = $1' };

/** Held devices that are not among these. */
const HELD_ELSEWHERE: Statement = {
  text: 'SELECT id FROM allocation WHERE held_host_name = $1 AND device_address <> ALL ($2) ORDER BY id',
};

interface HostRow {
  readonly generation: number;
  readonly inventory: unknown;
  readonly observed_at: Date | null;
}

/** What changed in inventories: kept with each write, and told ahead of one. */
export class PostgresInventoryHistory extends InventoryHistory {
  constructor(private readonly database: Database) {
    super();
  }

  async list(hostName: string, limit: number, marker: string | null): Promise<Page<KeptInventoryChange> | null> {
    if (marker !== null && !(MARKER.test(marker) && (await this.isKept(hostName, marker)))) throw unknownMarker(marker);
    const rows = await this.database.query<ChangeRow>(sql.LIST, [hostName, marker, limit + 1]);
    if (rows.length === 0 && marker === null && (await this.database.query(HOST, [hostName])).length === 0) return null;
    return pageOf(rows, limit, toKept, ({ id }) => id);
  }

  preview(hostName: string, inventory: Inventory): Promise<InventoryPreview> {
    return this.database.transaction(async (session) => {
      const [host] = await session.query<HostRow>(HOST, [hostName]);
      const before = host === undefined ? null : toInventory(host.inventory, host.observed_at);
      const after = await asWritten(session, hostName, inventory);
      const changes = describeInventoryChange(before, after);
      const touched = await touchedBy(session, { hostName, before, after }, changes);
      const gone = await session.query<{ id: string }>(HELD_ELSEWHERE, [hostName, deviceAddresses(after)]);
      return {
        ...toldOf(changes, touched),
        generation: host?.generation ?? null,
        paths: diffInventory(before, after),
        summary: summaryOf(changes),
        orphanedAllocations: gone.map(({ id }) => id),
      };
    }, ONE_READ_VIEW);
  }

  private async isKept(hostName: string, id: string): Promise<boolean> {
    return (await this.database.query(sql.IS_KEPT, [hostName, id])).length > 0;
  }
}

/** The inventory with what the cloud says of the host, as a write would make it. */
async function asWritten(session: Session, hostName: string, inventory: Inventory): Promise<Inventory> {
  const stored = await readSources(session, hostName);
  if (stored === null) return inventory;
  const sources: HostSources = { ...stored.sources, put: inventory };
  return merged(sources).inventory;
}

function toKept({ at, ...row }: ChangeRow): KeptInventoryChange {
  return { ...row, id: String(row.id), atMs: at.getTime() };
}
