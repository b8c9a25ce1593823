import type { CloudServer, HostClaim, ObservedServer } from '@iopath/core';
import {
  CloudServerStore,
  type Page,
  type SeenClaim,
  type SeenOnHost,
  type SeenServer,
  type ServerDetails,
  type ServerOnHost,
} from '@iopath/usecases';
import * as sql from './cloud-server.sql';
import type { Database } from './database';
import { lockHosts } from './ledger';
import { isUuid } from './name-based-uuid';
import { pageOf, unknownMarker } from './paging';

/** A document is some 5 kB, so a page stays near 1 MB. */
const SERVERS_A_PAGE = 200;

interface ClaimRow {
  readonly host_name: string;
  readonly claim: HostClaim;
  readonly counted: boolean;
  /** A date from a row of its own, a text from within a document. */
  readonly since: Date | string;
}

interface ServerRow {
  readonly server_id: string;
  readonly document: ObservedServer;
  readonly topology_of: Date | null;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly claims: readonly ClaimRow[];
}

interface ListedRow extends ClaimRow {
  readonly consumer_id: string;
  readonly server_id: string | null;
  readonly name: string;
  readonly project_id: string;
  readonly status: string;
  readonly server_host: string | null;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly reservation_id: string | null;
}

/** Servers of the cloud. What a claim takes, and whether it counts, the database keeps by itself (docs/ledger.md). */
export class PostgresCloudServerStore extends CloudServerStore {
  constructor(private readonly database: Database) {
    super();
  }

  async see(syncId: string, servers: readonly CloudServer[], nowMs: number): Promise<void> {
    const rows = servers.map((server) => ({
      id: server.id,
      host: server.host,
      project_id: server.projectId,
      name: server.name,
      status: server.status,
      server,
      ...bootedFor(server),
    }));
    await this.database.query(sql.SEE, [JSON.stringify(rows), syncId, new Date(nowMs)]);
  }

  async unseen(syncId: string, limit: number, after: string | null): Promise<readonly string[]> {
    const rows = await this.database.query<{ server_id: string }>(sql.UNSEEN, [syncId, after ?? '', limit]);
    return rows.map((row) => row.server_id);
  }

  async forget(serverIds: readonly string[]): Promise<void> {
    await this.database.transaction(async (session) => {
      const hosts = await session.query<{ host_name: string }>(sql.HOSTS_OF, [serverIds]);
      await lockHosts(
        session,
        hosts.map((row) => row.host_name),
      );
      await session.query(sql.FORGET, [serverIds]);
    });
  }

  async hostNames(): Promise<readonly string[]> {
    const rows = await this.database.query<{ host_name: string }>(sql.HOST_NAMES);
    return rows.map((row) => row.host_name);
  }

  async onHost(hostName: string): Promise<SeenOnHost> {
    const servers = await this.database.query<ServerRow>(sql.SERVERS_ON_HOST, [hostName]);
    const others = await this.database.query<ClaimRow>(sql.OTHERS_ON_HOST, [hostName]);
    return { servers: servers.map(toServer), others: others.map(toClaim) };
  }

  async putHost(
    hostName: string,
    details: readonly ServerDetails[],
    claims: readonly HostClaim[],
    nowMs: number,
  ): Promise<number> {
    const documents = JSON.stringify(
      details.map(({ observed, topologyOfMs }) => ({
        id: observed.server.id,
        document: observed,
        topology_of: topologyOfMs === null ? null : new Date(topologyOfMs),
      })),
    );
    const claimed = JSON.stringify(claims);
    const [found] = await this.database.query<{ differs: boolean }>(sql.DIFFERS, [hostName, documents, claimed]);
    if (found?.differs === false) return 0;
    return this.database.transaction(async (session) => {
      await lockHosts(session, [hostName]);
      await session.query(sql.PUT_DETAILS, [documents]);
      const consumers = claims.map((claim) => claim.reservationId);
      const gone = await session.query(sql.DROP_CLAIMS, [hostName, consumers]);
      const put = await session.query(sql.PUT_CLAIMS, [hostName, claimed, new Date(nowMs)]);
      return gone.length + put.length;
    });
  }

  async get(serverId: string): Promise<SeenServer | null> {
    const [row] = await this.database.query<ServerRow>(sql.ONE_SERVER, [serverId]);
    return row === undefined ? null : toServer(row);
  }

  async *all(): AsyncIterable<SeenServer> {
    for (let after = ''; ;) {
      const rows = await this.database.query<ServerRow>(sql.SERVERS_AFTER, [after, SERVERS_A_PAGE]);
      yield* rows.map(toServer);
      if (rows.length < SERVERS_A_PAGE) return;
      after = rows.at(-1)?.server_id ?? after;
    }
  }

  async list(hostName: string, limit: number, marker: string | null): Promise<Page<ServerOnHost>> {
    if (marker !== null && (await this.database.query(sql.IS_ON_HOST, [hostName, marker])).length === 0) {
      throw unknownMarker(marker);
    }
    const rows = await this.database.query<ListedRow>(sql.LIST_ON_HOST, [hostName, marker ?? '', limit + 1]);
    return pageOf(rows, limit, toListed, ({ claim }) => claim.reservationId);
  }
}

/** What the metadata says that the server was booted for; tenants write it, so nothing is taken on trust. */
function bootedFor({ metadata }: CloudServer): { recommendation_id: string | null; member: number | null } {
  const id = metadata['iopath_recommendation'] ?? '';
  const member = metadata['iopath_member'] ?? '';
  if (!isUuid(id) || !/^\d{1,6}$/.test(member)) return { recommendation_id: null, member: null };
  return { recommendation_id: id, member: Number(member) };
}

function toServer({ document, topology_of, first_seen_at, last_seen_at, claims }: ServerRow): SeenServer {
  return {
    observed: document,
    topologyOfMs: topology_of?.getTime() ?? null,
    firstSeenAtMs: first_seen_at.getTime(),
    lastSeenAtMs: last_seen_at.getTime(),
    claims: claims.map(toClaim),
  };
}

function toClaim({ host_name, claim, counted, since }: ClaimRow): SeenClaim {
  return { hostName: host_name, claim, isForeign: counted, sinceMs: new Date(since).getTime() };
}

function toListed(row: ListedRow): ServerOnHost {
  const { server_id, name, project_id, status, server_host, first_seen_at, last_seen_at, reservation_id } = row;
  return {
    ...toClaim(row),
    server: server_id === null ? null : { id: server_id, name, projectId: project_id, status, host: server_host },
    reservationId: reservation_id,
    firstSeenAtMs: first_seen_at.getTime(),
    lastSeenAtMs: last_seen_at.getTime(),
  };
}
