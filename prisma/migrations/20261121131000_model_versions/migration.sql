-- Versions of the performance model that operators' own measurements made. Each stays as it was made; what is said of it
-- changes: one is in the shadow, one is active at most, and none active means the model as shipped.
CREATE TABLE "model_version" (
    "version" TEXT COLLATE "C" NOT NULL,
    "number" BIGINT GENERATED ALWAYS AS IDENTITY,
    -- The shipped model that it was fitted on.
    "base" TEXT COLLATE "C" NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'shadow',
    -- Scopes with the parameters fitted for each.
    "document" JSONB NOT NULL,
    -- Prior, data and posterior of each parameter, the series behind it, and the error on what was held back.
    "calibration" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,

    CONSTRAINT "model_version_pkey" PRIMARY KEY ("version"),
    CONSTRAINT "model_version_state_check" CHECK ("state" IN ('shadow', 'active', 'retired')),
    CONSTRAINT "model_version_document_check" CHECK (jsonb_typeof("document" -> 'scopes') = 'array')
);

-- Who promotes waits for whoever promotes.
CREATE UNIQUE INDEX "model_version_active_key" ON "model_version"((true)) WHERE "state" = 'active';
CREATE INDEX "model_version_number_idx" ON "model_version"("number");

-- What was said of versions, by whom; only ever added to.
CREATE TABLE "model_history" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "action" TEXT NOT NULL,
    -- Null: the model as shipped.
    "from_version" TEXT COLLATE "C",
    "to_version" TEXT COLLATE "C",
    "by" TEXT,
    "request_id" TEXT,

    CONSTRAINT "model_history_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "model_history_action_check" CHECK ("action" IN ('calibrate', 'promote', 'rollback'))
);
