import { type HostSourceStore, HostsStage, NetworksStage, type SyncStage } from '@iopath/usecases';

/** Where stages keep what they learn. */
export interface SyncStores {
  readonly hostSources: HostSourceStore;
}

/** Stages of a synchronisation with the cloud, in the order in which they run. */
export function syncStages({ hostSources }: SyncStores): readonly SyncStage[] {
  return [new HostsStage(hostSources), new NetworksStage(hostSources)];
}
