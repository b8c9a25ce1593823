import type { CloudPort, ObservedServer, ProviderFacts, ResourceProvider } from '../cloud/cloud-records';
import type { HostDevice } from '../reconcile/host-devices';
import { hostDevices } from '../reconcile/host-devices';
import type { Inventory } from '../inventory/inventory';
import type { LiveHold } from '../reconcile/live-hold';
import { matchServers } from '../reconcile/match-servers';

/** A resource provider of a host's tree with what Placement has of it. */
export interface ObservedProvider {
  readonly provider: ResourceProvider;
  readonly facts: ProviderFacts;
}

/** A consumer of Placement that is no server. */
export interface Stranger {
  readonly consumerId: string;
  /** What it holds here, for people. */
  readonly amounts: string;
}

/** What the cloud's services say of one host. */
export interface CloudOfHost {
  /** Servers on it, and those of the holds here wherever they are. */
  readonly servers: readonly ObservedServer[];
  /** Whether a server that is not listed is gone: the last listing came to its end. */
  readonly isServerListComplete: boolean;
  /** When that listing began, milliseconds since the epoch: a hold that changed since proves nothing. */
  readonly listedAtMs: number;
  /** Ids of all servers of the cloud. */
  readonly serverIds: Pick<ReadonlySet<string>, 'has'>;
  /** Whether Nova holds resources under ids of migrations now. */
  readonly hasMigrations: boolean;
  /** Ports bound to the host; null when Neutron was not asked. */
  readonly ports: readonly CloudPort[] | null;
  readonly strangers: readonly Stranger[];
  /** The host's tree; null when Placement was not asked. */
  readonly providers: readonly ObservedProvider[] | null;
}

/** One host as its inventory, the cloud and the ledger have it. */
export interface HostViews {
  readonly hostName: string;
  readonly nowMs: number;
  /** Age from which an inventory is stale, milliseconds. */
  readonly inventoryMaxAgeMs: number;
  /** Null when there is none of this host. */
  readonly inventory: Inventory | null;
  readonly cloud: CloudOfHost;
  readonly holds: readonly LiveHold[];
  /** Addresses of devices in quarantine. */
  readonly quarantined: readonly string[];
}

/** The three views with what several rules derive from them. */
export interface ComparedHost extends HostViews {
  /** Of the inventory, by address; empty without one. */
  readonly devices: ReadonlyMap<string, HostDevice>;
  /** Reservation id -> its server. */
  readonly serverOf: ReadonlyMap<string, ObservedServer>;
}

export function compareHost(views: HostViews): ComparedHost {
  return {
    ...views,
    devices: views.inventory === null ? new Map<string, HostDevice>() : hostDevices(views.inventory),
    serverOf: matchServers(views.holds, views.cloud.servers),
  };
}
