import { type Backlog, BacklogStore, type RequestPriority } from '@iopath/usecases';
import type { Database, Statement } from './database';

const READ: Statement = {
  name: 'backlog.read',
  text: `
    SELECT project_id, priority, count(*)::int AS undecided, min(created_at) AS oldest
    FROM recommendation WHERE status IN ('queued', 'scoring') GROUP BY project_id, priority`,
};

const DECIDED_WITHIN: Statement = {
  text: `
    SELECT count(*)::int AS decided FROM recommendation
    WHERE decided_at > clock_timestamp() - $1 * interval '1 millisecond'`,
};

/** Behind what the project has waiting in the lane already, in the order in which they would have come. */
const HURRY: Statement = {
  text: `
    WITH aged AS MATERIALIZED (
      SELECT id, project_id, turn, created_at FROM recommendation
      WHERE status = 'queued' AND lane = 1 AND created_at <= clock_timestamp() - $1 * interval '1 millisecond'
      ORDER BY created_at LIMIT $2
      FOR UPDATE SKIP LOCKED
    ), project AS MATERIALIZED (
      SELECT project_id, recommendation_turn_of(project_id, 0::smallint) AS first FROM aged GROUP BY project_id
    ), placed AS (
      SELECT id, project.first - 1 + row_number() OVER (PARTITION BY project_id ORDER BY aged.turn, created_at) AS turn
      FROM aged JOIN project USING (project_id)
    )
    UPDATE recommendation SET lane = 0, turn = placed.turn FROM placed WHERE recommendation.id = placed.id`,
};

interface BacklogRow {
  readonly project_id: string;
  readonly priority: RequestPriority;
  readonly undecided: number;
  readonly oldest: Date;
}

/** What waits to be decided, as a whole. */
export class PostgresBacklogStore extends BacklogStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async read(): Promise<Backlog> {
    const rows = await this.database.query<BacklogRow>(READ);
    return rows.map(({ project_id: projectId, priority, undecided, oldest }) => ({
      projectId,
      priority,
      undecided,
      oldestMs: oldest.getTime(),
    }));
  }

  override async decidedWithin(ms: number): Promise<number> {
    const [row] = await this.database.query<{ decided: number }>(DECIDED_WITHIN, [ms]);
    return row?.decided ?? 0;
  }

  override async hurryAged(olderThanMs: number, limit: number): Promise<void> {
    await this.database.query(HURRY, [olderThanMs, limit]);
  }
}
