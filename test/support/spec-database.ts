import { randomUUID } from 'node:crypto';
import type { DeviceTake, Placement, VmRequest } from '@iopath/core';
import type { Allocation, Refusal } from '@iopath/usecases';
import { aNewRecommendation, aPlacement, aReadyDecision, anInventory, noExplanation } from '@iopath/testing';
import { openPersistence, type Persistence } from '@iopath/persistence';
import { Client } from 'pg';
import { createTestDatabase } from './database';

export const SOON_MS = 900_000;

/** A migrated database of this spec's own, with the stores on it and a session of raw SQL beside them. */
export interface SpecDatabase extends Persistence {
  readonly url: string;
  readonly sql: Client;
  /** Empties every table. */
  clear(): Promise<void>;
}

export async function openSpecDatabase(): Promise<SpecDatabase> {
  const testDatabase = await createTestDatabase();
  const { url } = testDatabase;
  const persistence = await openPersistence(url, { poolSize: 12 });
  const sql = new Client({ connectionString: url });
  await sql.connect();
  return {
    ...persistence,
    url,
    sql,
    clear: async () => {
      // The history refuses it from everybody else.
      await sql.query(`
        ALTER TABLE ledger_history DISABLE TRIGGER ledger_history_append_only;
        TRUNCATE host, host_tombstone, inventory_change, recommendation, idempotency_key, profile, ledger_history, device_quarantine, audit,
          sync, cloud_source, cloud_network, cloud_server, cloud_server_claim, server_absence, host_placement, drift_finding, realisation,
          replan, replan_schedule, model_version, model_history CASCADE;
        ALTER TABLE ledger_history ENABLE TRIGGER ledger_history_append_only`);
    },
    close: async () => {
      await sql.end();
      await persistence.close();
      await testDatabase.drop();
    },
  };
}

/** Stores a host with one PF of four VFs on physnet1. */
export async function addHost(database: SpecDatabase, hostName = 'compute-1'): Promise<void> {
  await database.hosts.putInventory(hostName, null, anInventory());
}

export async function addRequest(database: SpecDatabase, changes: Partial<VmRequest> = {}): Promise<string> {
  const id = randomUUID();
  await database.recommendations.create(aNewRecommendation(id, changes));
  return id;
}

/** Decides a new request for these placements and reserves them; `ttlMs` below zero makes the reservation overdue. */
export async function reserve(
  database: SpecDatabase,
  placements: readonly Placement[],
  ttlMs = SOON_MS,
  changes: Partial<VmRequest> = {},
): Promise<string> {
  const id = await addRequest(database, changes);
  await commit(database, id, placements, ttlMs);
  return id;
}

export function commit(
  database: SpecDatabase,
  id: string,
  placements: readonly Placement[],
  ttlMs = SOON_MS,
): Promise<boolean> {
  const plan = { placements, expiresAtMs: Date.now() + ttlMs };
  return database.recommendations.commitDecision(id, aReadyDecision(placements), noExplanation, plan);
}

/** A placement on the host as it is now. */
export async function onHost(
  database: SpecDatabase,
  hostName: string,
  devices: readonly DeviceTake[] = [],
): Promise<Placement> {
  return aPlacement(hostName, await versionOf(database, hostName), devices);
}

export async function versionOf(database: SpecDatabase, hostName: string): Promise<number> {
  const [host] = await database.fleet.read([hostName]);
  if (host === undefined) throw new Error(`there is no host ${hostName}`);
  return host.version;
}

/** The devices of a recommendation by the name of the NIC or disk they carry. */
export async function allocationsOf(database: SpecDatabase, id: string): Promise<ReadonlyMap<string, Allocation>> {
  const recommendation = await database.recommendations.get(id);
  return new Map(recommendation?.allocations.map((allocation) => [allocation.device, allocation]));
}

export async function allocationOf(database: SpecDatabase, id: string, device = 'data'): Promise<Allocation> {
  const allocation = (await allocationsOf(database, id)).get(device);
  if (allocation === undefined) throw new Error(`nothing is allocated for ${device}`);
  return allocation;
}

/** What a Refusal says, in the form that `rejects.toMatchObject` takes. */
export function refusal(kind: Refusal['kind'], code: string): Partial<Refusal> {
  return { name: 'Refusal', kind, code };
}
