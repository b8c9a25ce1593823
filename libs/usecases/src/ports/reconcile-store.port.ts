import type {
  Inventory,
  LiveHold,
  ObservedProvider,
  ObservedServer,
  Reconciliation,
  ReconciliationInput,
  Stranger,
} from '@iopath/core';
import type { Cause } from './cause.port';

/** What is stored of one host in all three views. */
export interface StoredViews {
  readonly inventory: Inventory | null;
  readonly quarantined: readonly string[];
  readonly holds: readonly LiveHold[];
  /** Servers on the host, and those of its holds wherever they are. */
  readonly servers: readonly ObservedServer[];
  readonly strangers: readonly Stranger[];
  readonly providers: readonly ObservedProvider[] | null;
}

/** What has become of the holds of a host. */
export interface Followed {
  readonly confirmed: number;
  /** Holds that went to another host. */
  readonly moved: number;
  /** Holds with other devices, NUMA nodes or CPUs than before. */
  readonly corrected: number;
  /** Holds that could not be kept beside what servers have. */
  readonly ended: number;
  /** What the ledger refused, for people: it stays as it was, and drift tells of it. */
  readonly refused: readonly string[];
}

/** A confirmed hold whose server Nova's list did not have. */
export interface MissingServer {
  readonly reservationId: string;
  readonly serverId: string;
  readonly hostName: string;
  /** Milliseconds since the epoch. */
  readonly changedAtMs: number;
}

/** The servers of the whole cloud, in short. */
export interface ServersInShort {
  /** Server -> Nova's host name; null while it is on none. */
  readonly hostOf: ReadonlyMap<string, string | null>;
  /** Whether any of them is on its way between hosts or sizes. */
  readonly hasMigrations: boolean;
}

/** What is to be done; with `takesCompute` false all but NUMA nodes and CPUs. */
export type PlanReconciliation = (input: ReconciliationInput, takesCompute: boolean) => Reconciliation;

/** The ledger as reconciliation reads and changes it. Every change is a transaction under the locks of its hosts. */
export abstract class ReconcileStore {
  /** Hosts with an inventory, a live hold or a server, by name. */
  abstract hostNames(): Promise<readonly string[]>;
  abstract servers(): Promise<ServersInShort>;
  abstract views(hostName: string): Promise<StoredViews>;
  /**
   * Brings the holds of a host, and those of servers that are there now, in line with their servers. What `plan` says of
   * what is read under the locks is written as a whole; where the ledger refuses the whole, as much of it as can be.
   */
  abstract follow(hostName: string, plan: PlanReconciliation): Promise<Followed>;
  /**
   * Takes down which confirmed holds have no server in the list of this synchronisation; the others are forgotten.
   *
   * @returns those that an earlier synchronisation missed already
   */
  abstract noteMissing(
    syncId: string,
    missing: readonly MissingServer[],
    nowMs: number,
  ): Promise<readonly MissingServer[]>;
  /** Confirmed holds whose server is not stored, or is stored without a host. */
  abstract withoutServer(): Promise<readonly MissingServer[]>;
  /**
   * Releases a hold, if it is still for this server and has not changed since.
   *
   * @returns false when it is not: nothing was changed
   */
  abstract release(missing: MissingServer, cause: Cause): Promise<boolean>;
  /** Keeps what Placement has of a host. */
  abstract putProviders(hostName: string, providers: readonly ObservedProvider[], nowMs: number): Promise<void>;
  /** Hosts whose Placement tree was not looked at for longest, those that never were first. */
  abstract hostsToAskPlacementOf(limit: number): Promise<readonly string[]>;
}
