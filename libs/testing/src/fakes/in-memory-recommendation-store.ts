import {
  claimOf,
  type Decision,
  type Explanation,
  keepsGroupPolicy,
  type Placement,
  type ReadyDecision,
} from '@iopath/core';
import {
  type Allocation,
  type Clock,
  GroupMovedError,
  type Hold,
  type HoldPlan,
  type NewRecommendation,
  type Page,
  type PlacedHold,
  type Recommendation,
  RecommendationStore,
  Refusal,
  type Reservation,
  type RequestPriority,
  type ReservationPlan,
  StaleSnapshotError,
  type TakenRecommendation,
} from '@iopath/usecases';
import type { InMemoryFleet } from './in-memory-fleet';

interface Row {
  recommendation: Recommendation;
  readonly idempotency: NewRecommendation['idempotency'];
  explanation: Explanation | null;
  readonly priority: RequestPriority;
  attempts: number;
  failedTakes: number;
  takenAtMs: number;
  notBeforeMs: number;
}

/** Recommendations in memory, with the checks at commit that the port promises. */
export class InMemoryRecommendationStore extends RecommendationStore {
  /** Set to let a rival act just before a commit. */
  beforeCommit: () => void = () => undefined;
  /** How many commits found that their hosts had moved on. */
  staleHosts = 0;

  private readonly rows = new Map<string, Row>();

  constructor(
    private readonly fleet: InMemoryFleet,
    private readonly clock: Clock = () => 0,
  ) {
    super();
  }

  override create(accepted: NewRecommendation): Promise<{ id: string; created: boolean }> {
    const { id, request, profile, priority, idempotency } = accepted;
    const first = idempotency === null ? undefined : this.acceptedWith(request.projectId, idempotency.key);
    if (first !== undefined) {
      if (first.idempotency?.bodyHash === idempotency?.bodyHash) {
        return Promise.resolve({ id: first.recommendation.id, created: false });
      }
      return Promise.reject(new Refusal('invalid', 'idempotency.key_reused', 'The key was used with another body.'));
    }
    const nowMs = this.clock();
    const recommendation: Recommendation = {
      id,
      projectId: request.projectId,
      name: request.name,
      status: 'queued',
      request,
      profile,
      decision: null,
      failure: null,
      reservations: [],
      allocations: [],
      createdAtMs: nowMs,
      decidedAtMs: null,
    };
    const untaken = { attempts: 0, failedTakes: 0, takenAtMs: 0, notBeforeMs: 0 };
    this.rows.set(id, { recommendation, idempotency, priority, explanation: null, ...untaken });
    return Promise.resolve({ id, created: true });
  }

  override get(id: string): Promise<Recommendation | null> {
    return Promise.resolve(this.rows.get(id)?.recommendation ?? null);
  }

  override list(filter: { readonly projectId: string | null }): Promise<Page<Recommendation>> {
    const all = [...this.rows.values()].map(({ recommendation }) => recommendation);
    const items = all.filter(({ projectId }) => filter.projectId === null || projectId === filter.projectId);
    return Promise.resolve({ items, nextMarker: null });
  }

  override explanation(id: string): Promise<Explanation | null> {
    return Promise.resolve(this.rows.get(id)?.explanation ?? null);
  }

  override takeNext(leaseMs: number): Promise<TakenRecommendation | null> {
    const nowMs = this.clock();
    const rows = [...this.rows.values()];
    const abandoned = rows.find(
      ({ recommendation, takenAtMs }) => recommendation.status === 'scoring' && takenAtMs + leaseMs <= nowMs,
    );
    if (abandoned !== undefined) abandoned.failedTakes++;
    const next = abandoned ?? rows.find((row) => row.recommendation.status === 'queued' && row.notBeforeMs <= nowMs);
    return Promise.resolve(next === undefined ? null : this.take(next));
  }

  /** Takes this one, whatever waits before it: for specs that are about deciding. */
  takeNow(id: string): TakenRecommendation {
    const row = this.undecidedRow(id);
    if (row === null) throw new Error(`${id} is not undecided`);
    return this.take(row);
  }

  override renew(holds: readonly Hold[]): Promise<readonly string[]> {
    const still = holds.filter(({ id, attempts }) => this.rows.get(id)?.attempts === attempts);
    for (const hold of still) {
      const row = this.heldRow(hold);
      if (row !== null) row.takenAtMs = this.clock();
    }
    return Promise.resolve(still.map(({ id }) => id));
  }

  override giveBack(hold: Hold, delayMs: number, failed: boolean): Promise<void> {
    const row = this.heldRow(hold);
    if (row !== null) {
      row.recommendation = { ...row.recommendation, status: 'queued' };
      row.notBeforeMs = this.clock() + delayMs;
      if (failed) row.failedTakes++;
    }
    return Promise.resolve();
  }

  override commitDecision(
    id: string,
    decision: Decision,
    explanation: Explanation,
    reserve: HoldPlan | null,
  ): Promise<boolean> {
    this.beforeCommit();
    const row = this.undecidedRow(id);
    if (row === null) return Promise.resolve(false);
    let again: ReadyDecision | null = null;
    try {
      if (reserve !== null) again = this.hold(row, reserve);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
    row.explanation = explanation;
    const decided = { status: decision.status, decision: again ?? decision, decidedAtMs: this.clock() };
    row.recommendation = { ...row.recommendation, ...decided };
    if (decided.decision.status === 'ready') reserve?.committed?.(holdsOf(id, decided.decision.members));
    return Promise.resolve(true);
  }

  override fail(hold: Hold, code: string, detail: string): Promise<boolean> {
    const row = this.heldRow(hold);
    if (row !== null) row.recommendation = { ...row.recommendation, status: 'failed', failure: { code, detail } };
    return Promise.resolve(row !== null);
  }

  override reserve(id: string, plan: ReservationPlan): Promise<void> {
    this.beforeCommit();
    const row = this.rows.get(id);
    if (row === undefined) return Promise.reject(new Error(`no recommendation ${id}`));
    try {
      this.hold(row, plan);
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Changes what is stored of a recommendation, past all checks. */
  change(id: string, change: (recommendation: Recommendation) => Recommendation): void {
    const row = this.rows.get(id);
    if (row !== undefined) row.recommendation = change(row.recommendation);
  }

  private acceptedWith(projectId: string, key: string): Row | undefined {
    return [...this.rows.values()].find(
      ({ recommendation, idempotency }) => recommendation.projectId === projectId && idempotency?.key === key,
    );
  }

  private undecidedRow(id: string): Row | null {
    const row = this.rows.get(id);
    const status = row?.recommendation.status;
    return row !== undefined && (status === 'queued' || status === 'scoring') ? row : null;
  }

  private heldRow({ id, attempts }: Hold): Row | null {
    const row = this.rows.get(id);
    return row?.recommendation.status === 'scoring' && row.attempts === attempts ? row : null;
  }

  private take(row: Row): TakenRecommendation {
    row.attempts++;
    row.takenAtMs = this.clock();
    row.recommendation = { ...row.recommendation, status: 'scoring' };
    const { id, request, profile } = row.recommendation;
    return { id, request, profile, attempts: row.attempts, failedTakes: row.failedTakes };
  }

  /** What the plan has become, when its hosts had moved on. */
  private hold(row: Row, plan: ReservationPlan): ReadyDecision | null {
    const { group } = row.recommendation.request.constraints;
    const hostNames = [...new Set(plan.placements.map(({ hostName }) => hostName))];
    if (group !== null && !keepsGroupPolicy(group.policy, hostNames, this.fleet.carriersOf(group.id))) {
      throw new GroupMovedError(`Server group ${group.id} has moved`);
    }
    const again = plan.placements.every((placement) => this.isAsPlanned(placement))
      ? null
      : this.planAgain(plan, hostNames);
    const { expiresAtMs } = plan;
    const placements = again?.members ?? plan.placements;
    for (const placement of placements) this.checkFree(placement);
    const { request, id } = row.recommendation;
    const holds = holdsOf(id, placements);
    const reservations: Reservation[] = [];
    const allocations: Allocation[] = [];
    holds.forEach(({ placement, reservationId }, member) => {
      const { hostName, compute } = placement;
      const reservation = { id: reservationId, recommendationId: id, member, hostName, compute, expiresAtMs };
      reservations.push({ ...reservation, state: 'reserved', serverId: null, moveOf: null });
      allocations.push(...allocationsOf(placement, reservation, request.projectId));
    });
    for (const hostName of new Set(placements.map((placement) => placement.hostName))) {
      const own = holds.filter(({ placement }) => placement.hostName === hostName);
      const added = own.map(({ placement, reservationId }) => claimOf(placement, request, reservationId));
      this.fleet.changeClaims(hostName, (claims) => [...claims, ...added]);
    }
    row.recommendation = { ...row.recommendation, reservations, allocations };
    return again;
  }

  private planAgain({ again }: ReservationPlan, hostNames: readonly string[]): ReadyDecision {
    this.staleHosts++;
    const decision = again?.(hostNames.flatMap((name) => this.fleet.host(name) ?? [])) ?? null;
    if (decision === null) throw new StaleSnapshotError(`${hostNames.join(', ')}: not as planned on`);
    return decision;
  }

  private isAsPlanned({ hostName, hostVersion }: Placement): boolean {
    const host = this.fleet.host(hostName);
    return host?.version === hostVersion && host.state === 'active';
  }

  private checkFree({ hostName, devices }: Placement): void {
    const claims = this.fleet.host(hostName)?.claims ?? [];
    const held = new Set(claims.flatMap((claim) => claim.devices.map(({ address }) => address)));
    const twice = devices.find(({ address }) => held.has(address));
    if (twice !== undefined) throw new StaleSnapshotError(`${twice.address} of ${hostName} is held already`);
  }
}

function holdsOf(id: string, placements: readonly Placement[]): readonly PlacedHold[] {
  return placements.map((placement, member) => ({ reservationId: `${id}/${member}`, placement }));
}

function allocationsOf(
  { hostName, devices }: Placement,
  reservation: {
    readonly id: string;
    readonly recommendationId: string;
    readonly member: number;
    readonly expiresAtMs: number;
  },
  projectId: string,
): readonly Allocation[] {
  const { recommendationId, member, expiresAtMs } = reservation;
  return devices.map(({ device, kind, pfAddress, address, numaNode }) => ({
    id: `${reservation.id}/${address}`,
    reservationId: reservation.id,
    recommendationId,
    projectId,
    member,
    hostName,
    device,
    kind,
    pfAddress,
    address,
    numaNode,
    state: 'reserved',
    serverId: null,
    generation: 1,
    expiresAtMs,
    createdAtMs: 0,
    updatedAtMs: 0,
  }));
}
