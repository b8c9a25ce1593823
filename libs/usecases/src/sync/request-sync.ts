import { type Sync, SYNC_STAGES, type SyncStageName, type SyncStore } from '../ports/sync-store.port';
import { Refusal } from '../refusal';

/** Asks the workers for a synchronisation with the cloud. */
export class RequestSync {
  /** @param isCloudConfigured whether there is a cloud to synchronise with */
  constructor(
    private readonly syncs: SyncStore,
    private readonly isCloudConfigured: boolean,
  ) {}

  /**
   * @param id what it is to be called, a UUID, unless one that is queued already is joined
   * @param stages null: all
   * @throws Refusal conflict `cloud.not_configured`
   */
  async execute(id: string, stages: readonly SyncStageName[] | null): Promise<Sync> {
    if (!this.isCloudConfigured) {
      const message = 'No cloud is configured: set OS_CLOUD, or OS_AUTH_URL and the other OS_* variables.';
      throw new Refusal('conflict', 'cloud.not_configured', message);
    }
    return this.syncs.request(id, stages === null ? SYNC_STAGES : SYNC_STAGES.filter((name) => stages.includes(name)));
  }
}
