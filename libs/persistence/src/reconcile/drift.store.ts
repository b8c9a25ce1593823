import type { DriftCode, DriftFinding, DriftRepair, DriftSeverity, DriftSubjectKind } from '@iopath/core';
import { type DriftCount, type DriftFilter, DriftStore, type KeptFinding, type Page } from '@iopath/usecases';
import type { Database, Statement } from '../database';
import type { DriftFinding as FindingRow } from '../generated/client';
import { pageOf, unknownMarker } from '../paging';

const KEEP: Statement = {
  text: `
    WITH found AS (
      SELECT * FROM json_to_recordset($2) AS found (id text, code text, severity text, subject_kind text, subject_id text,
                                                    detail text, repair jsonb)
    ), gone AS (
      DELETE FROM drift_finding WHERE host_name = $1 AND id NOT IN (SELECT id FROM found)
    )
    INSERT INTO drift_finding (id, host_name, code, severity, subject_kind, subject_id, detail, repair, first_observed_at,
                               observed_at)
    SELECT id, $1, code, severity, subject_kind, subject_id, detail, repair, $3, $3 FROM found
    ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, detail = excluded.detail, repair = excluded.repair,
                                   observed_at = greatest(drift_finding.first_observed_at, excluded.observed_at)`,
};

const KEEP_ONLY: Statement = { text: 'DELETE FROM drift_finding WHERE host_name <> ALL ($1)' };

const LIST: Statement = {
  text: `
    SELECT id, host_name AS "hostName", code, severity, subject_kind AS "subjectKind", subject_id AS "subjectId", detail,
           repair, first_observed_at AS "firstObservedAt", observed_at AS "observedAt"
    FROM drift_finding
    WHERE ($1::text IS NULL OR host_name = $1) AND ($2::text IS NULL OR severity = $2) AND ($3::text IS NULL OR code = $3)
      AND ($4::text IS NULL OR (host_name, id) > (SELECT host_name, id FROM drift_finding WHERE id = $4))
    ORDER BY host_name, id LIMIT $5`,
};

const COUNTS: Statement = {
  text: 'SELECT code, severity, count(*)::int AS count FROM drift_finding GROUP BY 1, 2 ORDER BY 1, 2',
};

/** Findings as the last synchronisation left them. */
export class PostgresDriftStore extends DriftStore {
  constructor(private readonly database: Database) {
    super();
  }

  async keep(hostName: string, findings: readonly DriftFinding[], nowMs: number): Promise<void> {
    const rows = findings.map(({ id, code, severity, subject, detail, repair }) => {
      return { id, code, severity, subject_kind: subject.kind, subject_id: subject.id, detail, repair };
    });
    await this.database.query(KEEP, [hostName, JSON.stringify(rows), new Date(nowMs)]);
  }

  async keepOnly(hostNames: readonly string[]): Promise<void> {
    await this.database.query(KEEP_ONLY, [hostNames]);
  }

  async list(filter: DriftFilter, limit: number, marker: string | null): Promise<Page<KeptFinding>> {
    if (marker !== null && (await this.database.prisma.driftFinding.count({ where: { id: marker } })) === 0) {
      throw unknownMarker(marker);
    }
    const values = [filter.hostName, filter.severity, filter.code, marker, limit + 1];
    return pageOf(await this.database.query<FindingRow>(LIST, values), limit, toFinding, ({ id }) => id);
  }

  async get(ids: readonly string[] | null): Promise<readonly KeptFinding[]> {
    const where = ids === null ? { repair: { path: ['kind'], equals: 'ours' } } : { id: { in: [...ids] } };
    const orderBy = [{ hostName: 'asc' }, { id: 'asc' }] as const;
    return (await this.database.prisma.driftFinding.findMany({ where, orderBy: [...orderBy] })).map(toFinding);
  }

  async drop(ids: readonly string[]): Promise<void> {
    await this.database.prisma.driftFinding.deleteMany({ where: { id: { in: [...ids] } } });
  }

  async counts(): Promise<readonly DriftCount[]> {
    return this.database.query<DriftCount>(COUNTS);
  }
}

/** The database holds only what this library wrote, so documents are trusted. */
function toFinding(row: FindingRow): KeptFinding {
  return {
    id: row.id,
    code: row.code as DriftCode,
    severity: row.severity as DriftSeverity,
    hostName: row.hostName,
    subject: { kind: row.subjectKind as DriftSubjectKind, id: row.subjectId },
    detail: row.detail,
    repair: row.repair as unknown as DriftRepair,
    firstObservedAtMs: row.firstObservedAt.getTime(),
    observedAtMs: row.observedAt.getTime(),
  };
}
