import type {
  Fleet,
  HeldVm,
  LinearSolver,
  PlanningPolicy,
  RejectedRequest,
  ReplanRequest,
  ReplanResult,
  ReplanTools,
} from '@iopath/core';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import type { CloudServerStore } from '../ports/cloud-server-store.port';
import type { HeldVms } from '../ports/held-vms.port';
import type { ProfileStore } from '../ports/profile-store.port';
import type { PlanBasis } from '../ports/replan-store.port';
import {
  type AnsweredReplan,
  ReplanBroke,
  Replanner,
  ReplanOutOfDate,
  type ReplanWatch,
} from '../ports/replanner.port';
import type { Clock } from '../ports/surroundings.port';
import { currentProfiles } from './current-profiles';
import { withServerNames } from './named-servers';

/** How long ago a request may have been rejected for a plan to tell whether it would fit. */
const WAITING_DAYS = 7;
/** Each is placed twice, before and after the plan. */
const MOST_WAITING = 100;
/** Each that still does not fit is relaxed in every way there is. */
const MOST_REJECTED = 1_000;

/** What a re-plan is answered on. */
export interface ReplanWorld {
  readonly fleet: Fleet;
  readonly policy: PlanningPolicy;
  readonly vms: readonly HeldVm[];
  /** Newest first. */
  readonly rejected: readonly RejectedRequest[];
}

/** @throws ReplanOutOfDate */
export type AnswerReplan = (request: ReplanRequest, world: ReplanWorld, tools: ReplanTools) => ReplanResult;

export interface ReplanOnFleetPorts {
  readonly snapshot: FleetSnapshot;
  readonly heldVms: HeldVms;
  readonly cloudServers: CloudServerStore;
  readonly profiles: ProfileStore;
  readonly policy: () => PlanningPolicy;
  /** Opens it the first time; the same one ever after. */
  readonly solver: () => Promise<LinearSolver>;
  readonly answer: AnswerReplan;
  readonly clock: Clock;
}

/** What is asked now and then whether to go on: who plans hears no events. */
export type PolledWatch = Pick<ReplanWatch, 'onProgress'> & { readonly signal: Pick<AbortSignal, 'aborted'> };

/** Reads the world, and answers on it, on the thread that it is called on. */
export class ReplanOnFleet extends Replanner {
  constructor(private readonly ports: ReplanOnFleetPorts) {
    super();
  }

  override async answer(request: ReplanRequest, { onProgress, signal }: PolledWatch): Promise<AnsweredReplan> {
    const { clock } = this.ports;
    const endMs = clock() + request.timeBudgetS * 1000;
    onProgress({ stage: 'reading', moves: null, bound: null, gap: null });
    const [world, solver] = await Promise.all([this.read(request), this.ports.solver()]);
    const timeLeftMs = () => (signal.aborted ? 0 : endMs - clock());
    const answered = this.answerOn(world, request, { solver, timeLeftMs, onProgress });
    const result = await withServerNames(answered, this.ports.cloudServers);
    const isImagined = request.reason === 'what_if';
    return { result, basis: isImagined ? null : basisOf(result, world.fleet) };
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  private async read({ question }: ReplanRequest): Promise<ReplanWorld> {
    const { snapshot, heldVms, profiles } = this.ports;
    // The fleet first: a VM that comes afterwards is left out below, and one that goes is a claim that stays.
    const fleet = await snapshot.refresh();
    const held = await heldVms.read();
    const rejected =
      question.kind === 'unlock'
        ? await heldVms.rejected(question.days, MOST_REJECTED)
        : await heldVms.rejected(WAITING_DAYS, question.kind === 'plan' ? MOST_WAITING : 0);
    const policy = { ...this.ports.policy(), profiles: await currentProfiles(profiles) };
    return { fleet, policy, vms: asInFleet(held, fleet), rejected };
  }

  private answerOn(world: ReplanWorld, request: ReplanRequest, tools: ReplanTools): ReplanResult {
    try {
      return this.ports.answer(request, world, tools);
    } catch (error) {
      throw error instanceof ReplanOutOfDate ? error : new ReplanBroke(error);
    }
  }
}

/** The VMs whose claims the fleet has, and those whose host is gone: a VM without its claim would be counted nowhere. */
function asInFleet(vms: readonly HeldVm[], fleet: Fleet): readonly HeldVm[] {
  const hosts = new Set(fleet.hosts.map(({ hostName }) => hostName));
  const claims = new Set(fleet.hosts.flatMap((host) => host.claims.map(({ reservationId }) => reservationId)));
  return vms.filter(({ reservationId, hostName }) => claims.has(reservationId) || !hosts.has(hostName));
}

/** Null of an answer without steps that anybody could make. */
function basisOf(result: ReplanResult, fleet: Fleet): PlanBasis | null {
  if (result.kind !== 'plan') return null;
  const targets = new Set(result.steps.map(({ toHost }) => toHost));
  const hosts = fleet.hosts.filter(({ hostName }) => targets.has(hostName));
  return {
    hosts: hosts.map(({ hostName, version }) => ({ hostName, version })),
    reservationIds: [...new Set(result.steps.map(({ vm }) => vm.reservationId))],
  };
}
