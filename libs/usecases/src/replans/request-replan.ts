import type { CauseCaller } from '../ports/cause.port';
import type { NewReplan, ReplanStore, ReplanSummary } from '../ports/replan-store.port';
import type { WorkQueue } from '../ports/work-queue.port';
import { Refusal } from '../refusal';
import { readDraft, type ReadDraftPorts } from './read-draft';
import type { ReplanDraft } from './replan-draft';

/** Each takes a worker up to its time budget, so more of them would wait for hours. */
const MOST_QUEUED = 100;
const COME_AGAIN_S = 60;

export interface RequestReplanPorts extends ReadDraftPorts {
  readonly store: ReplanStore;
  readonly queue: WorkQueue;
}

/** Who asks for a re-plan, and how. */
export interface ReplanAsker {
  /** What it is to be called, a UUID: the same for the same idempotency key. */
  readonly id: string;
  readonly requestId: string | null;
  readonly caller: CauseCaller | null;
}

/** Accepts a re-plan: checks it against the fleet, stores it, and rings for a worker. */
export class RequestReplan {
  constructor(private readonly ports: RequestReplanPorts) {}

  /**
   * @param renews whether another one is to be planned when the fleet leaves it behind
   * @throws Refusal invalid `request.invalid` with a fault for each thing wrong; too_many `replan.queue_full`.
   */
  async execute(draft: ReplanDraft, renews: boolean, asker: ReplanAsker): Promise<ReplanSummary> {
    const earlier = await this.ports.store.find(asker.id);
    if (earlier !== null) return earlier;
    await this.requireRoom();
    const request = await readDraft(draft, this.ports);
    return this.queue({ ...asker, origin: 'request', request, renews, parentId: null });
  }

  private async requireRoom(): Promise<void> {
    const { queued } = await this.ports.store.backlog();
    if (queued < MOST_QUEUED) return;
    const message = `${queued} re-plans wait already.`;
    throw new Refusal('too_many', 'replan.queue_full', message, [], COME_AGAIN_S);
  }

  /** The row is safe in the database, so a queue that is away costs time and nothing else: workers look around. */
  private async queue(replan: NewReplan): Promise<ReplanSummary> {
    const stored = await this.ports.store.create(replan);
    await this.ports.queue.requestReplan(stored.id).catch(() => undefined);
    return stored;
  }
}
