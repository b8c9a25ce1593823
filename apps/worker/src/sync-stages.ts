import { type PciAliasDefinition, PciAliases } from '@iopath/core';
import {
  type CloudServerStore,
  type DriftStore,
  HostsStage,
  type HostSourceStore,
  type HostStore,
  NetworksStage,
  ReconcileServers,
  type ReconcileStore,
  ServersStage,
  type SyncStage,
  type SyncStore,
} from '@iopath/usecases';

/** Inventories are written by collectors that run daily or more often. */
const INVENTORY_MAX_AGE_MS = 24 * 3_600_000;

/** Where stages keep what they learn. */
export interface SyncStores {
  readonly hosts: HostStore;
  readonly hostSources: HostSourceStore;
  readonly cloudServers: CloudServerStore;
  readonly reconciliation: ReconcileStore;
  readonly drift: DriftStore;
  readonly syncs: SyncStore;
}

/**
 * Stages of a synchronisation with the cloud, in the order in which they run.
 *
 * @param pciAliases Nova's `[pci]alias`; null when nobody told
 */
export function syncStages(
  { hosts, hostSources, cloudServers, reconciliation, drift, syncs }: SyncStores,
  pciAliases: readonly PciAliasDefinition[] | null,
): readonly SyncStage[] {
  return [
    new HostsStage(hostSources),
    new NetworksStage(hostSources),
    new ServersStage(cloudServers, hosts, pciAliases && new PciAliases(pciAliases)),
    new ReconcileServers({ reconciliation, drift, syncs, inventoryMaxAgeMs: INVENTORY_MAX_AGE_MS }),
  ];
}
