import type { Outbox } from '../ports/outbox.port';
import type { WorkQueue } from '../ports/work-queue.port';

/** Younger ones are still in the hands of the API that accepted them. */
const OLDER_THAN_MS = 500;
const BATCH = 200;

/** Rings for accepted requests whose first ring failed, e.g. because Redis was away. */
export class RelayOutbox {
  constructor(
    private readonly outbox: Outbox,
    private readonly queue: WorkQueue,
  ) {}

  /** Returns how many were handed to the queue. Rejects when the queue is still away; what was not handed over stays. */
  async execute(): Promise<number> {
    let relayed = 0;
    for (let batch = BATCH; batch === BATCH; relayed += batch) {
      batch = await this.outbox.relay(OLDER_THAN_MS, BATCH, (id) => this.queue.requestDecision(id));
    }
    return relayed;
  }
}
