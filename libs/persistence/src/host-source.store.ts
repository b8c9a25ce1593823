import type { CloudNetwork, CloudObservations, CloudSource, HostSources, Inventory } from '@iopath/core';
import {
  type CloudHostFacts,
  HostSourceStore,
  type NovaHostName,
  type StoredHostSources,
  type StoredMark,
} from '@iopath/usecases';
import { beginBecauseOf } from './cause';
import type { Database, Session } from './database';
import { setPhysicalNetworks } from './host-networks';
import { followDevices } from './host-orphans';
import * as hostSql from './host.sql';
import * as sql from './host-source.sql';
import { toInventoryColumns } from './inventory-columns';
import { keepInventoryChange } from './inventory-history/keep-inventory-change';
import { documentHash, merged, readSources, writePut } from './merged-host';
import { toInventory } from './rows';

const SYNC = { actor: 'inventory', reason: 'the cloud was synchronised', requestId: null } as const;

/** Networks written at a time. */
const NETWORK_PAGE = 500;

const NOTHING_CHANGED = { changed: false, inventoryChanged: false } as const;

interface LockedHost {
  readonly generation: number;
  readonly inventory_hash: string;
}

/** What each source says of hosts, and the inventories that they make. */
export class PostgresHostSourceStore extends HostSourceStore {
  constructor(private readonly database: Database) {
    super();
  }

  async hostNames(): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ host_name: string }>(sql.HOST_NAMES);
    return new Set(rows.map((row) => row.host_name));
  }

  async novaHosts(): Promise<readonly NovaHostName[]> {
    const rows = await this.database.query<NovaHostRow>(sql.NOVA_HOSTS);
    return rows.map((row) => ({
      hostName: row.host_name,
      novaHost: row.nova_host,
      hypervisorId: row.hypervisor_id,
      isAbsent: row.is_absent,
    }));
  }

  async marks(source: CloudSource): Promise<ReadonlyMap<string, StoredMark>> {
    const rows = await this.database.query<MarkRow>(sql.MARKS, [source]);
    return new Map(rows.map((row) => [row.host_name, { hash: row.document_hash, revision: row.revision }]));
  }

  async keep<Source extends CloudSource>(
    hostName: string,
    source: Source,
    document: CloudHostFacts[Source],
    mark: StoredMark | undefined,
    revision: string | null = null,
  ): Promise<{ readonly changed: boolean; readonly inventoryChanged: boolean }> {
    const hash = documentHash(document);
    if (mark?.hash === hash) {
      if (mark.revision !== revision) await this.database.query(sql.SET_REVISION, [hostName, source, revision]);
      return NOTHING_CHANGED;
    }
    const row = [hostName, source, JSON.stringify(document), hash, revision, new Date()];
    return this.database.transaction(async (session) => {
      const inventoryChanged = await change(session, hostName, { [source]: document }, () =>
        session.query(sql.WRITE, row),
      );
      return { changed: true, inventoryChanged };
    }, beginBecauseOf(SYNC));
  }

  async forget(hostName: string, source: CloudSource): Promise<void> {
    await this.database.transaction(async (session) => {
      await change(session, hostName, { [source]: null }, () => session.query(sql.FORGET, [hostName, source]));
    }, beginBecauseOf(SYNC));
  }

  async observed(source: CloudSource, atMs: number, facts?: Readonly<Record<string, unknown>>): Promise<void> {
    const document = facts === undefined ? null : JSON.stringify(facts);
    await this.database.query(sql.OBSERVED, [source, new Date(atMs), document]);
  }

  async of(hostName: string): Promise<StoredHostSources | null> {
    const [host] = await this.database.query<PutRow>(sql.PUT_OF, [hostName]);
    if (host === undefined) return null;
    const stored = await readSources(this.database, hostName);
    if (stored === null) {
      const put = toInventory(host.inventory, host.observed_at);
      const times = { put: put.observedAtMs };
      return { put, nova: null, placement: null, neutron: null, observedAtMs: times, unchangedSinceMs: times };
    }
    const since = [...stored.rows].map(([source, { observedAt }]) => [source, observedAt?.getTime() ?? null] as const);
    const unchangedSinceMs: StoredHostSources['unchangedSinceMs'] = Object.fromEntries(since);
    const observed = await this.observations();
    const observedAtMs = Object.fromEntries(
      since.map(([source, time]) => [source, source === 'put' ? time : (observed[source] ?? null)]),
    );
    return { ...stored.sources, observedAtMs, unchangedSinceMs };
  }

  async observations(): Promise<CloudObservations> {
    const rows = await this.database.query<{ source: CloudSource; observed_at: Date }>(sql.OBSERVATIONS);
    return Object.fromEntries(rows.map((row) => [row.source, row.observed_at.getTime()]));
  }

  async replaceNetworks(
    networks: AsyncIterable<CloudNetwork>,
  ): Promise<{ readonly networks: number; readonly changed: number }> {
    const ids: string[] = [];
    let changed = 0;
    let page: CloudNetwork[] = [];
    const keep = async (): Promise<void> => {
      changed += (await this.database.query(sql.KEEP_NETWORKS, [JSON.stringify(page)])).length;
      page = [];
    };
    for await (const network of networks) {
      ids.push(network.id);
      page.push(network);
      if (page.length === NETWORK_PAGE) await keep();
    }
    if (page.length > 0) await keep();
    changed += (await this.database.query(sql.FORGET_OTHER_NETWORKS, [ids])).length;
    return { networks: ids.length, changed };
  }
}

interface NovaHostRow {
  readonly host_name: string;
  readonly nova_host: string;
  readonly hypervisor_id: string | null;
  readonly is_absent: boolean;
}

interface MarkRow {
  readonly host_name: string;
  readonly document_hash: string;
  readonly revision: string | null;
}

interface PutRow {
  readonly inventory: Inventory;
  readonly inventory_hash: string;
  readonly observed_at: Date | null;
}

/**
 * Changes what one source says of a host, under the host's lock, and its inventory with it. What was put is set apart when
 * the first service tells of the host.
 *
 * @returns whether the inventory is another one now
 */
async function change(
  session: Session,
  hostName: string,
  said: Partial<HostSources>,
  write: () => Promise<unknown>,
): Promise<boolean> {
  let [host] = await session.query<LockedHost>(hostSql.LOCK, [hostName]);
  if (host === undefined && Object.values(said).every((document) => document === null)) return false;
  const stored = await readSources(session, hostName);
  let sources = stored?.sources ?? NO_SOURCES;
  if (host !== undefined && stored === null) {
    const [row] = await session.query<PutRow>(sql.PUT_OF, [hostName]);
    if (row !== undefined) {
      const put = toInventory(row.inventory, row.observed_at);
      await writePut(session, hostName, put, row.inventory_hash);
      sources = { ...NO_SOURCES, put };
    }
  }
  const { inventory, hash } = merged({ ...sources, ...said });
  const isNew = host === undefined;
  if (host === undefined) {
    await session.query(hostSql.INSERT, toInventoryColumns(hostName, inventory, hash));
    [host] = await session.query<LockedHost>(hostSql.LOCK, [hostName]);
  }
  await write();
  const isSame = stored !== null && host?.inventory_hash === hash;
  if (isSame) return false;
  const [former] = isNew ? [] : await session.query<Pick<PutRow, 'inventory'>>(hostSql.READ_INVENTORY, [hostName]);
  await session.query(sql.SET_INVENTORY, toInventoryColumns(hostName, inventory, hash));
  await setPhysicalNetworks(session, hostName, inventory);
  await followDevices(session, hostName, inventory);
  const before = former?.inventory ?? null;
  await keepInventoryChange(session, { hostName, generation: host?.generation ?? 1, before, after: inventory });
  return true;
}

const NO_SOURCES: HostSources = { put: null, nova: null, placement: null, neutron: null };
