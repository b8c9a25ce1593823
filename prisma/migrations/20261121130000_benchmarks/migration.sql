-- What operators measured. A series is what was measured under the same conditions in the same way; its runs are only ever
-- added, so that what a model was fitted to can be looked at again.
CREATE TABLE "benchmark_series" (
    "id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "host_name" TEXT COLLATE "C" NOT NULL,
    "hardware_class" TEXT COLLATE "C",
    "conditions" JSONB NOT NULL,
    "conditions_hash" TEXT NOT NULL,
    "workload" TEXT NOT NULL,
    "message_bytes" INTEGER NOT NULL,
    "streams" INTEGER NOT NULL,
    "queue_depth" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "benchmark_series_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "benchmark_series_key" UNIQUE NULLS NOT DISTINCT
        ("origin", "conditions_hash", "workload", "message_bytes", "streams", "queue_depth"),
    CONSTRAINT "benchmark_series_origin_check" CHECK ("origin" IN ('benchmark', 'observation')),
    CONSTRAINT "benchmark_series_amounts_check" CHECK ("message_bytes" > 0 AND "streams" > 0 AND "queue_depth" > 0)
);

CREATE INDEX "benchmark_series_host_name_idx" ON "benchmark_series"("host_name", "created_at", "id");
CREATE INDEX "benchmark_series_created_at_idx" ON "benchmark_series"("created_at", "id");

CREATE TABLE "benchmark_run" (
    "series_id" UUID NOT NULL,
    -- Order of arrival in the series.
    "nth" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "tool_version" TEXT,
    "job" TEXT,
    "duration_s" DOUBLE PRECISION NOT NULL,
    "samples" BIGINT,
    "measured" JSONB NOT NULL,
    "warnings" TEXT[] NOT NULL,
    -- Of what the tool printed: the same result sent twice is one run.
    "result_hash" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "submitted_by" TEXT,

    CONSTRAINT "benchmark_run_pkey" PRIMARY KEY ("series_id", "nth"),
    CONSTRAINT "benchmark_run_result_key" UNIQUE ("series_id", "result_hash"),
    CONSTRAINT "benchmark_run_series_id_fkey" FOREIGN KEY ("series_id")
        REFERENCES "benchmark_series"("id") ON DELETE CASCADE ON UPDATE RESTRICT,
    CONSTRAINT "benchmark_run_duration_check" CHECK ("duration_s" > 0),
    CONSTRAINT "benchmark_run_measured_check" CHECK (jsonb_typeof("measured") = 'object')
);
