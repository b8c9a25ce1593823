import type { SyncStage } from '@iopath/usecases';

/** Stages of a synchronisation with the cloud, in the order in which they run. */
export function syncStages(): readonly SyncStage[] {
  return [];
}
