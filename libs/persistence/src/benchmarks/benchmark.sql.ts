import type { Statement } from '../database';

/** Takes the series of a key, made where there is none, and holds its row until the transaction ends. */
export const TAKE_SERIES: Statement = {
  name: 'benchmark.take_series',
  text: `
    INSERT INTO benchmark_series
        (id, origin, host_name, hardware_class, conditions, conditions_hash, workload, message_bytes, streams, queue_depth)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT ON CONSTRAINT benchmark_series_key DO UPDATE SET hardware_class = excluded.hardware_class
    RETURNING id`,
};

/** A run that is there already is left as it is. */
export const ADD_RUN: Statement = {
  name: 'benchmark.add_run',
  text: `
    INSERT INTO benchmark_run (series_id, nth, tool, tool_version, job, duration_s, samples, measured, warnings,
                               result_hash, submitted_by)
    SELECT $1::uuid, coalesce(max(nth), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10
    FROM benchmark_run WHERE series_id = $1::uuid
    ON CONFLICT ON CONSTRAINT benchmark_run_result_key DO NOTHING`,
};

const SERIES = `
    SELECT found.*, coalesce((
        SELECT jsonb_agg(to_jsonb(run) ORDER BY nth) FROM benchmark_run run WHERE run.series_id = found.id
    ), '[]') AS runs
    FROM benchmark_series found`;

export const READ: Statement = { name: 'benchmark.read', text: `${SERIES} WHERE id = $1` };

export const LIST: Statement = {
  text: `${SERIES}
    WHERE ($1::text IS NULL OR host_name = $1) AND ($2::text IS NULL OR origin = $2)
      AND ($3::uuid IS NULL OR (created_at, id) < (SELECT created_at, id FROM benchmark_series WHERE id = $3))
    ORDER BY created_at DESC, id DESC LIMIT $4`,
};

export const WITH_RESULT: Statement = {
  name: 'benchmark.with_result',
  text: `${SERIES}
    WHERE origin = $1 AND host_name = $2
      AND EXISTS (SELECT 1 FROM benchmark_run run WHERE run.series_id = found.id AND run.result_hash = $3)
    ORDER BY created_at, id`,
};
