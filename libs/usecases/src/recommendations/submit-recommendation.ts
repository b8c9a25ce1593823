import { completeRequest, type Fault, PROFILES, type RequestDraft, type VmRequest } from '@iopath/core';
import type { FleetReader } from '../ports/fleet.port';
import type { Outbox } from '../ports/outbox.port';
import type { ProfileStore } from '../ports/profile-store.port';
import type { NewRecommendation, RecommendationStore, RequestPriority } from '../ports/recommendation-store.port';
import type { WorkQueue } from '../ports/work-queue.port';
import { Refusal } from '../refusal';
import type { QueueAdmission } from './queue-admission';
import { profileOnly, unknownProfile } from '../profiles/choose-profile';
import { unknownNetworks } from './unknown-networks';

export interface SubmitPorts {
  readonly store: RecommendationStore;
  readonly profiles: ProfileStore;
  readonly fleet: FleetReader;
  readonly queue: WorkQueue;
  readonly outbox: Outbox;
  readonly admission: QueueAdmission;
  /** A UUID: always the same for a project's key, a random one without key. */
  readonly newId: (projectId: string, idempotencyKey: string | null) => string;
  /** What a look at the request alone tells to be wrong, e.g. extra specs that Nova would refuse. */
  readonly check: (request: VmRequest) => readonly Fault[];
}

export interface Submitted {
  readonly id: string;
  /** False when this is the first answer given again. */
  readonly created: boolean;
}

/** Accepts a request: completes it by its profile, checks it, stores it with its outbox row, and rings for a worker. */
export class SubmitRecommendation {
  constructor(private readonly ports: SubmitPorts) {}

  /**
   * @throws Refusal too_many `queue.full`, `queue.project_full`; invalid `request.invalid` with a fault for each thing wrong;
   *   invalid `idempotency.key_reused`.
   */
  async execute(
    draft: RequestDraft,
    idempotency: NewRecommendation['idempotency'],
    priority: RequestPriority = 'interactive',
  ): Promise<Submitted> {
    const id = this.ports.newId(draft.projectId, idempotency?.key ?? null);
    // First of all: a service with too much to do must not do much to say so.
    const full = await this.ports.admission.refusalFor(draft.projectId);
    if (full !== null && !(await this.wasAcceptedBefore(id, idempotency))) throw full;
    const [current, networkFaults] = await Promise.all([
      this.ports.profiles.current(draft.profile),
      unknownNetworks(draft, this.ports.fleet),
    ]);
    const profile = profileOnly(current ?? PROFILES.balanced);
    const request = completeRequest(draft, profile.defaults);
    const faults = [
      ...(current === null ? [unknownProfile(draft.profile)] : []),
      ...this.ports.check(request),
      ...networkFaults,
    ];
    if (faults.length > 0 && !(await this.wasAcceptedBefore(id, idempotency))) {
      throw new Refusal('invalid', 'request.invalid', 'The request cannot be decided as it stands.', faults);
    }

    this.ports.admission.letIn(draft.projectId);
    const submitted = await this.ports.store.create({ id, request, profile, priority, idempotency });
    if (submitted.created) await this.ring(submitted.id);
    return submitted;
  }

  /** A repeat gets the first answer again, even when its profile or what it asks of the fleet has gone since. */
  private async wasAcceptedBefore(id: string, idempotency: NewRecommendation['idempotency']): Promise<boolean> {
    return idempotency !== null && (await this.ports.store.get(id)) !== null;
  }

  /** The row is safe in the database, so a queue that is away costs time and no request: the relay rings later. */
  private async ring(id: string): Promise<void> {
    try {
      await this.ports.queue.requestDecision(id);
      await this.ports.outbox.markDispatched(id);
    } catch {
      return;
    }
  }
}
