import {
  claimOf,
  type decideAgain,
  type Fleet,
  type HostState,
  type PlannedRequest,
  type PlanningPolicy,
  type planRequest,
  type ReadyDecision,
  type VmRequest,
  withProfile,
} from '@iopath/core';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import { HostTurns } from '../fleet/host-turns';
import { Decider } from '../ports/decider.port';
import type { DecisionObserver } from '../ports/decision-observer.port';
import {
  type PlacedHold,
  type RecommendationStore,
  StaleSnapshotError,
  type TakenRecommendation,
} from '../ports/recommendation-store.port';
import type { Clock } from '../ports/surroundings.port';
import type { Backoff } from './stale-backoff';

/** A plan is thrown away only when its host can no longer take the VM as planned; so often in a row is a fault of ours. */
const MAX_PLANS = 50;
/**
 * A plan made again on its host may score this much less than it did, and is kept: about what a rival's VM of the same
 * size makes of a host. It doubles with each plan thrown away, so that nobody looks for the perfect host for ever.
 */
const FIRST_SLACK = 0.01;
/** A request that makes the planner throw so often is given up. */
const MAX_PLANNING_FAILURES = 3;
/** Others go first meanwhile. */
const PLANNING_FAILURE_PAUSE_MS = 500;

export interface DecidePorts {
  readonly store: RecommendationStore;
  readonly snapshot: FleetSnapshot;
  readonly policy: () => PlanningPolicy;
  readonly plan: typeof planRequest;
  readonly planAgain: typeof decideAgain;
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly observer: DecisionObserver;
}

/** A plan, and what it was made of. */
interface Planned extends PlannedRequest {
  readonly fleet: Fleet;
  readonly policy: PlanningPolicy;
}

/** The planner threw in the course of a commit. */
class PlanningFailure extends Error {
  constructor(cause: unknown) {
    super('The plan could not be made again.', { cause });
  }
}

/**
 * Snapshot, plan, commit. Where a host has moved on, the plan is made again on that host: by a commit of this process before
 * the next one begins, by another's in the middle of the commit, which holds the host then. Only when nothing near enough
 * comes out is the plan thrown away, and another one made on the fleet as it is by then.
 */
export class DecideRecommendation extends Decider {
  private readonly turns = new HostTurns();

  constructor(private readonly ports: DecidePorts) {
    super();
  }

  override async decide(taken: TakenRecommendation): Promise<void> {
    const startedMs = this.ports.clock();
    for (let staleRetries = 0; ; staleRetries++) {
      const planned = await this.plan(taken, staleRetries);
      if (planned === null) return;
      try {
        const mine = await this.commit(taken, planned, staleRetries);
        if (mine) this.report(taken.id, planned, startedMs, staleRetries);
        return;
      } catch (error) {
        if (error instanceof PlanningFailure) return this.planningFailed(taken, error.cause);
        if (!(error instanceof StaleSnapshotError) || staleRetries + 1 === MAX_PLANS) throw error;
      }
      await this.ports.backoff(staleRetries + 1);
    }
  }

  /** Null when the planner failed. */
  private async plan(taken: TakenRecommendation, turn: number): Promise<Planned | null> {
    const fleet = await this.ports.snapshot.refresh();
    // With the fleet the model may have become another one.
    const byProfile = withProfile(this.ports.policy(), taken.profile);
    const policy = turn === 0 ? byProfile : { ...byProfile, turn };
    try {
      return { ...this.ports.plan(taken.request, fleet, policy), fleet, policy };
    } catch (error) {
      await this.planningFailed(taken, error);
      return null;
    }
  }

  /** The request is to be taken again, after others, or given up where that has happened too often. */
  private async planningFailed(taken: TakenRecommendation, error: unknown): Promise<void> {
    const final = taken.failedTakes + 1 >= MAX_PLANNING_FAILURES;
    this.ports.observer.planningFailed(taken.id, error, final);
    if (final) await this.giveUp(taken);
    else await this.ports.store.giveBack(taken, PLANNING_FAILURE_PAUSE_MS * 2 ** taken.failedTakes, true);
  }

  private async giveUp(taken: TakenRecommendation): Promise<void> {
    const detail = 'The planner failed on this request. Nothing was reserved; the service log says more.';
    await this.ports.store.fail(taken, 'decision.internal_error', detail);
  }

  private commit(taken: TakenRecommendation, planned: Planned, staleRetries: number): Promise<boolean> {
    const { decision, explanation } = planned;
    if (decision.status !== 'ready' || !taken.request.reserve) {
      return this.ports.store.commitDecision(taken.id, decision, explanation, null);
    }
    const hostNames = [...new Set(decision.members.map(({ hostName }) => hostName))];
    const slack = FIRST_SLACK * 2 ** staleRetries;
    return this.turns.inTurn(hostNames, () => this.commitHold(taken, planned, decision, hostNames, slack));
  }

  private commitHold(
    { id, request }: TakenRecommendation,
    { fleet, policy, explanation }: Planned,
    first: ReadyDecision,
    hostNames: readonly string[],
    slack: number,
  ): Promise<boolean> {
    const againOn = (hosts: readonly HostState[]): ReadyDecision | null => {
      try {
        return this.ports.planAgain(request, fleet, first, { hosts, paths: 'best', slack }, policy);
      } catch (error) {
        throw new PlanningFailure(error);
      }
    };
    let hosts = this.ports.snapshot.known(hostNames) ?? [];
    const decision = hosts.every((host) => isPlannedOn(first, host)) ? first : againOn(hosts);
    if (decision === null) throw new StaleSnapshotError(`${hostNames.join(', ')}: too little is left for the plan.`);
    return this.ports.store.commitDecision(id, decision, explanation, {
      placements: decision.members,
      expiresAtMs: this.ports.clock() + request.reservationTtlS * 1000,
      again: (records) => {
        hosts = records.map((record) => this.ports.snapshot.compiled(record));
        return againOn(hosts);
      },
      committed: (holds) => this.takeOver(hosts, holds, request),
    });
  }

  /** Tells the snapshot what a commit has added to hosts that were so when it began. */
  private takeOver(hosts: readonly HostState[], holds: readonly PlacedHold[], request: VmRequest): void {
    for (const host of hosts) {
      const own = holds.filter(({ placement }) => placement.hostName === host.hostName);
      const claims = own.map(({ placement, reservationId }) => claimOf(placement, request, reservationId));
      this.ports.snapshot.committed(host, claims);
    }
  }

  private report(id: string, { decision }: PlannedRequest, startedMs: number, staleRetries: number): void {
    this.ports.observer.decided(id, decision.status, this.ports.clock() - startedMs, staleRetries);
  }
}

function isPlannedOn({ members }: ReadyDecision, { hostName, version }: HostState): boolean {
  return members.find((member) => member.hostName === hostName)?.hostVersion === version;
}
