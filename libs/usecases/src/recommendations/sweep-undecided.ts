import type { RecommendationStore } from '../ports/recommendation-store.port';
import type { WorkQueue } from '../ports/work-queue.port';

/** An ordinary decision takes far less, so what is older was forgotten by the queue or lost with its worker. */
const OLDER_THAN_MS = 3_000;
const BATCH = 500;

/** Rings again for requests that nobody seems to be deciding: the queue was flushed, or their worker died. */
export class SweepUndecided {
  constructor(
    private readonly store: RecommendationStore,
    private readonly queue: WorkQueue,
  ) {}

  /** Returns how many it rang for. To ring once too often is harmless: a queued job is not queued twice. */
  async execute(): Promise<number> {
    const ids = await this.store.undecided(OLDER_THAN_MS, BATCH);
    for (const id of ids) await this.queue.requestDecision(id);
    return ids.length;
  }
}
