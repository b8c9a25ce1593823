import type { CloudServer, HostClaim, ObservedServer } from '@iopath/core';
import type { Page } from './host-store.port';

/** What somebody takes of one host, as the last synchronisation that looked there found it. */
export interface SeenClaim {
  readonly hostName: string;
  /** Its `reservationId` is the server's id; of another consumer of Placement, the consumer's. */
  readonly claim: HostClaim;
  /** False while the ledger holds the same for the same server: then the reservation counts. */
  readonly isForeign: boolean;
  readonly sinceMs: number;
}

/** A server that Nova runs, as synchronisations found it. */
export interface SeenServer {
  readonly observed: ObservedServer;
  /** Of which state of the server the topology is: Nova's time of its last change; null when it was never asked for. */
  readonly topologyOfMs: number | null;
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
  /** By host; two while it is resized or migrated. */
  readonly claims: readonly SeenClaim[];
}

/** All that takes something of one host. */
export interface SeenOnHost {
  /** Servers that Nova says are on the host, and those that take something there though they are on another. By id. */
  readonly servers: readonly SeenServer[];
  /** Claims of consumers that are no servers. By consumer. */
  readonly others: readonly SeenClaim[];
}

/** What was learned of one server on its host. */
export interface ServerDetails {
  readonly observed: ObservedServer;
  readonly topologyOfMs: number | null;
}

/** One line of what is on a host. */
export interface ServerOnHost extends SeenClaim {
  /** Null for a consumer of Placement that is no server. */
  readonly server: Pick<CloudServer, 'id' | 'name' | 'projectId' | 'status' | 'host'> | null;
  /** The live reservation that the server was confirmed for, or is booted for; null for none. */
  readonly reservationId: string | null;
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
}

/** Servers of the cloud, and what they take. Written by synchronisations, one at a time, and by steps of re-plans. */
export abstract class CloudServerStore {
  /** Takes down one page of Nova's list. What is known beside the server's own record stays, unless its host is another. */
  abstract see(syncId: string, servers: readonly CloudServer[], nowMs: number): Promise<void>;
  /** Ids of servers that this synchronisation has not seen, in order. */
  abstract unseen(syncId: string, limit: number, after: string | null): Promise<readonly string[]>;
  /** Drops servers that are gone, and what they took. */
  abstract forget(serverIds: readonly string[]): Promise<void>;
  /** Hosts on which there are servers or claims, by name. */
  abstract hostNames(): Promise<readonly string[]>;
  abstract onHost(hostName: string): Promise<SeenOnHost>;
  /**
   * Stores what was learned of a host: details of its servers, and everything that takes something there. Claims that are
   * not named are gone. The host's version moves only if something changed that counts.
   *
   * @returns how many claims came, changed or went
   */
  abstract putHost(
    hostName: string,
    details: readonly ServerDetails[],
    claims: readonly HostClaim[],
    nowMs: number,
  ): Promise<number>;
  abstract get(serverId: string): Promise<SeenServer | null>;
  /** Every server, by id, page by page. */
  abstract all(): AsyncIterable<SeenServer>;
  /** What is on a host, by consumer id. */
  abstract list(hostName: string, limit: number, marker: string | null): Promise<Page<ServerOnHost>>;
}
