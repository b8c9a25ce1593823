import type { Decision } from '@iopath/core';
import { type Cause, type ReservationPlan, StaleSnapshotError } from '@iopath/usecases';
import type { Session, Statement } from './database';
import { HOLDS_OF_HOLDER, ledgerDocuments, plannedVersions } from './ledger';

/**
 * A decision and all that it holds, in one statement: its host is held for no longer than PostgreSQL takes to write, and
 * where nobody was there meanwhile that is the whole transaction. Its locks are taken in the ledger's order, each part
 * wanting rows of the one before. Triggers that ask for the cause run at the end of the statement, when it has been told.
 */
const COMMIT_PLAN: Statement = {
  name: 'recommendation.commit_plan',
  text: `
    WITH undecided AS MATERIALIZED (
      SELECT id, project_id, request #>> '{constraints,group,id}' AS group_id,
             set_config('iopath.actor', $8, true), set_config('iopath.reason', $9, true)
      FROM recommendation
      WHERE id = $1 AND status IN ('queued', 'scoring')
        AND ($12 OR request #> '{constraints,group,id}' IS NULL) FOR NO KEY UPDATE
    ), moved AS (
      UPDATE host SET version = host.version + 1
      FROM undecided, unnest($5::text[], $6::bigint[]) AS planned (host_name, version)
      WHERE host.host_name = planned.host_name AND host.version = planned.version AND host.state = 'active'
      RETURNING host.host_name
    ), holder AS (
      SELECT id AS recommendation_id, project_id, group_id, $7::timestamptz AS expires_at,
             $10::json AS reservations, $11::json AS allocations
      FROM undecided WHERE (SELECT count(*) FROM moved) = cardinality($5)
    ), decided AS (
      UPDATE recommendation SET status = $2, decision = $3, decided_at = now()
      FROM holder WHERE recommendation.id = holder.recommendation_id
    ), explained AS (
      INSERT INTO explanation (recommendation_id, document) SELECT recommendation_id, $4 FROM holder
    ), ${HOLDS_OF_HOLDER}
    SELECT (SELECT count(*)::int FROM moved) AS moved, (SELECT count(*)::int FROM holder) AS written`,
};

/** What is written of a decision. */
export interface DecisionDocuments {
  readonly status: Decision['status'];
  readonly decision: string;
  readonly explanation: string;
}

/**
 * Writes an undecided recommendation's decision with its holds, if no server group has a say in it or its lock is held
 * (`groupIsLocked`), and every host is at the version that the plan was made on.
 *
 * @returns whether it did; if not, nothing was written.
 * @throws StaleSnapshotError when only some of several hosts were as planned: the transaction has to be rolled back.
 */
export async function commitPlan(
  session: Session,
  id: string,
  documents: DecisionDocuments,
  plan: ReservationPlan,
  cause: Cause,
  groupIsLocked: boolean,
): Promise<boolean> {
  const planned = plannedVersions(plan.placements);
  const [outcome] = await session.query<{ moved: number; written: number }>(COMMIT_PLAN, [
    id,
    documents.status,
    documents.decision,
    documents.explanation,
    [...planned.keys()],
    [...planned.values()],
    new Date(plan.expiresAtMs),
    cause.actor,
    cause.reason,
    ...ledgerDocuments(id, plan, new Map()),
    groupIsLocked,
  ]);
  if (outcome === undefined || outcome.written > 0) return outcome !== undefined;
  if (outcome.moved > 0) throw new StaleSnapshotError(`Of ${[...planned.keys()].join(', ')}, some have moved on.`);
  return false;
}
