import type { LeftoverStore, Purged } from '../ports/leftover-store.port';

/** Keeps tables small that only ever matter for a while. */
export class PurgeLeftovers {
  constructor(private readonly leftovers: LeftoverStore) {}

  /** Returns what was thrown away. */
  execute(): Promise<Purged> {
    return this.leftovers.purge();
  }
}
