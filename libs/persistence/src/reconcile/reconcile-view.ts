import {
  type HostClaim,
  type Inventory,
  isOnHost,
  type LiveHold,
  matchServers,
  type ObservedProvider,
  type ObservedServer,
  type ReconciledHost,
  type ReconciliationInput,
  type Stranger,
} from '@iopath/core';
import type { StoredViews } from '@iopath/usecases';
import type { Session } from '../database';
import { toInventory } from '../rows';
import * as sql from './reconcile.sql';

interface HostRow {
  readonly host_name: string;
  readonly inventory: Inventory;
  readonly observed_at: Date | null;
  readonly quarantined: readonly string[];
  readonly foreign_claims: readonly { readonly consumerId: string; readonly claim: HostClaim }[];
}

interface ServerRow {
  readonly server_id: string;
  readonly document: ObservedServer;
  /** Null of one that no synchronisation listed. */
  readonly listed_at_ms: number | null;
}

/** What devices that were attached later are called in the ledger. */
export const ATTACHED = 'port ';

/** Everything that reconciliation has to know of these hosts, as the session sees it. */
export async function readConcerned(
  session: Session,
  hostNames: readonly string[],
  nowMs: number,
): Promise<ReconciliationInput> {
  const rows = await session.query<HostRow>(sql.HOSTS, [hostNames]);
  const holds = await readHolds(session, hostNames);
  const listed = await session.query<ServerRow>(sql.SERVERS, [hostNames]);
  const ours = new Set([...matchServers(holds, listed.map(toObserved)).values()].map(({ server }) => server.id));
  const servers = listed.filter((row) => !isOutdated(row, holds)).map(toObserved);
  return { hosts: rows.map((row) => toHost(row, ours)), holds, servers, nowMs };
}

export async function readViews(session: Session, hostName: string): Promise<StoredViews> {
  const [host] = await session.query<HostRow>(sql.HOSTS, [[hostName]]);
  const strangers = await session.query<{ consumer_id: string; claim: HostClaim }>(sql.STRANGERS, [hostName]);
  const [placement] = await session.query<{ document: readonly ObservedProvider[] }>(sql.PROVIDERS, [hostName]);
  return {
    inventory: host === undefined ? null : toInventory(host.inventory, host.observed_at),
    quarantined: host?.quarantined ?? [],
    holds: await readHolds(session, [hostName]),
    servers: (await session.query<ServerRow>(sql.SERVERS, [[hostName]])).map(toObserved),
    strangers: strangers.map(toStranger),
    providers: placement?.document ?? null,
  };
}

async function readHolds(session: Session, hostNames: readonly string[]): Promise<readonly LiveHold[]> {
  const rows = await session.query<LiveHold>(sql.HOLDS, [hostNames]);
  return rows.map((row) => {
    const attached = row.devices.filter(({ device }) => device.startsWith(ATTACHED));
    const portOfAttached = Object.fromEntries(attached.map(({ device }) => [device, device.slice(ATTACHED.length)]));
    return { ...row, portOfNic: { ...row.portOfNic, ...portOfAttached } };
  });
}

function toObserved({ document }: ServerRow): ObservedServer {
  return document;
}

/** A list that began before the hold came to its host, as a step of a re-plan brings it, may have the server where it was. */
function isOutdated(
  { server_id: id, document: { server }, listed_at_ms: listedAtMs }: ServerRow,
  holds: readonly LiveHold[],
) {
  const hold = holds.find(({ serverId }) => serverId === id);
  return (
    hold !== undefined && listedAtMs !== null && hold.changedAtMs >= listedAtMs && !isOnHost(server, hold.hostName)
  );
}

/** Servers that are somebody's hold count as such, though the ledger has the hold elsewhere as yet. */
function toHost(row: HostRow, ours: ReadonlySet<string>): ReconciledHost {
  const foreign = row.foreign_claims.filter(({ consumerId }) => !ours.has(consumerId)).map(({ claim }) => claim);
  return {
    hostName: row.host_name,
    inventory: toInventory(row.inventory, row.observed_at),
    quarantined: row.quarantined,
    foreign: {
      addresses: foreign.flatMap(({ devices }) => devices.map(({ address }) => address)),
      pinnedCpus: foreign.flatMap(({ cells }) => cells.flatMap(({ pinnedCpus }) => pinnedCpus)),
    },
  };
}

function toStranger({ consumer_id: consumerId, claim }: { consumer_id: string; claim: HostClaim }): Stranger {
  const { vcpus, pcpus, memoryMib, diskGib, devices, somewhere = [] } = claim;
  const count = devices.length + somewhere.reduce((total, each) => total + each.count, 0);
  const amounts = { VCPU: vcpus, PCPU: pcpus, MEMORY_MB: memoryMib, DISK_GB: diskGib, 'PCI devices': count };
  const held = Object.entries(amounts).filter(([, amount]) => amount > 0);
  return {
    consumerId,
    amounts: held.map(([name, amount]) => `${amount} ${name}`).join(', ') || 'nothing that is counted here',
  };
}
