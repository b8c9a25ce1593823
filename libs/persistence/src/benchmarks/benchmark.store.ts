import { type BenchmarkConditions, type BenchmarkRun, canonicalJson, formatHash, hash64 } from '@iopath/core';
import {
  BenchmarkStore,
  type NewRun,
  type Page,
  type SeriesAddition,
  type SeriesFilter,
  type SeriesOrigin,
  type StoredRun,
  type StoredSeries,
} from '@iopath/usecases';
import type { Database, Session } from '../database';
import { isUuid } from '../name-based-uuid';
import { pageOf, unknownMarker } from '../paging';
import * as sql from './benchmark.sql';

interface SeriesRow {
  readonly id: string;
  readonly origin: SeriesOrigin;
  readonly conditions: BenchmarkConditions;
  readonly workload: BenchmarkRun['workload'];
  readonly message_bytes: number;
  readonly streams: number;
  readonly queue_depth: number | null;
  readonly created_at: Date;
  readonly runs: readonly RunRow[];
}

interface RunRow {
  readonly tool: BenchmarkRun['tool'];
  readonly tool_version: string | null;
  readonly job: string | null;
  readonly duration_s: number;
  readonly samples: number | null;
  readonly measured: BenchmarkRun['values'];
  readonly warnings: readonly string[];
  readonly submitted_at: string;
  readonly submitted_by: string | null;
}

/** Series of runs. Whoever adds to a series holds its row, so what is judged is what is there when it is committed. */
export class PostgresBenchmarkStore extends BenchmarkStore {
  constructor(private readonly database: Database) {
    super();
  }

  override add(
    origin: SeriesOrigin,
    additions: readonly SeriesAddition[],
    submittedBy: string | null,
    judge: (series: readonly StoredSeries[]) => void,
  ): Promise<readonly StoredSeries[]> {
    return this.database.transaction(async (session) => {
      const ids = new Map<SeriesAddition, string>();
      // In one order for all, so that two who add to the same series do not wait for each other in a ring.
      for (const { addition, hash } of inOrder(additions)) {
        ids.set(addition, await addTo(session, origin, addition, hash, submittedBy));
      }
      const series: StoredSeries[] = [];
      for (const addition of additions) {
        const [row] = await session.query<SeriesRow>(sql.READ, [ids.get(addition)]);
        if (row !== undefined) series.push(toSeries(row));
      }
      judge(series);
      return series;
    });
  }

  override async withResult(
    origin: SeriesOrigin,
    hostName: string,
    resultHash: string,
  ): Promise<readonly StoredSeries[]> {
    return (await this.database.query<SeriesRow>(sql.WITH_RESULT, [origin, hostName, resultHash])).map(toSeries);
  }

  override async list(filter: SeriesFilter, limit: number, marker: string | null): Promise<Page<StoredSeries>> {
    if (marker !== null && (await this.get(marker)) === null) throw unknownMarker(marker);
    const rows = await this.database.query<SeriesRow>(sql.LIST, [filter.hostName, filter.origin, marker, limit + 1]);
    return pageOf(rows, limit, toSeries, ({ id }) => id);
  }

  override async get(id: string): Promise<StoredSeries | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<SeriesRow>(sql.READ, [id]);
    return row === undefined ? null : toSeries(row);
  }
}

function inOrder(additions: readonly SeriesAddition[]): readonly { addition: SeriesAddition; hash: string }[] {
  return additions
    .map((addition) => ({ addition, name: canonicalJson(addition.key) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ addition }) => ({ addition, hash: formatHash(hash64(canonicalJson(addition.key.conditions))) }));
}

async function addTo(
  session: Session,
  origin: SeriesOrigin,
  { newId, key, hardwareClass, runs }: SeriesAddition,
  hash: string,
  submittedBy: string | null,
): Promise<string> {
  const { conditions, workload, messageBytes, streams, queueDepth } = key;
  const place = [newId, origin, conditions.hostName, hardwareClass, JSON.stringify(conditions), hash];
  const [series] = await session.query<{ id: string }>(sql.TAKE_SERIES, [
    ...place,
    workload,
    messageBytes,
    streams,
    queueDepth,
  ]);
  if (series === undefined) throw new Error('a series was neither found nor made');
  for (const run of runs) await session.query(sql.ADD_RUN, [series.id, ...columnsOf(run), submittedBy]);
  return series.id;
}

function columnsOf({ run, resultHash }: NewRun): readonly unknown[] {
  const { tool, toolVersion, job, durationS, samples, values, warnings } = run;
  return [tool, toolVersion, job, durationS, samples, JSON.stringify(values), warnings, resultHash];
}

function toSeries(row: SeriesRow): StoredSeries {
  const { id, origin, conditions, workload, message_bytes, streams, queue_depth, created_at, runs } = row;
  const key = { conditions, workload, messageBytes: message_bytes, streams, queueDepth: queue_depth };
  return { ...key, id, origin, runs: runs.map((run) => toRun(run, key)), createdAtMs: created_at.getTime() };
}

function toRun(
  row: RunRow,
  {
    conditions,
    workload,
    messageBytes,
    streams,
    queueDepth,
  }: Omit<StoredSeries, 'id' | 'origin' | 'runs' | 'createdAtMs'>,
): StoredRun {
  return {
    tool: row.tool,
    toolVersion: row.tool_version,
    job: row.job,
    workload,
    durationS: row.duration_s,
    messageBytes,
    streams,
    queueDepth,
    isDirect: conditions.device === 'disk' ? true : null,
    samples: row.samples,
    values: row.measured,
    warnings: row.warnings,
    submittedAtMs: Date.parse(row.submitted_at),
    submittedBy: row.submitted_by,
  };
}
