-- Re-plans: batch jobs that look for a way from the fleet as it is to a goal. Handed out by the database as recommendations
-- are: a take is a lease, renewed by its worker and fenced by the count of takes.
CREATE TABLE "replan" (
    "id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "origin" TEXT NOT NULL DEFAULT 'request',
    -- What was asked for, in the domain's own JSON.
    "request" JSONB NOT NULL,
    "progress" JSONB,
    -- The plan, or the answer to the question.
    "result" JSONB,
    "failure_code" TEXT,
    "failure_detail" TEXT,
    "fleet_digest" TEXT,
    "model_version" TEXT,
    -- What the plan's steps rest on: their hosts with the version of each, and the reservations that they move. Null of
    -- what is never applied, such as a plan on an imagined fleet.
    "basis_hosts" TEXT[],
    "basis_versions" BIGINT[],
    "basis_reservations" UUID[],
    -- Who asked, as in the history of the ledger.
    "request_id" TEXT,
    "user_id" TEXT,
    "user_project_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failed_takes" INTEGER NOT NULL DEFAULT 0,
    "taken_at" TIMESTAMPTZ(6),
    -- Not taken before then; null: at once.
    "not_before" TIMESTAMPTZ(6),
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    -- When planning ended, however it did. Applying comes after it.
    "finished_at" TIMESTAMPTZ(3),
    "cancel_asked_at" TIMESTAMPTZ(3),
    -- The re-plan whose steps were applied in part, where this one is of the rest.
    "parent_id" UUID,
    "schedule_id" UUID,
    -- Whether a new one is queued in its place when the fleet has changed too much.
    "renews" BOOLEAN NOT NULL DEFAULT false,
    -- How many came before it in this way.
    "renewals" INTEGER NOT NULL DEFAULT 0,
    "superseded_by" UUID,

    CONSTRAINT "replan_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "replan_reason_check" CHECK ("reason" IN ('drain', 'failure', 'rebalance', 'consolidate', 'what_if')),
    CONSTRAINT "replan_status_check" CHECK ("status" IN (
        'queued', 'running', 'planned', 'failed', 'cancelled', 'superseded', 'applying', 'applied', 'paused', 'stopped')),
    CONSTRAINT "replan_origin_check" CHECK ("origin" IN ('request', 'schedule', 'rest')),
    CONSTRAINT "replan_times_check" CHECK (
        CASE "status" WHEN 'queued' THEN "finished_at" IS NULL
                      WHEN 'running' THEN "started_at" IS NOT NULL AND "taken_at" IS NOT NULL AND "finished_at" IS NULL
                      WHEN 'cancelled' THEN "finished_at" IS NOT NULL
                      ELSE "started_at" IS NOT NULL AND "finished_at" >= "started_at" END),
    CONSTRAINT "replan_result_check" CHECK (
        ("status" IN ('planned', 'superseded', 'applying', 'applied', 'paused', 'stopped')) = ("result" IS NOT NULL)
        AND ("result" IS NULL) = ("fleet_digest" IS NULL) AND ("result" IS NULL) = ("model_version" IS NULL)),
    CONSTRAINT "replan_failure_check" CHECK (
        ("status" = 'failed') = ("failure_code" IS NOT NULL) AND ("failure_code" IS NULL) = ("failure_detail" IS NULL)),
    CONSTRAINT "replan_basis_check" CHECK (
        ("basis_hosts" IS NULL) = ("basis_versions" IS NULL) AND ("basis_hosts" IS NULL) = ("basis_reservations" IS NULL)
        AND cardinality("basis_hosts") = cardinality("basis_versions")
        AND ("basis_hosts" IS NULL OR "result" IS NOT NULL)),
    -- What only imagines its fleet is neither applied nor overtaken by it.
    CONSTRAINT "replan_what_if_check" CHECK (
        "reason" <> 'what_if'
        OR ("status" NOT IN ('superseded', 'applying', 'applied', 'paused', 'stopped') AND "basis_hosts" IS NULL)),
    CONSTRAINT "replan_superseded_by_check" CHECK ("superseded_by" IS NULL OR "status" = 'superseded'),
    CONSTRAINT "replan_takes_check" CHECK ("failed_takes" BETWEEN 0 AND "attempts" AND "renewals" >= 0),
    CONSTRAINT "replan_rest_check" CHECK (("origin" = 'rest') OR "parent_id" IS NULL),
    CONSTRAINT "replan_parent_id_fkey" FOREIGN KEY ("parent_id")
        REFERENCES "replan"("id") ON DELETE SET NULL ON UPDATE RESTRICT,
    CONSTRAINT "replan_superseded_by_fkey" FOREIGN KEY ("superseded_by")
        REFERENCES "replan"("id") ON DELETE SET NULL ON UPDATE RESTRICT
)
-- A running one is written several times a second.
WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX "replan_queued_idx" ON "replan"("requested_at") WHERE "status" = 'queued';
CREATE INDEX "replan_lease_idx" ON "replan"("taken_at") WHERE "status" = 'running';
CREATE INDEX "replan_planned_idx" ON "replan"("finished_at") WHERE "status" = 'planned';
CREATE INDEX "replan_requested_at_id_idx" ON "replan"("requested_at", "id");
CREATE INDEX "replan_parent_id_idx" ON "replan"("parent_id") WHERE "parent_id" IS NOT NULL;
CREATE INDEX "replan_schedule_id_idx" ON "replan"("schedule_id") WHERE "schedule_id" IS NOT NULL;
CREATE UNIQUE INDEX "replan_superseded_by_key" ON "replan"("superseded_by") WHERE "superseded_by" IS NOT NULL;

-- Re-plans that are asked for again and again. Due ones are queued by the worker whose write finds `next_run_at` as it
-- was read, so once each, however many workers look.
CREATE TABLE "replan_schedule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "cron" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "next_run_at" TIMESTAMPTZ(3),
    "last_run_at" TIMESTAMPTZ(3),
    "last_replan_id" UUID,
    "user_id" TEXT,
    "user_project_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "replan_schedule_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "replan_schedule_reason_check" CHECK (
        "reason" IN ('drain', 'failure', 'rebalance', 'consolidate', 'what_if')),
    CONSTRAINT "replan_schedule_next_run_at_check" CHECK ("enabled" = ("next_run_at" IS NOT NULL)),
    CONSTRAINT "replan_schedule_generation_check" CHECK ("generation" > 0),
    CONSTRAINT "replan_schedule_last_replan_id_fkey" FOREIGN KEY ("last_replan_id")
        REFERENCES "replan"("id") ON DELETE SET NULL ON UPDATE RESTRICT
);

CREATE INDEX "replan_schedule_due_idx" ON "replan_schedule"("next_run_at") WHERE "next_run_at" IS NOT NULL;
CREATE INDEX "replan_schedule_last_replan_id_idx" ON "replan_schedule"("last_replan_id") WHERE "last_replan_id" IS NOT NULL;
CREATE INDEX "replan_schedule_created_at_id_idx" ON "replan_schedule"("created_at", "id");

ALTER TABLE "replan" ADD CONSTRAINT "replan_schedule_id_fkey" FOREIGN KEY ("schedule_id")
    REFERENCES "replan_schedule"("id") ON DELETE SET NULL ON UPDATE RESTRICT;

-- How a VM is where it was moved to: paths, score, predicted p99 and extra specs. Null where the decision tells it, for the
-- VM is where it was decided, and of moves by releases that did not keep it.
ALTER TABLE "reservation" ADD COLUMN "kept_place" JSONB;

-- Requests that were rejected lately are looked for by plans, which tell how many of them would fit.
CREATE INDEX "recommendation_rejected_idx" ON "recommendation"("decided_at") WHERE "status" = 'no_valid_host';
