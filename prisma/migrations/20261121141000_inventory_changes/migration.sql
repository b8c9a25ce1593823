-- What writes of inventories changed, as people read it, and what of the ledger each touched then. A host has the newest 50;
-- they outlive the host, for who looks into what happened to it.
CREATE TABLE "inventory_change" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY,
    "host_name" TEXT COLLATE "C" NOT NULL,
    -- The host's when this was written; a synchronisation with the cloud does not move it.
    "generation" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- Told as to the history of the ledger.
    "actor" TEXT NOT NULL DEFAULT coalesce(nullif(current_setting('iopath.actor', true), ''), 'unknown'),
    "reason" TEXT DEFAULT nullif(current_setting('iopath.reason', true), ''),
    "request_id" TEXT DEFAULT nullif(current_setting('iopath.request_id', true), ''),
    "user_id" TEXT DEFAULT nullif(current_setting('iopath.user_id', true), ''),
    "user_project_id" TEXT DEFAULT nullif(current_setting('iopath.user_project_id', true), ''),
    -- Who observed the inventory, as it says itself.
    "source" TEXT,
    -- The first lines, and how many there were.
    "changes" JSONB NOT NULL,
    "changes_total" INTEGER NOT NULL,
    "touched" JSONB NOT NULL,
    "touched_total" INTEGER NOT NULL,

    CONSTRAINT "inventory_change_pkey" PRIMARY KEY ("host_name", "id"),
    CONSTRAINT "inventory_change_totals_check" CHECK (
        "changes_total" > 0 AND "changes_total" >= jsonb_array_length("changes")
        AND "touched_total" >= jsonb_array_length("touched"))
);

-- Hosts that were recommended and not reserved: a change of one is told with them. Those that were reserved at once, nearly
-- all, are found by their reservation and are not in it.
CREATE INDEX "recommendation_advised_hosts_idx" ON "recommendation"
    USING gin (jsonb_path_query_array("decision", '$.members[*].hostName'))
    WHERE "status" = 'ready' AND "request" ->> 'reserve' = 'false';
