import { type GuestPlan, planRealisation, type RealisationChoices, type CloudStock } from '@iopath/core';
import type { AllocationStore } from '../ports/allocation-store.port';
import type { Cause } from '../ports/cause.port';
import { CloudError, type CloudReader } from '../ports/cloud-reader.port';
import type { CloudCall, CloudWriter } from '../ports/cloud-writer.port';
import type { HostStore } from '../ports/host-store.port';
import type {
  LoneRealisation,
  RealisationRecord,
  RealisationStore,
  RealisedGuest,
} from '../ports/realisation-store.port';
import type { Recommendation, RecommendationStore } from '../ports/recommendation-store.port';
import type { Clock } from '../ports/surroundings.port';
import { Refusal } from '../refusal';
import { cloudStock } from './cloud-stock';
import { MakeGuest } from './make-guest';
import { plannedCalls, serverCall, stepFor, unmade } from './planned-calls';
import { liveHoldOf, readyGuests } from './ready-guests';
import { RealisationFailed } from './realisation-failed';
import { takeBack } from './take-back';

/** Time that a server gets to be seen by the next synchronisation, which confirms its reservation. */
const TIME_TO_BE_SEEN_S = 900;

export interface RealisePorts {
  readonly recommendations: RecommendationStore;
  readonly hosts: Pick<HostStore, 'summary'>;
  readonly allocations: Pick<AllocationStore, 'renewRecommendation'>;
  readonly realisations: RealisationStore;
  /** Null where no cloud is configured. */
  readonly cloud: { readonly reader: CloudReader; readonly writer: CloudWriter } | null;
  readonly clock: Clock;
}

export interface RealisationAsked extends RealisationChoices {
  /** Id or name. */
  readonly image: string;
  /** Whether the servers are asked for as well. */
  readonly boot: boolean;
  readonly dryRun: boolean;
}

export interface Realisation {
  readonly record: RealisationRecord;
  /** What would be called, in order; empty unless it is a dry run. */
  readonly calls: readonly CloudCall[];
  readonly dryRun: boolean;
}

/** Makes in the cloud what a recommendation says: flavors, ports, and servers where they are asked for. */
export class RealiseRecommendation {
  constructor(private readonly ports: RealisePorts) {}

  /**
   * The same again gives the first result, and goes on with one that was left half done.
   *
   * @throws Refusal not_found `recommendation.not_found`; conflict `recommendation.not_decided`, `recommendation.not_ready`,
   *   `recommendation.not_reserved`, `allocation.expired`, `allocation.released`, `realisation.in_progress`,
   *   `realisation.other_choices`, `realisation.cloud_unfit`, `realisation.refused_by_nova`; invalid `request.invalid`;
   *   conflict `cloud.not_configured`. RealisationFailed. CloudError before anything was made.
   */
  async execute(id: string, asked: RealisationAsked, cause: Cause): Promise<Realisation> {
    const recommendation = await this.ports.recommendations.get(id);
    if (recommendation === null) {
      throw new Refusal('not_found', 'recommendation.not_found', `There is no recommendation ${id}.`);
    }
    const guests = await readyGuests(recommendation, this.ports.hosts);
    const earlier = await this.ports.realisations.get(id);
    if (earlier !== null && isDone(earlier, asked))
      return { record: sameChoices(earlier, asked), calls: [], dryRun: asked.dryRun };

    const { cloud } = this.ports;
    if (cloud === null) throw new Refusal('conflict', 'cloud.not_configured', 'No cloud is configured.');
    this.requireHold(recommendation);
    const stock = await cloudStock(cloud.reader, asked.image);
    const plan = planRealisation(guests, asked, stock);
    if (!plan.ok) throw unplannable(plan.kind, plan.faults);
    const fresh = freshRecord(id, asked, plan.guests, stock, plan.notes);
    if (asked.dryRun) {
      return {
        record: shownRecord(fresh, plan.guests, stock),
        calls: plannedCalls(plan.guests, stock, asked.boot),
        dryRun: true,
      };
    }

    const made = await this.ports.realisations.alone(id, async (lone) => ({
      record: await this.make(lone, fresh, plan.guests, stock, asked.boot),
    }));
    if (made === null) {
      throw new Refusal(
        'conflict',
        'realisation.in_progress',
        'Another request is realising it. Ask again in a moment.',
      );
    }
    if (asked.boot) await this.leaveTime(recommendation, cause);
    return { record: made.record, calls: [], dryRun: false };
  }

  private async make(
    lone: LoneRealisation,
    fresh: RealisationRecord,
    plans: readonly GuestPlan[],
    stock: CloudStock,
    boot: boolean,
  ): Promise<RealisationRecord> {
    const { reader, writer } = this.cloud();
    const known = await lone.read();
    const again = known !== null;
    let record = known === null ? fresh : await this.resumed(lone, known, fresh);
    await lone.keep(record);
    const maker = new MakeGuest({ reader, writer }, stock);
    try {
      for (const [member, plan] of plans.entries()) {
        lone.signal.throwIfAborted();
        const guest = record.guests[member];
        if (guest === undefined || guest.state === 'booted' || (guest.state === 'created' && !boot)) continue;
        const keep = async (changed: RealisedGuest): Promise<void> => {
          record = { ...record, guests: record.guests.map((one) => (one.member === member ? changed : one)) };
          await lone.keep(record);
        };
        if (guest.state === 'created') await maker.boot(guest, { again, keep });
        else await maker.execute(guest, { plan, boot, again, keep });
      }
      return record;
    } catch (error) {
      throw await this.afterFailure(error, record, lone);
    }
  }

  /** What an earlier try has left is gone on with; what it could not take back is taken back first. */
  private async resumed(
    lone: LoneRealisation,
    known: RealisationRecord,
    fresh: RealisationRecord,
  ): Promise<RealisationRecord> {
    const hasFailed = known.guests.every(({ state }) => state === 'failed');
    if (!hasFailed) {
      if (known.choices !== fresh.choices) throw otherChoices();
      return known;
    }
    const { record, left } = await takeBack(known, this.cloud().writer);
    await lone.keep(record);
    if (left.length > 0) {
      throw new Refusal(
        'conflict',
        'realisation.left_behind',
        `An earlier try left ${left.join(', ')}, which the cloud does not take back.`,
      );
    }
    return fresh;
  }

  /** In an outage nothing could be taken back; the same request goes on when it is over. */
  private async afterFailure(error: unknown, record: RealisationRecord, lone: LoneRealisation): Promise<unknown> {
    const isTransient = error instanceof CloudError && error.isTransient;
    const isRefused = error instanceof CloudError || error instanceof Refusal;
    if (!isRefused) return error;
    if (isTransient) return new RealisationFailed(error, madeSoFar(record));
    const { record: rest, left } = await takeBack(record, this.cloud().writer);
    await lone.keep(rest);
    return error instanceof CloudError ? new RealisationFailed(error, left) : error;
  }

  private requireHold(recommendation: Recommendation): void {
    const { request, reservations } = recommendation;
    if (!request.reserve && reservations.length === 0) return;
    for (let member = 0; member < request.count; member++) {
      const live = liveHoldOf(recommendation, member);
      const isOver = live?.state === 'reserved' && live.expiresAtMs !== null && live.expiresAtMs <= this.ports.clock();
      if (live !== null && !isOver) continue;
      const last = reservations.filter((one) => one.member === member).at(-1);
      if (last === undefined) {
        throw new Refusal('conflict', 'recommendation.not_reserved', `Nothing is reserved for VM ${member}.`);
      }
      const code = last.state === 'released' ? 'allocation.released' : 'allocation.expired';
      throw new Refusal('conflict', code, `What was reserved for VM ${member} is no longer held.`);
    }
  }

  /** The server is confirmed when it is seen in the cloud; until then its reservation must not run out. */
  private async leaveTime(recommendation: Recommendation, cause: Cause): Promise<void> {
    const soonMs = this.ports.clock() + TIME_TO_BE_SEEN_S * 1000;
    const ends = recommendation.reservations.some(
      ({ state, expiresAtMs }) => state === 'reserved' && expiresAtMs !== null && expiresAtMs < soonMs,
    );
    if (!ends) return;
    try {
      await this.ports.allocations.renewRecommendation(recommendation.id, TIME_TO_BE_SEEN_S, cause);
    } catch (error) {
      // Confirmed already, by whoever saw the server first, or run out in between: the servers are there all the same.
      if (!(error instanceof Refusal)) throw error;
    }
  }

  private cloud(): NonNullable<RealisePorts['cloud']> {
    if (this.ports.cloud === null) throw new Error('No cloud is configured.');
    return this.ports.cloud;
  }
}

function isDone({ guests }: RealisationRecord, { boot }: RealisationAsked): boolean {
  return guests.every(({ state }) => state === 'booted' || (state === 'created' && !boot));
}

function sameChoices(record: RealisationRecord, asked: RealisationAsked): RealisationRecord {
  if (record.choices !== choicesText(asked)) throw otherChoices();
  return record;
}

function otherChoices(): Refusal {
  const message = 'It was realised, or begun, with other choices. Ask with the same, or for a new recommendation.';
  return new Refusal('conflict', 'realisation.other_choices', message);
}

function unplannable(kind: 'invalid' | 'unfit', faults: Refusal['faults']): Refusal {
  return kind === 'invalid'
    ? new Refusal('invalid', 'request.invalid', 'The choices do not fit recommendation and cloud; see errors.', faults)
    : new Refusal(
        'conflict',
        'realisation.cloud_unfit',
        'The cloud is not as the recommendation needs it; see errors.',
        faults,
      );
}

function freshRecord(
  recommendationId: string,
  asked: RealisationAsked,
  plans: readonly GuestPlan[],
  { image }: CloudStock,
  notes: readonly string[],
): RealisationRecord {
  const { id, name } = image;
  return { recommendationId, choices: choicesText(asked), image: { id, name }, notes, guests: plans.map(unmade) };
}

/** As it would become, as far as that is known. */
function shownRecord(record: RealisationRecord, plans: readonly GuestPlan[], stock: CloudStock): RealisationRecord {
  const guests = record.guests.map((guest, member) => {
    const plan = plans[member];
    if (plan === undefined) return guest;
    const step = stepFor(plan, stock);
    const id = step.kind === 'create' ? null : step.id;
    const ports = guest.ports.map(({ name }) => `{port ${name}}`);
    return {
      ...guest,
      flavor: { id, name: step.name, created: step.kind !== 'reuse' },
      request: serverCall(plan, id ?? `{flavor ${step.name}}`, ports),
    };
  });
  return { ...record, guests };
}

/** Names in one order, so that the same choices are the same text. */
function choicesText({ boot: _boot, dryRun: _dryRun, ...choices }: RealisationAsked): string {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, one]) => [key, sorted(one)]),
        )
      : value;
  return JSON.stringify(sorted(choices));
}

function madeSoFar({ guests }: RealisationRecord): readonly string[] {
  return guests.flatMap(({ serverId, serverName, ports }) => [
    ...ports.flatMap(({ id, name }) => (id === null ? [] : [`port ${name} (${id})`])),
    ...(serverId === null ? [] : [`server ${serverName} (${serverId})`]),
  ]);
}
