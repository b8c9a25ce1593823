import type { Decision, Explanation, VmRequest } from '@iopath/core';
import {
  type NewRecommendation,
  type Page,
  type Recommendation,
  RecommendationStore,
  Refusal,
  type ReservationPlan,
} from '@iopath/usecases';
import type { Database, Session, Statement } from './database';
import { staleWhenRaced } from './database-errors';
import type { Prisma } from './generated/client';
import { endReservations, lockHosts, writeReservations } from './ledger';
import { isUuid } from './name-based-uuid';
import { pageOf, unknownMarker } from './paging';
import { type AllocationRow, type RecommendationRow, type ReservationRow, toRecommendation } from './rows';

const CREATE: Statement = {
  name: 'recommendation.create',
  text: `
    WITH accepted AS (
      INSERT INTO recommendation (id, project_id, name, request, idempotency_key, body_hash)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT DO NOTHING
      RETURNING id
    )
    INSERT INTO outbox (recommendation_id) SELECT id FROM accepted RETURNING recommendation_id AS id`,
};

const FIND_EARLIER: Statement = {
  text: `
    SELECT id, body_hash FROM recommendation WHERE (project_id = $2 AND idempotency_key = $3) OR id = $1
    ORDER BY id = $1 LIMIT 1`,
};

/** Asked once a decision at least, by whoever waits for it; three statements of `pg` cost a third of Prisma's. */
const FIND: Statement = {
  name: 'recommendation.find',
  text: `
    SELECT id, project_id AS "projectId", name, status, request, decision, failure_code AS "failureCode",
           failure_detail AS "failureDetail", created_at AS "createdAt", decided_at AS "decidedAt"
    FROM recommendation WHERE id = $1`,
};

const FIND_RESERVATIONS: Statement = {
  name: 'recommendation.find_reservations',
  text: `
    SELECT id, recommendation_id AS "recommendationId", member, host_name AS "hostName", state, compute,
           server_id AS "serverId", expires_at AS "expiresAt"
    FROM reservation WHERE recommendation_id = $1 ORDER BY member, created_at, id`,
};

const FIND_ALLOCATIONS: Statement = {
  name: 'recommendation.find_allocations',
  text: `
    SELECT id, reservation_id AS "reservationId", recommendation_id AS "recommendationId", project_id AS "projectId",
           member, host_name AS "hostName", device, kind, pf_address AS "pfAddress",
           device_address AS "deviceAddress", numa_node AS "numaNode", state, server_id AS "serverId", generation,
           expires_at AS "expiresAt", created_at AS "createdAt", updated_at AS "updatedAt"
    FROM allocation WHERE recommendation_id = $1 ORDER BY member, created_at, device, id`,
};

const TAKE: Statement = {
  name: 'recommendation.take',
  text: `
    UPDATE recommendation SET status = 'scoring', attempts = attempts + 1, taken_at = now()
    WHERE id = $1 AND status IN ('queued', 'scoring')
    RETURNING request, attempts`,
};

const DECIDE: Statement = {
  name: 'recommendation.decide',
  text: `
    WITH decided AS (
      UPDATE recommendation SET status = $2, decision = $3, decided_at = now()
      WHERE id = $1 AND status IN ('queued', 'scoring')
      RETURNING id, project_id, request #>> '{constraints,group,id}' AS group_id
    ), explained AS (
      INSERT INTO explanation (recommendation_id, document) SELECT id, $4 FROM decided
    )
    SELECT project_id, group_id FROM decided`,
};

const FAIL: Statement = {
  text: `
    UPDATE recommendation SET status = 'failed', failure_code = $2, failure_detail = $3, decided_at = now()
    WHERE id = $1 AND status IN ('queued', 'scoring')`,
};

const LOCK: Statement = {
  text: `
    SELECT status, project_id, request #>> '{constraints,group,id}' AS group_id
    FROM recommendation WHERE id = $1 FOR NO KEY UPDATE`,
};

const RESERVATIONS_OF: Statement = {
  text: `
    SELECT id, member, host_name, live_host_name IS NOT NULL AS live,
           state = 'reserved' AND expires_at <= clock_timestamp() AS overdue
    FROM reservation WHERE recommendation_id = $1`,
};

const UNDECIDED: Statement = {
  text: `
    SELECT id FROM recommendation
    WHERE status IN ('queued', 'scoring')
      AND coalesce(taken_at, created_at) <= now() - $1 * interval '1 millisecond'
    ORDER BY coalesce(taken_at, created_at), id LIMIT $2`,
};

const WITH_HOLDS = {
  reservations: { orderBy: [{ member: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }] },
  allocations: { orderBy: [{ member: 'asc' }, { createdAt: 'asc' }, { device: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.RecommendationInclude;

interface HolderRow {
  readonly project_id: string;
  readonly group_id: string | null;
}

interface ReservationOfRow {
  readonly id: string;
  readonly member: number;
  readonly host_name: string;
  readonly live: boolean;
  readonly overdue: boolean;
}

/** Recommendations, their decisions and explanations, and the writing of what they reserve. */
export class PostgresRecommendationStore extends RecommendationStore {
  constructor(private readonly database: Database) {
    super();
  }

  async create({ id, request, idempotency }: NewRecommendation): Promise<{ id: string; created: boolean }> {
    const key = idempotency?.key ?? null;
    const bodyHash = idempotency?.bodyHash ?? null;
    const values = [id, request.projectId, request.name, JSON.stringify(request), key, bodyHash];
    const [created] = await this.database.query(CREATE, values);
    if (created !== undefined) return { id, created: true };

    type Earlier = { id: string; body_hash: string | null };
    const [earlier] = await this.database.query<Earlier>(FIND_EARLIER, [id, request.projectId, key]);
    if (earlier === undefined) throw new Error(`Recommendation ${id} was neither stored nor found.`);
    if (earlier.body_hash !== bodyHash) {
      throw new Refusal('invalid', 'idempotency.key_reused', 'This Idempotency-Key was used with another body.');
    }
    return { id: earlier.id, created: false };
  }

  async get(id: string): Promise<Recommendation | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<RecommendationRow>(FIND, [id]);
    if (row === undefined) return null;
    if (row.decision === null) return toRecommendation({ ...row, reservations: [], allocations: [] });
    // After the decision, not with it: what a decision holds was committed with it, so it is there by now.
    const [reservations, allocations] = await Promise.all([
      this.database.query<ReservationRow>(FIND_RESERVATIONS, [id]),
      this.database.query<AllocationRow>(FIND_ALLOCATIONS, [id]),
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

  async takeForDeciding(id: string): Promise<{ request: VmRequest; attempts: number } | null> {
    if (!isUuid(id)) return null;
    const [taken] = await this.database.query<{ request: VmRequest; attempts: number }>(TAKE, [id]);
    return taken ?? null;
  }

  commitDecision(
    id: string,
    decision: Decision,
    explanation: Explanation,
    reserve: ReservationPlan | null,
  ): Promise<boolean> {
    const values = [id, decision.status, JSON.stringify(decision), JSON.stringify(explanation)];
    return staleWhenRaced(() =>
      this.database.transaction(async (session) => {
        const [decided] = await session.query<HolderRow>(DECIDE, values);
        if (decided === undefined) return false;
        if (reserve !== null) await writeReservations(session, toHolder(id, decided), reserve, new Map());
        return true;
      }),
    );
  }

  async fail(id: string, code: string, detail: string): Promise<void> {
    await this.database.query(FAIL, [id, code, detail]);
  }

  async reserve(id: string, plan: ReservationPlan): Promise<void> {
    if (!isUuid(id)) throw notFound(id);
    await this.expireOverdue(id);
    await staleWhenRaced(() =>
      this.database.transaction(async (session) => {
        const holder = await lockReady(session, id);
        const earlier = await session.query<ReservationOfRow>(RESERVATIONS_OF, [id]);
        if (earlier.some(({ live }) => live)) {
          throw new Refusal('conflict', 'recommendation.already_reserved', `Recommendation ${id} holds its devices.`);
        }
        await writeReservations(session, holder, plan, countByMember(earlier));
      }),
    );
  }

  async undecided(olderThanMs: number, limit: number): Promise<readonly string[]> {
    const rows = await this.database.query<{ id: string }>(UNDECIDED, [olderThanMs, limit]);
    return rows.map(({ id }) => id);
  }

  /** What ran out and was not swept yet is no hold any more. A transaction of its own, for it locks other hosts than the plan's. */
  private expireOverdue(id: string): Promise<void> {
    return this.database.transaction(async (session) => {
      const overdue = (await session.query<ReservationOfRow>(RESERVATIONS_OF, [id])).filter((row) => row.overdue);
      if (overdue.length === 0) return;
      await session.query(LOCK, [id]);
      const hostNames = overdue.map((row) => row.host_name);
      await lockHosts(session, hostNames);
      const still = (await session.query<ReservationOfRow>(RESERVATIONS_OF, [id])).filter((row) => row.overdue);
      const ids = still.filter((row) => hostNames.includes(row.host_name)).map((row) => row.id);
      await endReservations(session, ids, 'expired');
    });
  }

  private async requireMarker(marker: string, where: { readonly projectId?: string }): Promise<void> {
    const known =
      isUuid(marker) && (await this.database.prisma.recommendation.count({ where: { ...where, id: marker } }));
    if (!known) throw unknownMarker(marker);
  }
}

async function lockReady(session: Session, id: string): Promise<ReturnType<typeof toHolder>> {
  const [row] = await session.query<HolderRow & { status: string }>(LOCK, [id]);
  if (row === undefined) throw notFound(id);
  if (row.status !== 'ready') {
    const message = `Recommendation ${id} is ${row.status}; only a ready one can be reserved.`;
    throw new Refusal('conflict', 'recommendation.not_ready', message);
  }
  return toHolder(id, row);
}

function toHolder(recommendationId: string, row: HolderRow) {
  return { recommendationId, projectId: row.project_id, groupId: row.group_id };
}

function countByMember(reservations: readonly ReservationOfRow[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { member } of reservations) counts.set(member, (counts.get(member) ?? 0) + 1);
  return counts;
}

function notFound(id: string): Refusal {
  return new Refusal('not_found', 'recommendation.not_found', `There is no recommendation ${id}.`);
}
