import {
  type AssumedFact,
  type Inventory,
  type InventoryFacts,
  layFacts,
  type LaidInventory,
  type ToldFact,
  type UnseenFact,
} from '@iopath/core';
import {
  type Cause,
  type InventoryImported,
  InventoryLayerStore,
  type InventoryWritten,
  type LayerAge,
  type LayerToImport,
  type ReceivedPayload,
} from '@iopath/usecases';
import { beginBecauseOf } from './cause';
import { type Database, ONE_READ_VIEW, type Session } from './database';
import * as hostSql from './host.sql';
import { toInventoryColumns } from './inventory-columns';
import * as sql from './inventory-layer.sql';
import { type HostMakings, keepBase, type LayeredHost, readLayers } from './inventory-layers';
import { inventoryHash } from './merged-host';
import { finish, generationConflict, type LockedHost, notFound, writeOver } from './write-inventory';

const IMPORT: Cause = { actor: 'inventory', reason: 'an inventory was imported', requestId: null };

interface SeenRow {
  readonly generation: number;
  readonly warnings: readonly string[];
  readonly fact_sources: readonly ToldFact[] | null;
  readonly unseen: readonly UnseenFact[] | null;
  readonly assumed: readonly AssumedFact[] | null;
}

interface AgeRow {
  readonly format: string;
  readonly observed_at: Date;
  readonly received_at: Date;
}

/** Layers of hosts beside their inventories, which are what the layers make. */
export class PostgresInventoryLayerStore extends InventoryLayerStore {
  constructor(private readonly database: Database) {
    super();
  }

  async seeAgain({ hostName, format, payloadHash, ...times }: ReceivedPayload): Promise<InventoryImported | null> {
    const observedAt = times.observedAtMs === null ? null : new Date(times.observedAtMs);
    const values = [hostName, format, payloadHash, observedAt, new Date(times.receivedAtMs)];
    const [seen] = await this.database.query<SeenRow>(sql.SEE_LAYER_AGAIN, values);
    if (seen === undefined) return null;
    const gone = await this.database.query<{ id: string }>(hostSql.GONE, [hostName]);
    return {
      created: false,
      generation: seen.generation,
      changes: { added: [], removed: [], changed: [] },
      orphanedAllocations: gone.map(({ id }) => id),
      summary: [],
      factSources: seen.fact_sources ?? [],
      unseen: seen.unseen ?? [],
      assumed: seen.assumed ?? [],
      warnings: seen.warnings,
    };
  }

  importLayer(layer: LayerToImport, cause: Cause = IMPORT): Promise<InventoryImported> {
    return this.database.transaction(async (session) => {
      const [host] = await session.query<LockedHost>(hostSql.LOCK, [layer.hostName]);
      if (host !== undefined) return layOver(session, layer, host);
      if (layer.generation !== null) throw notFound(layer.hostName);
      const created = await create(session, layer);
      if (created !== null) return created;
      // Another writer created it between the two statements, and has committed.
      const [rival] = await session.query<LockedHost>(hostSql.LOCK, [layer.hostName]);
      if (rival === undefined) throw generationConflict(layer.hostName, 0);
      return layOver(session, layer, rival);
    }, beginBecauseOf(cause));
  }

  lay(layer: LayerToImport): Promise<LaidInventory> {
    return this.database.transaction(async (session) => {
      const [host] = await session.query<HostMakings>(sql.MAKINGS_OF, [layer.hostName]);
      return host === undefined ? layFacts(null, [dated(layer)]) : laidOver(session, layer, host);
    }, ONE_READ_VIEW);
  }

  async agesOf(hostName: string): Promise<readonly LayerAge[]> {
    const rows = await this.database.query<AgeRow>(sql.LAYER_AGES, [hostName]);
    return rows.map(({ format, observed_at, received_at }) => ({
      format,
      observedAtMs: observed_at.getTime(),
      receivedAtMs: received_at.getTime(),
    }));
  }
}

async function create(session: Session, layer: LayerToImport): Promise<InventoryImported | null> {
  const { hostName, generation } = layer;
  const { inventory, warnings } = layFacts(null, [dated(layer)]);
  const hash = inventoryHash(inventory);
  const columns = toInventoryColumns(hostName, inventory, hash);
  const [created] = await session.query<{ generation: number }>(hostSql.INSERT, columns);
  if (created === undefined) return null;
  await writeLayer(session, layer, warnings);
  const write = { session, hostName, generation, inventory, hash };
  const written = await finish(write, { created: true, generation: created.generation, before: null });
  return imported(written, inventory, warnings);
}

async function layOver(session: Session, layer: LayerToImport, host: LockedHost): Promise<InventoryImported> {
  const { hostName, generation } = layer;
  const { base, inventory, warnings } = await laidOver(session, layer, host);
  const write = { session, hostName, generation, inventory, hash: inventoryHash(inventory) };
  const written = await writeOver(write, host);
  if (!host.is_layered && base !== null) await keepBase(session, hostName, base);
  await writeLayer(session, layer, warnings);
  return imported(written, inventory, warnings);
}

/** The base of a host with its layers and this one over it, in place of the former one of its format. */
async function laidOver(
  session: Session,
  layer: LayerToImport,
  host: HostMakings,
): Promise<LaidInventory & Pick<LayeredHost, 'base'>> {
  const { base, layers } = await readLayers(session, layer.hostName, host);
  return { base, ...layFacts(base, [...new Map(layers).set(layer.format, dated(layer)).values()]) };
}

/** With the time that the caller tells, else the file, else its receipt. */
function dated({ facts, observedAtMs, receivedAtMs }: LayerToImport): InventoryFacts {
  return { ...facts, observedAtMs: observedAtMs ?? facts.observedAtMs ?? receivedAtMs };
}

async function writeLayer(session: Session, layer: LayerToImport, warnings: readonly string[]): Promise<void> {
  const { hostName, format, facts, payloadHash, observedAtMs, receivedAtMs } = layer;
  await session.query(sql.WRITE_LAYER, [
    hostName,
    format,
    JSON.stringify(facts),
    payloadHash,
    JSON.stringify(warnings),
    new Date(observedAtMs ?? facts.observedAtMs ?? receivedAtMs),
    observedAtMs !== null || facts.observedAtMs !== null,
    new Date(receivedAtMs),
  ]);
}

function imported(written: InventoryWritten, inventory: Inventory, warnings: readonly string[]): InventoryImported {
  const { factSources = [], unseen = [], assumed = [] } = inventory;
  return { ...written, factSources, unseen, assumed, warnings };
}
