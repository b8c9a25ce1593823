import {
  type CalibratedModel,
  type Decision,
  type DecisionDifference,
  decisionDifferences,
  type decideRequest,
  type Fault,
  type Fleet,
  fleetPredictedBy,
  MODEL_VERSIONS,
  type PlanningPolicy,
  type Profile,
  type ProfileVersion,
  signatureOf,
  type VmRequest,
  withoutReservations,
  withProfile,
} from '@iopath/core';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import { predictingModel } from '../models/predicting-model';
import type { Reservation } from '../ports/allocation-store.port';
import type { FleetReader } from '../ports/fleet.port';
import type { ProfileStore, StoredProfile } from '../ports/profile-store.port';
import type { Recommendation, RecommendationStore } from '../ports/recommendation-store.port';
import type { Clock } from '../ports/surroundings.port';
import { profileOnly, unknownProfile, unknownVersion } from '../profiles/choose-profile';
import { Refusal } from '../refusal';
import { OneAtATime } from './one-at-a-time';

export interface ReplayPorts {
  readonly store: RecommendationStore;
  readonly profiles: ProfileStore;
  readonly models: Pick<FleetReader, 'model'>;
  readonly snapshot: FleetSnapshot;
  readonly policy: () => PlanningPolicy;
  readonly decide: typeof decideRequest;
  readonly clock: Clock;
  /** What a look at the request alone tells to be wrong, as at its submission. */
  readonly check: (request: VmRequest) => readonly Fault[];
}

/** By what to decide again; null = as the first time, for the model: by the active one. */
export interface ReplayBy {
  readonly profile: string | null;
  /** A version of that profile; null with a profile named = its current one. */
  readonly profileVersion: number | null;
  /** Shipped or calibrated, in the shadow too. */
  readonly modelVersion: string | null;
  /** In place of the request's own weights; an empty object takes them away. */
  readonly weights: VmRequest['weights'];
}

export interface Replay {
  /** As it stands; a replay changes nothing of it. */
  readonly recommendation: Recommendation;
  /** What the replay decided by. */
  readonly profile: Profile;
  readonly weights: VmRequest['weights'];
  readonly fleetDigest: string;
  readonly decision: Decision;
  /** From the recommendation's decision to the replay's. */
  readonly differences: readonly DecisionDifference[];
  /** Those that the very choice of the first time would show today: fleet, cloud or model have moved. */
  readonly sinceThen: readonly DecisionDifference[];
  /** Those between that and the replay: what another profile, version, weights or model do. */
  readonly byChoice: readonly DecisionDifference[];
  readonly decidedAtMs: number;
}

/**
 * Decides a recommendation's request again, by the same or another profile or model, on the fleet as it is now, less what the
 * recommendation itself holds. Nothing is reserved and nothing stored: it is a question.
 */
export class ReplayRecommendation {
  private readonly planning = new OneAtATime();

  constructor(private readonly ports: ReplayPorts) {}

  /**
   * @throws Refusal not_found `recommendation.not_found`; conflict `recommendation.not_decided`, `recommendation.failed`,
   *   `recommendation.refused_by_nova`; invalid `request.invalid` for a profile or version that there is not.
   */
  async execute(id: string, by: ReplayBy): Promise<Replay> {
    const recommendation = await this.find(id);
    const before = decisionOf(recommendation);
    const { profile, model } = await this.choose(recommendation, by);
    const { request: first } = recommendation;
    const request = { ...first, profile: profile.name, weights: by.weights ?? first.weights };
    this.requireStillAcceptable(request);

    // Planning is CPU work on the thread that serves everybody: one replay at a time leaves them their turns.
    return this.planning.run(async () => {
      const fleet = await this.fleetWithout(recommendation.reservations);
      const decision = this.decideBy(model === undefined ? this.ports.snapshot.model : model, request, fleet, profile);
      const today = this.firstChoiceToday(recommendation, fleet, [before, decision]);
      return {
        recommendation,
        profile,
        weights: request.weights,
        fleetDigest: fleet.digest,
        decision,
        differences: decisionDifferences(before, decision),
        sinceThen: decisionDifferences(before, today),
        byChoice: decisionDifferences(today, decision),
        decidedAtMs: this.ports.clock(),
      };
    });
  }

  /** What the very choice of the first time decides now; a decision of the same input that is at hand is that. */
  private firstChoiceToday(first: Recommendation, fleet: Fleet, atHand: readonly Decision[]): Decision {
    const { request, profile } = first;
    const { inputHash } = signatureOf(request, fleet, withProfile(this.ports.policy(), profile));
    return atHand.find((decision) => decision.inputHash === inputHash) ?? this.decide(request, fleet, profile);
  }

  private decide(request: VmRequest, fleet: Fleet, profile: Profile): Decision {
    return this.ports.decide(request, fleet, withProfile(this.ports.policy(), profile));
  }

  private decideBy(model: CalibratedModel | null, request: VmRequest, fleet: Fleet, profile: Profile): Decision {
    const policy = { ...this.ports.policy(), model };
    return this.ports.decide(request, fleetPredictedBy(fleet, model), withProfile(policy, profile));
  }

  private async fleetWithout(reservations: readonly Reservation[]): Promise<Fleet> {
    const fleet = await this.ports.snapshot.refresh();
    return withoutReservations(fleet, new Set(reservations.map(({ id }) => id)));
  }

  private async find(id: string): Promise<Recommendation> {
    const recommendation = await this.ports.store.get(id);
    if (recommendation !== null) return recommendation;
    throw new Refusal('not_found', 'recommendation.not_found', `There is no recommendation ${id}.`);
  }

  /** @throws Refusal invalid with every fault that the choice has. */
  private async choose(recommendation: Recommendation, by: ReplayBy): Promise<Choice> {
    const { models, snapshot } = this.ports;
    const { modelVersion } = by;
    const faults: Fault[] = [];
    const model = modelVersion === null ? undefined : await predictingModel(modelVersion, snapshot.model, models);
    if (modelVersion !== null && model === undefined) faults.push(unknownModel(modelVersion, snapshot.model));
    const profile = await this.profileFor(recommendation, by);
    if ('pointer' in profile) faults.push(profile);
    if (faults.length === 0 && !('pointer' in profile)) return { profile, model };
    throw new Refusal('invalid', 'request.invalid', 'There is nothing to replay by; see errors.', faults);
  }

  private async profileFor({ profile: first }: Recommendation, by: ReplayBy): Promise<Profile | Fault> {
    if (by.profile === null && by.profileVersion === null) return first;
    const name = by.profile ?? first.name;
    if (by.profileVersion === null) {
      const current = await this.ports.profiles.current(name);
      return current === null ? unknownProfile(name) : profileOnly(current);
    }
    if (isSame({ name, version: by.profileVersion }, first)) return first;
    return this.versionOf(name, by.profileVersion);
  }

  private async versionOf(name: string, version: number): Promise<Profile | Fault> {
    const found: StoredProfile | null = await this.ports.profiles.version(name, version);
    if (found !== null) return profileOnly(found);
    const current = await this.ports.profiles.current(name);
    return current === null ? unknownProfile(name) : unknownVersion(current, version);
  }

  /** The cloud may have moved to another release since. */
  private requireStillAcceptable(request: VmRequest): void {
    const [fault] = this.ports.check(request);
    if (fault === undefined) return;
    const message = `Nova of ${this.ports.policy().release} would refuse the request now: ${fault.pointer} ${fault.message}`;
    throw new Refusal('conflict', 'recommendation.refused_by_nova', message);
  }
}

interface Choice {
  readonly profile: Profile;
  /** Null: as shipped; undefined: whichever is active. */
  readonly model: CalibratedModel | null | undefined;
}

function decisionOf({ status, decision }: Recommendation): Decision {
  if (status === 'failed')
    throw new Refusal('conflict', 'recommendation.failed', 'It failed, so there is no decision.');
  if (decision !== null) return decision;
  throw new Refusal('conflict', 'recommendation.not_decided', `The recommendation is ${status}; ask again later.`);
}

function isSame(one: ProfileVersion, other: ProfileVersion): boolean {
  return one.name === other.name && one.version === other.version;
}

function unknownModel(version: string, active: CalibratedModel | null): Fault {
  const known = [...MODEL_VERSIONS, ...(active === null ? [] : [active.version])];
  const message = `There is no model ${version}; there is ${known.join(', ')}, and what calibrations made.`;
  return { pointer: '/model_version', code: 'model_version.unknown', message };
}
