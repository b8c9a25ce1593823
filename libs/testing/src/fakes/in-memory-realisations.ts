import { type LoneRealisation, type RealisationRecord, RealisationStore } from '@iopath/usecases';

/** Realisations in a map. */
export class InMemoryRealisations extends RealisationStore {
  readonly records = new Map<string, RealisationRecord>();
  private readonly held = new Set<string>();

  get(recommendationId: string): Promise<RealisationRecord | null> {
    return Promise.resolve(this.records.get(recommendationId) ?? null);
  }

  async alone<T>(recommendationId: string, work: (lone: LoneRealisation) => Promise<T>): Promise<T | null> {
    if (this.held.has(recommendationId)) return null;
    this.held.add(recommendationId);
    try {
      return await work({
        signal: new AbortController().signal,
        read: () => this.get(recommendationId),
        keep: (record) => Promise.resolve(void this.records.set(recommendationId, record)),
      });
    } finally {
      this.held.delete(recommendationId);
    }
  }
}
