-- 1. Orphans. A confirmed hold whose host or device left the inventory is orphaned: it holds what it held, for its VM may
-- well be running. `held_host_name` is the host while anything is held; `live_host_name` and its foreign key stay with
-- reserved and confirmed holds, so that a host with nothing but orphans can be deleted.
ALTER TABLE "reservation"
    DROP CONSTRAINT "reservation_state_check",
    DROP CONSTRAINT "reservation_expires_at_check",
    DROP CONSTRAINT "reservation_server_id_check",
    ADD CONSTRAINT "reservation_state_check" CHECK ("state" IN ('reserved', 'confirmed', 'orphaned', 'released', 'expired')),
    ADD CONSTRAINT "reservation_expires_at_check" CHECK (
        CASE WHEN "state" IN ('confirmed', 'orphaned') THEN "expires_at" IS NULL
             WHEN "state" = 'released' THEN true ELSE "expires_at" IS NOT NULL END),
    ADD CONSTRAINT "reservation_server_id_check" CHECK (
        CASE WHEN "state" IN ('confirmed', 'orphaned') THEN "server_id" IS NOT NULL
             WHEN "state" = 'released' THEN true ELSE "server_id" IS NULL END),
    ADD COLUMN "held_host_name" TEXT COLLATE "C"
        GENERATED ALWAYS AS (CASE WHEN "state" IN ('reserved', 'confirmed', 'orphaned') THEN "host_name" END) STORED;

DROP INDEX "reservation_live_member_key";
CREATE UNIQUE INDEX "reservation_live_member_key" ON "reservation"("recommendation_id", "member")
    WHERE "state" IN ('reserved', 'confirmed', 'orphaned');
CREATE INDEX "reservation_held_host_name_idx" ON "reservation"("held_host_name") WHERE "held_host_name" IS NOT NULL;
CREATE INDEX "reservation_held_group_idx" ON "reservation"("group_id")
    WHERE "held_host_name" IS NOT NULL AND "group_id" IS NOT NULL;

-- `device_gone`: the inventory no longer has the device. A reserved one waits for it, and cannot be confirmed meanwhile.
-- `one_time_use`: what the inventory said of the device when it was given away.
ALTER TABLE "allocation"
    DROP CONSTRAINT "allocation_state_check",
    DROP CONSTRAINT "allocation_expires_at_check",
    DROP CONSTRAINT "allocation_server_id_check",
    DROP CONSTRAINT "allocation_pf_or_vf_excl",
    ADD COLUMN "device_gone" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "one_time_use" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "held_host_name" TEXT COLLATE "C"
        GENERATED ALWAYS AS (CASE WHEN "state" IN ('reserved', 'confirmed', 'orphaned') THEN "host_name" END) STORED,
    ADD CONSTRAINT "allocation_state_check" CHECK ("state" IN ('reserved', 'confirmed', 'orphaned', 'released', 'expired')),
    ADD CONSTRAINT "allocation_expires_at_check" CHECK (
        CASE WHEN "state" IN ('confirmed', 'orphaned') THEN "expires_at" IS NULL
             WHEN "state" = 'released' THEN true ELSE "expires_at" IS NOT NULL END),
    ADD CONSTRAINT "allocation_server_id_check" CHECK (
        CASE WHEN "state" IN ('confirmed', 'orphaned') THEN "server_id" IS NOT NULL
             WHEN "state" = 'released' THEN true ELSE "server_id" IS NULL END),
    ADD CONSTRAINT "allocation_pf_or_vf_excl" EXCLUDE USING gist (
        "host_name" WITH =,
        "pf_address" WITH =,
        (CASE "kind" WHEN 'pf' THEN 1 ELSE 0 END) WITH <>
    ) WHERE ("state" IN ('reserved', 'confirmed', 'orphaned') AND "pf_address" IS NOT NULL);

DROP INDEX "allocation_live_device_key";
CREATE UNIQUE INDEX "allocation_live_device_key" ON "allocation"("held_host_name", "device_address")
    WHERE "held_host_name" IS NOT NULL;
-- For the foreign key.
CREATE INDEX "allocation_live_host_name_idx" ON "allocation"("live_host_name") WHERE "live_host_name" IS NOT NULL;

-- 2. States. What has ended stays ended, and time that is over is over: the last fence before a second owner, behind the
-- conditional updates of the program. `WHEN` is evaluated without a call, so a legal change costs next to nothing.
CREATE FUNCTION "ledger_refuse_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% % cannot go from % to %', TG_TABLE_NAME, OLD.id, OLD.state, NEW.state
        USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_ARGV[0];
END;
$$;

CREATE TRIGGER "reservation_transition" BEFORE UPDATE OF "state" ON "reservation" FOR EACH ROW
    WHEN (OLD."state" <> NEW."state" AND NOT (
        (OLD."state" = 'reserved' AND NEW."state" IN ('confirmed', 'released', 'expired'))
        OR (OLD."state" = 'confirmed' AND NEW."state" IN ('orphaned', 'released'))
        OR (OLD."state" = 'orphaned' AND NEW."state" IN ('confirmed', 'released'))))
    EXECUTE FUNCTION "ledger_refuse_transition"('reservation_transition');

CREATE TRIGGER "allocation_transition" BEFORE UPDATE OF "state" ON "allocation" FOR EACH ROW
    WHEN (OLD."state" <> NEW."state" AND NOT (
        (OLD."state" = 'reserved' AND NEW."state" IN ('confirmed', 'released', 'expired'))
        OR (OLD."state" = 'confirmed' AND NEW."state" IN ('orphaned', 'released'))
        OR (OLD."state" = 'orphaned' AND NEW."state" IN ('confirmed', 'released'))))
    EXECUTE FUNCTION "ledger_refuse_transition"('allocation_transition');

CREATE TRIGGER "reservation_in_time" BEFORE UPDATE OF "state", "expires_at" ON "reservation" FOR EACH ROW
    WHEN (OLD."state" = 'reserved' AND OLD."expires_at" <= clock_timestamp()
        AND (NEW."state" = 'confirmed' OR (NEW."state" = 'reserved' AND NEW."expires_at" > OLD."expires_at")))
    EXECUTE FUNCTION "ledger_refuse_transition"('reservation_in_time');

CREATE TRIGGER "allocation_in_time" BEFORE UPDATE OF "state", "expires_at" ON "allocation" FOR EACH ROW
    WHEN (OLD."state" = 'reserved' AND OLD."expires_at" <= clock_timestamp()
        AND (NEW."state" = 'confirmed' OR (NEW."state" = 'reserved' AND NEW."expires_at" > OLD."expires_at")))
    EXECUTE FUNCTION "ledger_refuse_transition"('allocation_in_time');

-- 3. History. Written by triggers, so that no code path can forget it. Who and why come from settings local to the
-- transaction. It has no foreign keys: it outlives what it tells of.
CREATE TABLE "ledger_history" (
    "id" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "txid" BIGINT NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    "actor" TEXT NOT NULL DEFAULT coalesce(nullif(current_setting('iopath.actor', true), ''), 'unknown'),
    "reason" TEXT DEFAULT nullif(current_setting('iopath.reason', true), ''),
    "request_id" TEXT DEFAULT nullif(current_setting('iopath.request_id', true), ''),
    "subject_kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "recommendation_id" UUID NOT NULL,
    "reservation_id" UUID NOT NULL,
    "member" INTEGER NOT NULL,
    "project_id" TEXT NOT NULL,
    "host_name" TEXT COLLATE "C" NOT NULL,
    "device_address" TEXT,
    "from_state" TEXT,
    "to_state" TEXT NOT NULL,
    "generation" INTEGER,
    "server_id" TEXT,
    "expires_at" TIMESTAMPTZ(3),

    -- Led by the recommendation, by which everything is asked. Whoever changes a hold has its row locked, so the numbers of
    -- one subject rise in the order of its changes.
    CONSTRAINT "ledger_history_pkey" PRIMARY KEY ("recommendation_id", "id"),
    CONSTRAINT "ledger_history_subject_check" CHECK (
        CASE "subject_kind"
            WHEN 'reservation' THEN "device_address" IS NULL AND "generation" IS NULL AND "subject_id" = "reservation_id"
            WHEN 'allocation' THEN "device_address" IS NOT NULL AND "generation" IS NOT NULL
            ELSE false
        END)
);

CREATE FUNCTION "ledger_history_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of the ledger is only ever added to'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_history_append_only';
END;
$$;

CREATE TRIGGER "ledger_history_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_history"
    FOR EACH STATEMENT EXECUTE FUNCTION "ledger_history_refuse_change"();

INSERT INTO "ledger_history" ("at", "actor", "reason", "subject_kind", "subject_id", "recommendation_id", "reservation_id",
                              "member", "project_id", "host_name", "to_state", "server_id", "expires_at")
SELECT "updated_at", 'migration', 'known before history', 'reservation', "id", "recommendation_id", "id",
       "member", "project_id", "host_name", "state", "server_id", "expires_at"
FROM "reservation" ORDER BY "updated_at", "id";

INSERT INTO "ledger_history" ("at", "actor", "reason", "subject_kind", "subject_id", "recommendation_id", "reservation_id",
                              "member", "project_id", "host_name", "device_address", "to_state", "generation", "server_id",
                              "expires_at")
SELECT "updated_at", 'migration', 'known before history', 'allocation', "id", "recommendation_id", "reservation_id",
       "member", "project_id", "host_name", "device_address", "state", "generation", "server_id", "expires_at"
FROM "allocation" ORDER BY "updated_at", "id";

-- Once a statement, whatever the number of rows. A deleted row, which no program makes, is told as well.
CREATE FUNCTION "reservation_keep_history"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO ledger_history (subject_kind, subject_id, recommendation_id, reservation_id, member, project_id,
                                    host_name, to_state, server_id, expires_at)
        SELECT 'reservation', id, recommendation_id, id, member, project_id, host_name, state, server_id, expires_at
        FROM now_so ORDER BY member, id;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO ledger_history (subject_kind, subject_id, recommendation_id, reservation_id, member, project_id,
                                    host_name, from_state, to_state, server_id, expires_at)
        SELECT 'reservation', id, now_so.recommendation_id, id, now_so.member, now_so.project_id,
               now_so.host_name, before.state, now_so.state, now_so.server_id, now_so.expires_at
        FROM now_so JOIN before USING (id)
        WHERE (now_so.state, now_so.host_name, now_so.server_id, now_so.expires_at)
            IS DISTINCT FROM (before.state, before.host_name, before.server_id, before.expires_at)
        ORDER BY now_so.member, id;
    ELSE
        INSERT INTO ledger_history (subject_kind, subject_id, recommendation_id, reservation_id, member, project_id,
                                    host_name, from_state, to_state, server_id, expires_at)
        SELECT 'reservation', id, recommendation_id, id, member, project_id,
               host_name, state, 'deleted', server_id, expires_at
        FROM before ORDER BY member, id;
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER "reservation_history_of_insert" AFTER INSERT ON "reservation" REFERENCING NEW TABLE AS now_so
    FOR EACH STATEMENT EXECUTE FUNCTION "reservation_keep_history"();
CREATE TRIGGER "reservation_history_of_update" AFTER UPDATE ON "reservation"
    REFERENCING OLD TABLE AS before NEW TABLE AS now_so
    FOR EACH STATEMENT EXECUTE FUNCTION "reservation_keep_history"();
CREATE TRIGGER "reservation_history_of_delete" AFTER DELETE ON "reservation" REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION "reservation_keep_history"();

CREATE FUNCTION "allocation_keep_history"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO ledger_history (subject_kind, subject_id, recommendation_id, reservation_id, member, project_id,
                                    host_name, device_address, to_state, generation, server_id, expires_at)
        SELECT 'allocation', id, recommendation_id, reservation_id, member, project_id,
               host_name, device_address, state, generation, server_id, expires_at
        FROM now_so ORDER BY member, device, id;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO ledger_history (subject_kind, subject_id, recommendation_id, reservation_id, member, project_id,
                                    host_name, device_address, from_state, to_state, generation, server_id, expires_at)
        SELECT 'allocation', id, now_so.recommendation_id, now_so.reservation_id, now_so.member, now_so.project_id,
               now_so.host_name, now_so.device_address, before.state, now_so.state, now_so.generation,
               now_so.server_id, now_so.expires_at
        FROM now_so JOIN before USING (id)
        WHERE (now_so.state, now_so.host_name, now_so.device_address, now_so.server_id, now_so.expires_at)
            IS DISTINCT FROM (before.state, before.host_name, before.device_address, before.server_id, before.expires_at)
        ORDER BY now_so.member, now_so.device, id;
    ELSE
        INSERT INTO ledger_history (subject_kind, subject_id, recommendation_id, reservation_id, member, project_id,
                                    host_name, device_address, from_state, to_state, generation, server_id, expires_at)
        SELECT 'allocation', id, recommendation_id, reservation_id, member, project_id,
               host_name, device_address, state, 'deleted', generation, server_id, expires_at
        FROM before ORDER BY member, device, id;
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER "allocation_history_of_insert" AFTER INSERT ON "allocation" REFERENCING NEW TABLE AS now_so
    FOR EACH STATEMENT EXECUTE FUNCTION "allocation_keep_history"();
CREATE TRIGGER "allocation_history_of_update" AFTER UPDATE ON "allocation"
    REFERENCING OLD TABLE AS before NEW TABLE AS now_so
    FOR EACH STATEMENT EXECUTE FUNCTION "allocation_keep_history"();
CREATE TRIGGER "allocation_history_of_delete" AFTER DELETE ON "allocation" REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION "allocation_keep_history"();

-- 4. Quarantine. It belongs to the device, not to the host's row: it outlives a host that is deleted and comes back.
CREATE TABLE "device_quarantine" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "host_name" TEXT COLLATE "C" NOT NULL,
    "device_address" TEXT NOT NULL,
    "pf_address" TEXT,
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "allocation_id" UUID,
    "since" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "by" TEXT NOT NULL DEFAULT coalesce(nullif(current_setting('iopath.actor', true), ''), 'unknown'),
    "cleared_at" TIMESTAMPTZ(6),
    "cleared_by" TEXT,

    CONSTRAINT "device_quarantine_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "device_quarantine_reason_check" CHECK ("reason" IN ('one_time_use', 'cleanup_failed', 'operator')),
    CONSTRAINT "device_quarantine_cleared_check" CHECK (("cleared_at" IS NULL) = ("cleared_by" IS NULL))
);

CREATE UNIQUE INDEX "device_quarantine_open_key" ON "device_quarantine"("host_name", "device_address")
    WHERE "cleared_at" IS NULL;
CREATE INDEX "device_quarantine_since_id_idx" ON "device_quarantine"("since", "id");
CREATE INDEX "device_quarantine_allocation_id_idx" ON "device_quarantine"("allocation_id") WHERE "allocation_id" IS NOT NULL;

-- Planners see a host only when it changes.
CREATE FUNCTION "device_quarantine_move_host"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE host SET version = version + 1 WHERE host_name = coalesce(NEW.host_name, OLD.host_name);
    RETURN NULL;
END;
$$;

CREATE TRIGGER "device_quarantine_move_host" AFTER INSERT OR UPDATE OR DELETE ON "device_quarantine"
    FOR EACH ROW EXECUTE FUNCTION "device_quarantine_move_host"();

-- A PF in quarantine takes its VFs with it, and a VF in quarantine keeps its PF from being given as a whole: either would
-- hand on what the quarantine is about. The host is locked (by the program, it is already), for the trigger above locks it
-- too: a quarantine and an allocation that do not see each other cannot both be committed.
CREATE FUNCTION "allocation_refuse_quarantined"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM host WHERE host_name = NEW.host_name FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM device_quarantine
        WHERE host_name = NEW.host_name AND cleared_at IS NULL
          AND (device_address = NEW.device_address OR device_address = NEW.pf_address OR pf_address = NEW.device_address)
    ) THEN
        RAISE EXCEPTION 'device % of % is in quarantine', NEW.device_address, NEW.host_name
            USING ERRCODE = 'exclusion_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'allocation_not_quarantined';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "allocation_not_quarantined" BEFORE INSERT OR UPDATE OF "host_name", "device_address", "pf_address"
    ON "allocation" FOR EACH ROW WHEN (NEW."state" IN ('reserved', 'confirmed', 'orphaned'))
    EXECUTE FUNCTION "allocation_refuse_quarantined"();

-- Nova's `one_time_use` is for PFs and plain PCI devices only, so VFs are spared the look into the inventory.
CREATE FUNCTION "allocation_note_one_time_use"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.one_time_use := coalesce((
        SELECT jsonb_path_exists(inventory, '$.*[*] ? (@.address == $address && @.oneTimeUse == true)',
                                 jsonb_build_object('address', NEW.device_address))
        FROM host WHERE host_name = NEW.host_name), false);
    RETURN NEW;
END;
$$;

CREATE TRIGGER "allocation_note_one_time_use" BEFORE INSERT ON "allocation"
    FOR EACH ROW WHEN (NEW."kind" <> 'vf') EXECUTE FUNCTION "allocation_note_one_time_use"();

CREATE FUNCTION "allocation_quarantine_used_up"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO device_quarantine (host_name, device_address, pf_address, reason, allocation_id)
    VALUES (NEW.host_name, NEW.device_address, nullif(NEW.pf_address, NEW.device_address), 'one_time_use', NEW.id)
    ON CONFLICT (host_name, device_address) WHERE cleared_at IS NULL DO NOTHING;
    RETURN NULL;
END;
$$;

CREATE TRIGGER "allocation_quarantine_used_up" AFTER UPDATE OF "state" ON "allocation" FOR EACH ROW
    WHEN (NEW."one_time_use" AND OLD."state" IN ('confirmed', 'orphaned') AND NEW."state" IN ('released', 'expired'))
    EXECUTE FUNCTION "allocation_quarantine_used_up"();

-- 5. When a host was deleted, so that its tombstone can go when nobody can need it any more.
ALTER TABLE "host_tombstone" ADD COLUMN "deleted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

CREATE OR REPLACE FUNCTION "host_leave_tombstone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO host_tombstone (host_name, version, changed_xid)
    VALUES (OLD.host_name, OLD.version, pg_current_xact_id()::text::bigint)
    ON CONFLICT (host_name) DO UPDATE
        SET version = excluded.version, changed_xid = excluded.changed_xid, deleted_at = excluded.deleted_at;
    RETURN NULL;
END;
$$;
