-- 1. Holds follow what servers really have. Nova chooses inside a pool, so servers may have taken each other's devices and
-- CPUs in any order; one statement puts all of them right, and is looked at when it is over and not row by row. A unique
-- index cannot wait so long, an exclusion constraint can, and it too spares what has ended.
DROP INDEX "allocation_live_device_key";
ALTER TABLE "allocation"
    DROP CONSTRAINT "allocation_pf_or_vf_excl",
    ADD CONSTRAINT "allocation_live_device_key" EXCLUDE USING btree (
        "held_host_name" WITH =,
        "device_address" WITH =
    ) WHERE ("held_host_name" IS NOT NULL) DEFERRABLE INITIALLY IMMEDIATE,
    ADD CONSTRAINT "allocation_pf_or_vf_excl" EXCLUDE USING gist (
        "host_name" WITH =,
        "pf_address" WITH =,
        (CASE "kind" WHEN 'pf' THEN 1 ELSE 0 END) WITH <>
    ) WHERE ("state" IN ('reserved', 'confirmed', 'orphaned') AND "pf_address" IS NOT NULL) DEFERRABLE INITIALLY IMMEDIATE;

ALTER TABLE "reservation"
    DROP CONSTRAINT "reservation_pinned_cpus_excl",
    ADD CONSTRAINT "reservation_pinned_cpus_excl" EXCLUDE USING gist (
        "held_host_name" WITH =,
        "pinned_cpus" WITH &&
    ) WHERE ("held_host_name" IS NOT NULL AND "pinned_cpus" IS NOT NULL) DEFERRABLE INITIALLY IMMEDIATE;

-- A hold that goes over to another device is worn out by that one.
CREATE TRIGGER "allocation_note_one_time_use_of_other" BEFORE UPDATE OF "host_name", "device_address" ON "allocation"
    FOR EACH ROW WHEN (NEW."kind" <> 'vf' AND NEW."state" IN ('reserved', 'confirmed', 'orphaned')
        AND (NEW."host_name", NEW."device_address") IS DISTINCT FROM (OLD."host_name", OLD."device_address"))
    EXECUTE FUNCTION "allocation_note_one_time_use"();

-- 2. Servers of confirmed holds that a complete list of Nova's did not have. One list is no proof: what is missing from the
-- next one too is released.
CREATE TABLE "server_absence" (
    "reservation_id" UUID NOT NULL,
    "server_id" TEXT NOT NULL,
    "first_missed_sync" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "server_absence_pkey" PRIMARY KEY ("reservation_id"),
    CONSTRAINT "server_absence_reservation_id_fkey" FOREIGN KEY ("reservation_id")
        REFERENCES "reservation"("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

-- 3. What Placement has of a host's tree, when it was last asked: a part of the hosts in each synchronisation.
CREATE TABLE "host_placement" (
    "host_name" TEXT COLLATE "C" NOT NULL,
    "document" JSONB NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "host_placement_pkey" PRIMARY KEY ("host_name")
);

-- 4. On what inventory, cloud and ledger do not agree, as the last synchronisation found it.
CREATE TABLE "drift_finding" (
    "id" TEXT COLLATE "C" NOT NULL,
    "host_name" TEXT COLLATE "C" NOT NULL,
    "code" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "repair" JSONB NOT NULL,
    "first_observed_at" TIMESTAMPTZ(3) NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drift_finding_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "drift_finding_severity_check" CHECK ("severity" IN ('critical', 'warning', 'info')),
    CONSTRAINT "drift_finding_repair_check" CHECK ("repair" ->> 'kind' IN ('ours', 'cloud')),
    CONSTRAINT "drift_finding_observed_check" CHECK ("first_observed_at" <= "observed_at")
);

CREATE INDEX "drift_finding_host_name_id_idx" ON "drift_finding"("host_name", "id");
