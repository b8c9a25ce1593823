import {
  type AssumedHardware,
  type compareOnFleet,
  compareWithoutFleet,
  completeRequest,
  type Fault,
  type PathCard,
  type PlanningPolicy,
  PROFILES,
  type RequestDraft,
  type VmRequest,
  withoutReservations,
  withProfile,
} from '@iopath/core';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import type { ProfileStore } from '../ports/profile-store.port';
import type { RecommendationStore } from '../ports/recommendation-store.port';
import { profileOnly, unknownProfile } from '../profiles/choose-profile';
import { OneAtATime } from '../recommendations/one-at-a-time';
import { Refusal } from '../refusal';

export interface ComparePorts {
  readonly store: RecommendationStore;
  readonly profiles: ProfileStore;
  readonly snapshot: FleetSnapshot;
  readonly policy: () => PlanningPolicy;
  readonly compare: typeof compareOnFleet;
  /** What a look at the request alone tells to be wrong, as at its submission. */
  readonly check: (request: VmRequest) => readonly Fault[];
}

/** Puts all paths side by side. A question: nothing is reserved and nothing stored. */
export class ComparePaths {
  private readonly comparing = new OneAtATime();

  constructor(private readonly ports: ComparePorts) {}

  /**
   * A stored request's paths, each on the best host of the fleet as it is now, less what the recommendation itself holds.
   *
   * @throws Refusal not_found `recommendation.not_found`; conflict `recommendation.refused_by_nova`.
   */
  async ofRecommendation(id: string): Promise<readonly PathCard[]> {
    const recommendation = await this.ports.store.get(id);
    if (recommendation === null) {
      throw new Refusal('not_found', 'recommendation.not_found', `There is no recommendation ${id}.`);
    }
    const { request, profile, reservations } = recommendation;
    const [fault] = this.ports.check(request);
    if (fault !== undefined) {
      // The cloud may have moved to another release since.
      const message = `Nova of ${this.ports.policy().release} would refuse the request now: ${fault.pointer} ${fault.message}`;
      throw new Refusal('conflict', 'recommendation.refused_by_nova', message);
    }
    // A search for each path is CPU work on the thread that serves everybody: one comparison at a time leaves them their turns.
    return this.comparing.run(async () => {
      const own = new Set(reservations.map((reservation) => reservation.id));
      const fleet = withoutReservations(await this.ports.snapshot.refresh(), own);
      return this.ports.compare(request, fleet, withProfile(this.ports.policy(), profile));
    });
  }

  /**
   * The paths of a request that is not stored, on assumed hardware.
   *
   * @throws Refusal invalid `request.invalid` with a fault for each thing wrong.
   */
  async ofRequest(draft: RequestDraft, hardware: AssumedHardware): Promise<readonly PathCard[]> {
    const current = await this.ports.profiles.current(draft.profile);
    const profile = profileOnly(current ?? PROFILES.balanced);
    const request = completeRequest(draft, profile.defaults);
    const faults = [...(current === null ? [unknownProfile(draft.profile)] : []), ...this.ports.check(request)];
    if (faults.length > 0) {
      throw new Refusal('invalid', 'request.invalid', 'The request cannot be compared as it stands.', faults);
    }
    return compareWithoutFleet(request, hardware, withProfile(this.ports.policy(), profile));
  }
}
