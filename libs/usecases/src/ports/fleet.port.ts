import type {
  CalibratedModel,
  FleetCloud,
  HostAdminState,
  HostClaim,
  Inventory,
  RecentVfNics,
  VfDemand,
} from '@iopath/core';

/** Everything the planner needs of one host, as stored. */
export interface HostRecord {
  readonly hostName: string;
  readonly state: HostAdminState;
  readonly generation: number;
  readonly version: number;
  readonly inventory: Inventory;
  /** Hash of the canonical inventory, without `observed_at`. */
  readonly inventoryHash: string;
  /** Live claims only: reserved, confirmed and orphaned; and of servers that the advisor did not place. */
  readonly claims: readonly HostClaim[];
  /** Addresses of the devices in quarantine. */
  readonly quarantined: readonly string[];
}

/** What changed in the fleet since a watermark. */
export interface FleetChanges {
  readonly changed: readonly HostRecord[];
  readonly removed: readonly string[];
  /** Give this to the next call. Changes may be repeated by it, but none is ever missed. */
  readonly watermark: string;
  /** Version of the performance model that is active; null: the one as shipped. */
  readonly activeModel: string | null;
}

/** Reads the fleet the way a planner wants it: whole once, then by change. */
export abstract class FleetReader {
  /**
   * Hosts that changed since `watermark`; null means all of them. One consistent view: hosts and
   * their claims are of the same moment.
   */
  abstract changesSince(watermark: string | null): Promise<FleetChanges>;
  /** The named hosts, freshly read; unknown names are left out. */
  abstract read(hostNames: readonly string[]): Promise<readonly HostRecord[]>;
  /** VFs reserved in the 24 hours up to the last full hour, by physical network in lower case. */
  abstract recentVfDemand(): Promise<VfDemand>;
  /** VF NICs that were asked for in the last 24 hours, given a VF or not; a request that was sent again counts once. */
  abstract recentVfNics(): Promise<readonly RecentVfNics[]>;
  /** What synchronisations told of the cloud beside its hosts, a moment old at most; null: there was none. */
  abstract cloud(): Promise<FleetCloud | null>;
  /** A version of the performance model that operators' measurements made; null when there is none of this name. */
  abstract model(version: string): Promise<CalibratedModel | null>;
  /** Hosts that carry a live VM of this server group. */
  abstract hostsOfGroup(groupId: string): Promise<readonly string[]>;
  /** Of these physical networks (compared without case), those that no PF or bridge in the fleet reaches. */
  abstract unknownPhysicalNetworks(names: readonly string[]): Promise<readonly string[]>;
}
