import {
  type CalibratedModel,
  comparedDevices,
  type ComparedDevice,
  type decideRequest,
  type Decision,
  type Fleet,
  fleetPredictedBy,
  type PlanningPolicy,
  withoutReservations,
  withProfile,
} from '@iopath/core';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import type { FleetReader } from '../ports/fleet.port';
import type { Recommendation, RecommendationStore } from '../ports/recommendation-store.port';
import type { Clock } from '../ports/surroundings.port';
import { OneAtATime } from '../recommendations/one-at-a-time';
import { Refusal } from '../refusal';
import { predictingModel } from './predicting-model';

/** Most decisions that are made again for one report. */
export const MAX_REPORTED_DECISIONS = 200;
/** After so long a report tells of what it has come to: others want the thread. */
const LONGEST_MS = 4_000;
const PAGE = 100;
/** How far back decisions are looked for, among those that found no host. */
const MAX_LOOKED_AT = 1_000;

export interface ReportShadowPorts {
  readonly store: Pick<RecommendationStore, 'list'>;
  readonly models: Pick<FleetReader, 'model'>;
  readonly snapshot: FleetSnapshot;
  readonly policy: () => PlanningPolicy;
  readonly decide: typeof decideRequest;
  readonly clock: Clock;
  /** Lets the thread's other calls have a turn. */
  readonly giveWay: () => Promise<unknown>;
}

/** A decision made again by both versions. */
export interface ReportedDecision {
  readonly recommendationId: string;
  readonly name: string;
  readonly devices: readonly ComparedDevice[];
  /** Some VM would go to another host, or to none, or find one. */
  readonly changesHost: boolean;
  /** Some device would have another path. */
  readonly changesPath: boolean;
}

/** What a version of the model would make of the newest decisions, beside the one that is active. Plain data. */
export interface ShadowReport {
  /** Null: the model as shipped. */
  readonly active: string | null;
  /** Newest first. */
  readonly decisions: readonly ReportedDecision[];
  /** Decisions that time did not suffice for. */
  readonly leftOut: number;
}

/**
 * Decides the newest ready recommendations again, by the active version and by another, each on the fleet as it is now less
 * what it holds itself. Nothing is reserved and nothing stored: it is a question.
 */
export class ReportShadow {
  private readonly planning = new OneAtATime();

  constructor(private readonly ports: ReportShadowPorts) {}

  /** @throws Refusal not_found `model.not_found`. */
  async execute(version: string, decisions: number): Promise<ShadowReport> {
    return this.planning.run(async () => {
      const fleet = await this.ports.snapshot.refresh();
      const { model: active } = this.ports.snapshot;
      const model = await predictingModel(version, active, this.ports.models);
      if (model === undefined) throw new Refusal('not_found', 'model.not_found', `There is no model ${version}.`);
      const views = [active, model].map((one) => ({ model: one, fleet: fleetPredictedBy(fleet, one) }));
      const wanted = await this.newestReady(decisions);
      const reported: ReportedDecision[] = [];
      const endMs = this.ports.clock() + LONGEST_MS;
      for (const recommendation of wanted) {
        if (this.ports.clock() > endMs) break;
        const [before, after] = views.map((view) => this.decide(recommendation, view)) as [Decision, Decision];
        reported.push(compared(recommendation, before, after));
        await this.ports.giveWay();
      }
      return { active: active?.version ?? null, decisions: reported, leftOut: wanted.length - reported.length };
    });
  }

  private decide({ request, profile, reservations }: Recommendation, { model, fleet }: View): Decision {
    const without = withoutReservations(fleet, new Set(reservations.map(({ id }) => id)));
    return this.ports.decide(request, without, withProfile({ ...this.ports.policy(), model }, profile));
  }

  private async newestReady(count: number): Promise<readonly Recommendation[]> {
    const found: Recommendation[] = [];
    let marker: string | null = null;
    for (let lookedAt = 0; found.length < count && lookedAt < MAX_LOOKED_AT; lookedAt += PAGE) {
      const page = await this.ports.store.list({ projectId: null }, PAGE, marker);
      found.push(...page.items.filter(({ status }) => status === 'ready'));
      marker = page.nextMarker;
      if (marker === null) break;
    }
    return found.slice(0, count);
  }
}

interface View {
  readonly model: CalibratedModel | null;
  readonly fleet: Fleet;
}

function compared({ id, name }: Recommendation, before: Decision, after: Decision): ReportedDecision {
  const devices = comparedDevices(before, after);
  return {
    recommendationId: id,
    name,
    devices,
    changesHost: String(hostsOf(before)) !== String(hostsOf(after)),
    changesPath: devices.some((device) => device.before?.path !== device.after?.path),
  };
}

function hostsOf(decision: Decision): readonly string[] {
  return decision.status === 'ready' ? decision.members.map(({ hostName }) => hostName) : [];
}
