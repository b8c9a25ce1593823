import {
  type DriftStore,
  type HostSourceStore,
  HostsStage,
  NetworksStage,
  ReconcileServers,
  type ReconcileStore,
  type SyncStage,
  type SyncStore,
} from '@iopath/usecases';

/** Inventories are written by collectors that run daily or more often. */
const INVENTORY_MAX_AGE_MS = 24 * 3_600_000;

/** Where stages keep what they learn. */
export interface SyncStores {
  readonly hostSources: HostSourceStore;
  readonly reconciliation: ReconcileStore;
  readonly drift: DriftStore;
  readonly syncs: SyncStore;
}

/** Stages of a synchronisation with the cloud, in the order in which they run. */
export function syncStages({ hostSources, reconciliation, drift, syncs }: SyncStores): readonly SyncStage[] {
  return [
    new HostsStage(hostSources),
    new NetworksStage(hostSources),
    new ReconcileServers({ reconciliation, drift, syncs, inventoryMaxAgeMs: INVENTORY_MAX_AGE_MS }),
  ];
}
