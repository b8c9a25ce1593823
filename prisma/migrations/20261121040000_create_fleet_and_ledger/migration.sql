-- btree_gist is a trusted extension: whoever may create tables here may create it. The exclusion of PF and VF needs it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Host names sort by byte wherever they stand, so that lock order and list order are the same on every installation.
CREATE TABLE "host" (
    "host_name" TEXT COLLATE "C" NOT NULL,
    "state" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "version" BIGINT NOT NULL,
    "availability_zone" TEXT,
    "aggregates" TEXT[] NOT NULL,
    "pfs" INTEGER NOT NULL,
    "vfs" INTEGER NOT NULL,
    "inventory" JSONB NOT NULL,
    "inventory_hash" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(3),
    "changed_xid" BIGINT NOT NULL,
    "inventory_xid" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "host_pkey" PRIMARY KEY ("host_name"),
    CONSTRAINT "host_state_check" CHECK ("state" IN ('active', 'draining', 'disabled')),
    CONSTRAINT "host_generation_check" CHECK ("generation" > 0 AND "version" > 0)
)
-- The inventory is kept out of the row, so that the many updates of `version` copy a short row only.
WITH (toast_tuple_target = 256, fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX "host_changed_xid_idx" ON "host"("changed_xid");

-- Deleted hosts, for readers of changes. A host that comes back goes on from this version: a plan made on the
-- deleted host must not fit the new one.
CREATE TABLE "host_tombstone" (
    "host_name" TEXT COLLATE "C" NOT NULL,
    "version" BIGINT NOT NULL,
    "changed_xid" BIGINT NOT NULL,

    CONSTRAINT "host_tombstone_pkey" PRIMARY KEY ("host_name")
);

CREATE INDEX "host_tombstone_changed_xid_idx" ON "host_tombstone"("changed_xid");

-- A sequence would be drawn before commit, and a reader could pass a number that becomes visible later.
-- Transaction ids have a horizon: everything below pg_snapshot_xmin() has ended, so a reader who starts again
-- from there misses nothing. `inventory_xid` moves with the inventory only: a reader that knows it already is spared it.
CREATE FUNCTION "host_stamp_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_xid := pg_current_xact_id()::text::bigint;
    IF TG_OP = 'INSERT' THEN
        NEW.inventory_xid := NEW.changed_xid;
        NEW.version := greatest(NEW.version, (SELECT version + 1 FROM host_tombstone WHERE host_name = NEW.host_name));
    ELSIF NEW.inventory_hash <> OLD.inventory_hash OR NEW.observed_at IS DISTINCT FROM OLD.observed_at THEN
        NEW.inventory_xid := NEW.changed_xid;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "host_stamp_change" BEFORE INSERT OR UPDATE ON "host"
    FOR EACH ROW EXECUTE FUNCTION "host_stamp_change"();

CREATE FUNCTION "host_leave_tombstone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO host_tombstone (host_name, version, changed_xid)
    VALUES (OLD.host_name, OLD.version, pg_current_xact_id()::text::bigint)
    ON CONFLICT (host_name) DO UPDATE SET version = excluded.version, changed_xid = excluded.changed_xid;
    RETURN NULL;
END;
$$;

CREATE TRIGGER "host_leave_tombstone" AFTER DELETE ON "host"
    FOR EACH ROW EXECUTE FUNCTION "host_leave_tombstone"();

CREATE TABLE "host_physical_network" (
    "host_name" TEXT COLLATE "C" NOT NULL,
    "physical_network_lower" TEXT NOT NULL,

    CONSTRAINT "host_physical_network_pkey" PRIMARY KEY ("host_name", "physical_network_lower"),
    CONSTRAINT "host_physical_network_host_name_fkey" FOREIGN KEY ("host_name")
        REFERENCES "host"("host_name") ON DELETE CASCADE ON UPDATE RESTRICT
);

CREATE INDEX "host_physical_network_physical_network_lower_idx" ON "host_physical_network"("physical_network_lower");

CREATE TABLE "recommendation" (
    "id" UUID NOT NULL,
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "request" JSONB NOT NULL,
    "decision" JSONB,
    "failure_code" TEXT,
    "failure_detail" TEXT,
    "idempotency_key" TEXT,
    "body_hash" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "taken_at" TIMESTAMPTZ(6),
    "decided_at" TIMESTAMPTZ(6),

    CONSTRAINT "recommendation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "recommendation_status_check" CHECK ("status" IN ('queued', 'scoring', 'ready', 'no_valid_host', 'failed')),
    CONSTRAINT "recommendation_decision_check" CHECK (("status" IN ('ready', 'no_valid_host')) = ("decision" IS NOT NULL)),
    CONSTRAINT "recommendation_failure_check" CHECK (("status" = 'failed') = ("failure_code" IS NOT NULL)),
    CONSTRAINT "recommendation_decided_at_check" CHECK (("status" IN ('queued', 'scoring')) = ("decided_at" IS NULL)),
    CONSTRAINT "recommendation_idempotency_check" CHECK (("idempotency_key" IS NULL) = ("body_hash" IS NULL))
);

CREATE UNIQUE INDEX "recommendation_project_id_idempotency_key_key" ON "recommendation"("project_id", "idempotency_key");
CREATE INDEX "recommendation_created_at_id_idx" ON "recommendation"("created_at", "id");
CREATE INDEX "recommendation_project_id_created_at_id_idx" ON "recommendation"("project_id", "created_at", "id");
CREATE INDEX "recommendation_undecided_idx" ON "recommendation"((coalesce("taken_at", "created_at")))
    WHERE "status" IN ('queued', 'scoring');

-- JSON, not JSONB: one key a host, always read whole, and parsing it into a tree would cost every commit.
CREATE TABLE "explanation" (
    "recommendation_id" UUID NOT NULL,
    "document" JSON NOT NULL,

    CONSTRAINT "explanation_pkey" PRIMARY KEY ("recommendation_id"),
    CONSTRAINT "explanation_recommendation_id_fkey" FOREIGN KEY ("recommendation_id")
        REFERENCES "recommendation"("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

CREATE TABLE "outbox" (
    "recommendation_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dispatched_at" TIMESTAMPTZ(6),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("recommendation_id"),
    CONSTRAINT "outbox_recommendation_id_fkey" FOREIGN KEY ("recommendation_id")
        REFERENCES "recommendation"("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

CREATE INDEX "outbox_waiting_idx" ON "outbox"("created_at") WHERE "dispatched_at" IS NULL;

-- The hold of one VM. `live_host_name` is the host while the hold lasts: its foreign key keeps a host with live
-- holds from being deleted, and lets go of it as soon as the hold ends.
CREATE TABLE "reservation" (
    "id" UUID NOT NULL,
    "recommendation_id" UUID NOT NULL,
    "member" INTEGER NOT NULL,
    "project_id" TEXT NOT NULL,
    "host_name" TEXT COLLATE "C" NOT NULL,
    "state" TEXT NOT NULL,
    "live_host_name" TEXT COLLATE "C"
        GENERATED ALWAYS AS (CASE WHEN "state" IN ('reserved', 'confirmed') THEN "host_name" END) STORED,
    "compute" JSONB NOT NULL,
    "vcpus" INTEGER NOT NULL,
    "pcpus" INTEGER NOT NULL,
    "memory_mib" INTEGER NOT NULL,
    "disk_gib" INTEGER NOT NULL,
    "group_id" TEXT,
    "server_id" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reservation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "reservation_state_check" CHECK ("state" IN ('reserved', 'confirmed', 'released', 'expired')),
    CONSTRAINT "reservation_expires_at_check" CHECK (
        CASE "state" WHEN 'confirmed' THEN "expires_at" IS NULL WHEN 'released' THEN true ELSE "expires_at" IS NOT NULL END),
    CONSTRAINT "reservation_server_id_check" CHECK (
        CASE "state" WHEN 'confirmed' THEN "server_id" IS NOT NULL WHEN 'released' THEN true ELSE "server_id" IS NULL END),
    CONSTRAINT "reservation_amounts_check" CHECK (
        "member" >= 0 AND "vcpus" >= 0 AND "pcpus" >= 0 AND "memory_mib" >= 0 AND "disk_gib" >= 0),
    CONSTRAINT "reservation_recommendation_id_fkey" FOREIGN KEY ("recommendation_id")
        REFERENCES "recommendation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "reservation_live_host_name_fkey" FOREIGN KEY ("live_host_name")
        REFERENCES "host"("host_name") ON DELETE RESTRICT ON UPDATE RESTRICT
);

CREATE UNIQUE INDEX "reservation_live_member_key" ON "reservation"("recommendation_id", "member")
    WHERE "state" IN ('reserved', 'confirmed');
CREATE INDEX "reservation_recommendation_id_member_idx" ON "reservation"("recommendation_id", "member");
CREATE INDEX "reservation_live_host_name_idx" ON "reservation"("live_host_name") WHERE "live_host_name" IS NOT NULL;
CREATE INDEX "reservation_due_idx" ON "reservation"("expires_at") WHERE "state" = 'reserved';
CREATE INDEX "reservation_live_group_idx" ON "reservation"("group_id")
    WHERE "live_host_name" IS NOT NULL AND "group_id" IS NOT NULL;

-- The hold on one device.
CREATE TABLE "allocation" (
    "id" UUID NOT NULL,
    "reservation_id" UUID NOT NULL,
    "recommendation_id" UUID NOT NULL,
    "project_id" TEXT NOT NULL,
    "member" INTEGER NOT NULL,
    "host_name" TEXT COLLATE "C" NOT NULL,
    "device" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "pf_address" TEXT,
    "device_address" TEXT NOT NULL,
    "numa_node" INTEGER,
    "bandwidth_mbps" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "live_host_name" TEXT COLLATE "C"
        GENERATED ALWAYS AS (CASE WHEN "state" IN ('reserved', 'confirmed') THEN "host_name" END) STORED,
    "server_id" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "allocation_state_check" CHECK ("state" IN ('reserved', 'confirmed', 'released', 'expired')),
    CONSTRAINT "allocation_expires_at_check" CHECK (
        CASE "state" WHEN 'confirmed' THEN "expires_at" IS NULL WHEN 'released' THEN true ELSE "expires_at" IS NOT NULL END),
    CONSTRAINT "allocation_server_id_check" CHECK (
        CASE "state" WHEN 'confirmed' THEN "server_id" IS NOT NULL WHEN 'released' THEN true ELSE "server_id" IS NULL END),
    CONSTRAINT "allocation_kind_check" CHECK (
        CASE "kind"
            WHEN 'vf' THEN "pf_address" IS NOT NULL AND "pf_address" <> "device_address"
            WHEN 'pf' THEN "pf_address" IS NOT NULL AND "pf_address" = "device_address"
            WHEN 'pci' THEN "pf_address" IS NULL
            ELSE false
        END),
    CONSTRAINT "allocation_amounts_check" CHECK ("generation" > 0 AND "bandwidth_mbps" >= 0),
    CONSTRAINT "allocation_reservation_id_fkey" FOREIGN KEY ("reservation_id")
        REFERENCES "reservation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "allocation_recommendation_id_fkey" FOREIGN KEY ("recommendation_id")
        REFERENCES "recommendation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "allocation_live_host_name_fkey" FOREIGN KEY ("live_host_name")
        REFERENCES "host"("host_name") ON DELETE RESTRICT ON UPDATE RESTRICT,
    -- A PF and its VFs are never live together: passing the PF destroys the VFs, and a VF in use makes its PF
    -- unavailable (nova/objects/pci_device.py). Two live rows of one PF must therefore agree on whether it is given whole.
    CONSTRAINT "allocation_pf_or_vf_excl" EXCLUDE USING gist (
        "host_name" WITH =,
        "pf_address" WITH =,
        (CASE "kind" WHEN 'pf' THEN 1 ELSE 0 END) WITH <>
    ) WHERE ("state" IN ('reserved', 'confirmed') AND "pf_address" IS NOT NULL)
);

-- One live allocation a device. Led by the generated column, it also serves that column's foreign key.
CREATE UNIQUE INDEX "allocation_live_device_key" ON "allocation"("live_host_name", "device_address")
    WHERE "live_host_name" IS NOT NULL;
CREATE INDEX "allocation_recommendation_id_reservation_id_idx" ON "allocation"("recommendation_id", "reservation_id");
CREATE INDEX "allocation_created_at_id_idx" ON "allocation"("created_at", "id");
CREATE INDEX "allocation_project_id_created_at_id_idx" ON "allocation"("project_id", "created_at", "id");
CREATE INDEX "allocation_host_name_created_at_id_idx" ON "allocation"("host_name", "created_at", "id");

CREATE TABLE "idempotency_key" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSON,
    "held_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("scope", "key"),
    CONSTRAINT "idempotency_key_answer_check" CHECK (("status" IS NULL) = ("body" IS NULL))
);
