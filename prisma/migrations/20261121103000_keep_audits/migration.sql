-- What audits of the ledger have found. Written once, when an audit is over.
CREATE TABLE "audit" (
    "id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "repair" BOOLEAN NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "hosts" INTEGER NOT NULL,
    "found" JSONB NOT NULL,
    "left" JSONB NOT NULL,
    "discrepancies" JSON NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "audit_origin_check" CHECK ("origin" IN ('request', 'schedule', 'command')),
    CONSTRAINT "audit_finished_at_check" CHECK ("finished_at" >= "started_at")
);

CREATE INDEX "audit_finished_at_id_idx" ON "audit"("finished_at", "id");
