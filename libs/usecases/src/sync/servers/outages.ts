import { CloudError, type CloudServiceType } from '../../ports/cloud-reader.port';

/**
 * Services that have stopped answering. Once one does not, it is not asked again in the same synchronisation: waiting for
 * a time-out on each of a thousand hosts would keep everybody from what the others say.
 */
export class Outages {
  private readonly errors = new Map<CloudServiceType, CloudError>();

  /** The first of them; null when all have answered. */
  get first(): CloudError | null {
    return [...this.errors.values()][0] ?? null;
  }

  has(service: CloudServiceType): boolean {
    return this.errors.has(service);
  }

  /** What the service says; null when it does not answer. Its refusals are thrown on. */
  async ask<T>(service: CloudServiceType, question: () => Promise<T>): Promise<T | null> {
    if (this.errors.has(service)) return null;
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof CloudError) || !error.isTransient) throw error;
      this.errors.set(service, error);
      return null;
    }
  }
}
