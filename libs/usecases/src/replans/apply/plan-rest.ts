import type { ReplanStore, ReplanSummary } from '../../ports/replan-store.port';
import type { WorkQueue } from '../../ports/work-queue.port';

export interface PlanRestPorts {
  readonly replans: Pick<ReplanStore, 'create'>;
  readonly queue: Pick<WorkQueue, 'requestReplan'>;
  readonly newId: () => string;
}

/** Has the goal of a re-plan planned again, on the fleet as the steps that were made have left it. */
export class PlanRest {
  constructor(private readonly ports: PlanRestPorts) {}

  async execute({ id: parentId, request, caller }: ReplanSummary): Promise<void> {
    const { replans, queue, newId } = this.ports;
    const rest = { id: newId(), origin: 'rest', request, renews: false, parentId, requestId: null, caller } as const;
    const { id } = await replans.create(rest);
    // The row is safe in the database, so a queue that is away costs time and nothing else: workers look around.
    await queue.requestReplan(id).catch(() => undefined);
  }
}
