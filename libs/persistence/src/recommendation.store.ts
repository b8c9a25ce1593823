import type { Decision, Explanation } from '@iopath/core';
import {
  type Cause,
  type Hold,
  type HoldPlan,
  type NewRecommendation,
  type Page,
  type Recommendation,
  RecommendationStore,
  Refusal,
  type ReservationPlan,
  type TakenRecommendation,
} from '@iopath/usecases';
import { beginBecauseOf } from './cause';
import { commitPlan, type DecisionDocuments } from './commit-plan';
import type { Database, Session } from './database';
import { staleWhenRaced } from './database-errors';
import type { Prisma } from './generated/client';
import { endReservations, type Holder, lockHosts, placedHolds, plannedVersions, writeReservations } from './ledger';
import { lockPlan, type ServerGroup } from './locked-plan';
import { isUuid } from './name-based-uuid';
import { pageOf, unknownMarker } from './paging';
import { type AllocationRow, type RecommendationRow, type ReservationRow, toRecommendation } from './rows';
import * as sql from './recommendation.sql';
import * as take from './take.sql';

const WITH_HOLDS = {
  reservations: { orderBy: [{ member: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }] },
  allocations: { orderBy: [{ member: 'asc' }, { createdAt: 'asc' }, { device: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.RecommendationInclude;

interface HolderRow {
  readonly project_id: string;
  /** Null, in SQL or in JSON, without a group. */
  readonly server_group: ServerGroup | null;
}

interface ReservationOfRow {
  readonly id: string;
  readonly member: number;
  readonly host_name: string;
  readonly live: boolean;
  readonly overdue: boolean;
}

const DECISION: Cause = { actor: 'worker', reason: 'decided', requestId: null };
const EXPIRY: Cause = { actor: 'expiry', reason: 'the reservation ran out', requestId: null };

/** Recommendations, their decisions and explanations, and the writing of what they reserve. */
export class PostgresRecommendationStore extends RecommendationStore {
  constructor(private readonly database: Database) {
    super();
  }

  async create(recommendation: NewRecommendation): Promise<{ id: string; created: boolean }> {
    const { id, request, profile, priority, idempotency } = recommendation;
    const key = idempotency?.key ?? null;
    const bodyHash = idempotency?.bodyHash ?? null;
    const documents = [JSON.stringify(request), JSON.stringify(profile)];
    const values = [id, request.projectId, request.name, ...documents, key, bodyHash, priority];
    const [created] = await this.database.query(sql.CREATE, values);
    if (created !== undefined) return { id, created: true };

    type Earlier = { id: string; body_hash: string | null };
    const [earlier] = await this.database.query<Earlier>(sql.FIND_EARLIER, [id, request.projectId, key]);
    if (earlier === undefined) throw new Error(`Recommendation ${id} was neither stored nor found.`);
    if (earlier.body_hash !== bodyHash) {
      throw new Refusal('invalid', 'idempotency.key_reused', 'This Idempotency-Key was used with another body.');
    }
    return { id: earlier.id, created: false };
  }

  async get(id: string): Promise<Recommendation | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<RecommendationRow>(sql.FIND, [id]);
    if (row === undefined) return null;
    if (row.decision === null) return toRecommendation({ ...row, reservations: [], allocations: [] });
    // After the decision, not with it: what a decision holds was committed with it, so it is there by now.
    const [reservations, allocations] = await Promise.all([
      this.database.query<ReservationRow>(sql.FIND_RESERVATIONS, [id]),
      this.database.query<AllocationRow>(sql.FIND_ALLOCATIONS, [id]),
    ]);
    return toRecommendation({ ...row, reservations, allocations });
  }

  /** Newest first. */
  async list(
    { projectId }: { readonly projectId: string | null },
    limit: number,
    marker: string | null,
  ): Promise<Page<Recommendation>> {
    const { recommendation } = this.database.prisma;
    const where = projectId === null ? {} : { projectId };
    if (marker !== null) await this.requireMarker(marker, where);
    const rows = await recommendation.findMany({
      where,
      include: WITH_HOLDS,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
      ...(marker === null ? {} : { cursor: { id: marker }, skip: 1 }),
    });
    return pageOf(rows, limit, toRecommendation, ({ id }) => id);
  }

  async explanation(id: string): Promise<Explanation | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<{ document: Explanation }>(
      { text: 'SELECT document FROM explanation WHERE recommendation_id = $1' },
      [id],
    );
    return row?.document ?? null;
  }

  async takeNext(leaseMs: number): Promise<TakenRecommendation | null> {
    const [taken] = await this.database.query<TakenRecommendation>(take.TAKE_NEXT, [leaseMs]);
    return taken ?? null;
  }

  async renew(holds: readonly Hold[]): Promise<readonly string[]> {
    const values = [holds.map(({ id }) => id), holds.map(({ attempts }) => attempts)];
    const rows = await this.database.query<{ id: string }>(take.RENEW, values);
    return rows.map(({ id }) => id);
  }

  async giveBack({ id, attempts }: Hold, delayMs: number, failed: boolean): Promise<void> {
    await this.database.query(take.GIVE_BACK, [id, attempts, delayMs, failed ? 1 : 0]);
  }

  commitDecision(id: string, decision: Decision, explanation: Explanation, reserve: HoldPlan | null): Promise<boolean> {
    return reserve === null
      ? this.commitAdvice(id, decision, explanation)
      : this.commitHold(id, decision, explanation, reserve);
  }

  private async commitAdvice(id: string, decision: Decision, explanation: Explanation): Promise<boolean> {
    const values = [id, decision.status, JSON.stringify(decision), JSON.stringify(explanation)];
    return (await this.database.query(sql.DECIDE, values)).length > 0;
  }

  private async commitHold(id: string, decision: Decision, explanation: Explanation, plan: HoldPlan): Promise<boolean> {
    const { status } = decision;
    const documents = { status, decision: JSON.stringify(decision), explanation: JSON.stringify(explanation) };
    // Of several hosts some may have moved on, which takes a transaction to take back.
    const isOnOneHost = plannedVersions(plan.placements).size === 1;
    const unmoved = () => commitPlan(this.database, id, documents, plan, DECISION, false);
    if (!isOnOneHost || !(await staleWhenRaced(unmoved))) return this.commitLocked(id, documents, plan);
    plan.committed?.(placedHolds(id, plan.placements));
    return true;
  }

  /** The host is held by the last few statements only: on a hot host everybody waits for that. */
  private async commitLocked(id: string, documents: DecisionDocuments, plan: HoldPlan): Promise<boolean> {
    let { placements } = plan;
    const isWritten = await staleWhenRaced(() =>
      this.database.transaction(async (session) => {
        const [undecided] = await session.query<HolderRow>(sql.LOCK_UNDECIDED, [id]);
        if (undecided === undefined) return false;
        const again = await lockPlan(session, plan, undecided.server_group);
        if (again === null) return commitPlan(session, id, documents, plan, DECISION, true);
        placements = again.members;
        const anew = { ...documents, decision: JSON.stringify(again) };
        return commitPlan(session, id, anew, { ...plan, placements }, DECISION, true);
      }),
    );
    if (isWritten) plan.committed?.(placedHolds(id, placements));
    return isWritten;
  }

  async fail({ id, attempts }: Hold, code: string, detail: string): Promise<boolean> {
    const [failed] = await this.database.query(take.FAIL, [id, attempts, code, detail]);
    return failed !== undefined;
  }

  async reserve(id: string, plan: ReservationPlan, cause?: Cause): Promise<void> {
    if (!isUuid(id)) throw notFound(id);
    await this.expireOverdue(id);
    await staleWhenRaced(() =>
      this.database.transaction(async (session) => {
        const ready = await lockReady(session, id);
        const earlier = await session.query<ReservationOfRow>(sql.RESERVATIONS_OF, [id]);
        if (earlier.some(({ live }) => live)) {
          throw new Refusal('conflict', 'recommendation.already_reserved', `Recommendation ${id} holds its devices.`);
        }
        const again = await lockPlan(session, plan, ready.server_group);
        const placements = again?.members ?? plan.placements;
        await writeReservations(session, toHolder(id, ready), { ...plan, placements }, countByMember(earlier));
      }, beginBecauseOf(cause)),
    );
  }

  /** What ran out and was not swept yet is no hold any more. A transaction of its own, for it locks other hosts than the plan's. */
  private expireOverdue(id: string): Promise<void> {
    return this.database.transaction(async (session) => {
      const overdue = (await session.query<ReservationOfRow>(sql.RESERVATIONS_OF, [id])).filter((row) => row.overdue);
      if (overdue.length === 0) return;
      await session.query(sql.LOCK, [id]);
      const hostNames = overdue.map((row) => row.host_name);
      await lockHosts(session, hostNames);
      const still = (await session.query<ReservationOfRow>(sql.RESERVATIONS_OF, [id])).filter((row) => row.overdue);
      const ids = still.filter((row) => hostNames.includes(row.host_name)).map((row) => row.id);
      await endReservations(session, ids, 'expired');
    }, beginBecauseOf(EXPIRY));
  }

  private async requireMarker(marker: string, where: { readonly projectId?: string }): Promise<void> {
    const known =
      isUuid(marker) && (await this.database.prisma.recommendation.count({ where: { ...where, id: marker } }));
    if (!known) throw unknownMarker(marker);
  }
}

async function lockReady(session: Session, id: string): Promise<HolderRow> {
  const [row] = await session.query<HolderRow & { status: string }>(sql.LOCK, [id]);
  if (row === undefined) throw notFound(id);
  if (row.status !== 'ready') {
    const message = `Recommendation ${id} is ${row.status}; only a ready one can be reserved.`;
    throw new Refusal('conflict', 'recommendation.not_ready', message);
  }
  return row;
}

function toHolder(recommendationId: string, row: HolderRow): Holder {
  return { recommendationId, projectId: row.project_id, groupId: row.server_group?.id ?? null };
}

function countByMember(reservations: readonly ReservationOfRow[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { member } of reservations) counts.set(member, (counts.get(member) ?? 0) + 1);
  return counts;
}

function notFound(id: string): Refusal {
  return new Refusal('not_found', 'recommendation.not_found', `There is no recommendation ${id}.`);
}
